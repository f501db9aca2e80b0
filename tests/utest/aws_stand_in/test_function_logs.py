"""The logs of functions that run, read by the API of CloudWatch Logs."""

import json
import time
from concurrent.futures import ThreadPoolExecutor
from operator import itemgetter

import botocore.exceptions
import pytest

from lambda_runtime.function import FunctionDefinition
from lambda_runtime.functions import LambdaFunctions
from support.stand_in import REGION
from support.waiting import wait_until

CODE = """
print("importing")
def handler(event, context):
    print("got", event)
    if event == "fail":
        raise ValueError("in vain")
"""
TWO_PARTS = """
import os, time
def handler(event, context):
    print("first")
    print("second", end="", flush=True)
    open(event["halfway"], "w").close()
    while not os.path.exists(event["end"]):
        time.sleep(0.01)
    print(" and third")
    print("without an end", end="")
"""
GROUP = "/aws/lambda/talks"


@pytest.fixture
def functions(aws, server, account_id, tmp_path):
    (tmp_path / "app.py").write_text(CODE)
    definition = FunctionDefinition("talks", "python3.11", "app.handler", tmp_path)
    with LambdaFunctions([definition], region=REGION, account_id=account_id) as running:
        server.stand_in.register_functions(running, account_id=account_id, region=REGION)
        yield running


@pytest.fixture
def logs(aws, functions):
    return aws.client("logs")


def messages(answer):
    return [event["message"] for event in answer["events"]]


def test_events_are_filtered_by_words(functions, logs):
    for event in (b'"first"', b'"second"', b'"fail"'):
        functions.invoke("talks", event)
    assert messages(logs.filter_log_events(logGroupName=GROUP, filterPattern='"got second"')) == [
        "got second\n"
    ]
    assert messages(logs.filter_log_events(logGroupName=GROUP, filterPattern="got -first -fail")) == [
        "got second\n"
    ]
    assert messages(logs.filter_log_events(logGroupName=GROUP, filterPattern='?"got first" ?importing')) == [
        "importing\n",
        "got first\n",
    ]
    (failure,) = messages(logs.filter_log_events(logGroupName=GROUP, filterPattern="ERROR"))
    assert failure.startswith("[ERROR] ValueError: in vain\nTraceback (most recent call last):\n")


def test_events_have_the_time_of_their_invocation(functions, logs):
    functions.invoke("talks", b'"before"')
    between = round(time.time() * 1000) + 1
    wait_until(lambda: time.time() * 1000 >= between + 1)
    functions.invoke("talks", b'"after"')
    later = messages(logs.filter_log_events(logGroupName=GROUP, startTime=between))
    assert "got after\n" in later
    assert "got before\n" not in later
    earlier = messages(logs.filter_log_events(logGroupName=GROUP, endTime=between))
    assert earlier[:2] == ["INIT_START Runtime Version: python:3.11\n", "importing\n"]
    assert "got after\n" not in earlier


def test_only_a_filter_returns_events_at_the_end(functions, logs):
    """Source: Amazon CloudWatch Logs API reference, "endTime" of FilterLogEvents and of GetLogEvents."""
    functions.invoke("talks", b'"one"')
    last = logs.filter_log_events(logGroupName=GROUP)["events"][-1]
    stream, end = {"logGroupName": GROUP, "logStreamName": last["logStreamName"]}, last["timestamp"]
    assert last in logs.filter_log_events(logGroupName=GROUP, endTime=end)["events"]
    assert last["message"] not in messages(logs.get_log_events(**stream, endTime=end))
    assert last["message"] in messages(logs.get_log_events(**stream, endTime=end + 1))


def test_only_a_filter_returns_events_at_the_end_of_other_groups(aws):
    logs, end = aws.client("logs"), round(time.time() * 1000)
    stream = {"logGroupName": "group", "logStreamName": "stream"}
    logs.create_log_group(logGroupName="group")
    logs.create_log_stream(**stream)
    events = [{"timestamp": moment, "message": name} for moment, name in ((end - 1, "before"), (end, "at"))]
    logs.put_log_events(**stream, logEvents=events)
    assert messages(logs.filter_log_events(logGroupName="group", endTime=end)) == ["before", "at"]
    assert messages(logs.get_log_events(**stream, endTime=end)) == ["before"]
    assert messages(logs.get_log_events(**stream, endTime=end + 1)) == ["before", "at"]


def test_streams_are_in_the_order_of_their_names_or_last_events(functions, logs):
    functions.invoke("talks", b'"one"')
    functions.restart("talks")
    wait_until(lambda: time.time() * 1000 >= moment_of_last_event(logs) + 2)
    functions.invoke("talks", b'"two"')
    streams = logs.describe_log_streams(logGroupName=GROUP)["logStreams"]
    names = [one["logStreamName"] for one in streams]
    older, newer = sorted(streams, key=itemgetter("lastEventTimestamp"))

    def described(**order):
        return logs.describe_log_streams(logGroupName=GROUP, **order)["logStreams"]

    assert names == sorted(names)
    assert [one["logStreamName"] for one in described(descending=True)] == names[::-1]
    assert described(orderBy="LastEventTime") == [older, newer]
    assert described(orderBy="LastEventTime", descending=True) == [newer, older]
    with pytest.raises(botocore.exceptions.ClientError, match="Cannot order by LastEventTime"):
        described(orderBy="LastEventTime", logStreamNamePrefix="2")


def moment_of_last_event(logs):
    return max(event["timestamp"] for event in logs.filter_log_events(logGroupName=GROUP)["events"])


def test_events_come_in_pages(functions, logs):
    functions.invoke("talks", b'"one"')
    everything = messages(logs.filter_log_events(logGroupName=GROUP))
    pages = logs.get_paginator("filter_log_events").paginate(
        logGroupName=GROUP, PaginationConfig={"PageSize": 2}
    )
    parts = [messages(part) for part in pages]
    assert len(parts[0]) == 2
    assert [message for part in parts for message in part] == everything


@pytest.fixture
def stream(functions, logs):
    """Return what names a stream that has some events."""
    functions.invoke("talks", b'"one"')
    functions.invoke("talks", b'"two"')
    (described,) = logs.describe_log_streams(logGroupName=GROUP)["logStreams"]
    return {"logGroupName": GROUP, "logStreamName": described["logStreamName"]}


def test_a_stream_is_read_from_its_newest_events_on(logs, stream):
    """Source: Amazon CloudWatch Logs API reference, "GetLogEvents": "startFromHead" is false by default."""
    everything = messages(logs.get_log_events(**stream))
    assert [one for one in everything if one.startswith("got")] == ["got one\n", "got two\n"]
    answer, pages = logs.get_log_events(**stream, limit=3), []
    while answer["events"]:
        pages.insert(0, messages(answer))
        answer = logs.get_log_events(**stream, limit=3, nextToken=answer["nextBackwardToken"])
    assert pages[-1] == everything[-3:]
    assert [message for page in pages for message in page] == everything
    again = logs.get_log_events(**stream, limit=3, nextToken=answer["nextBackwardToken"])
    assert (again["events"], again["nextBackwardToken"]) == ([], answer["nextBackwardToken"])


def test_a_stream_is_read_from_its_head_on(functions, logs, stream):
    everything = messages(logs.get_log_events(**stream))
    answer, pages = logs.get_log_events(**stream, limit=3, startFromHead=True), []
    while answer["events"]:
        pages.append(messages(answer))
        answer = logs.get_log_events(
            **stream, limit=3, startFromHead=True, nextToken=answer["nextForwardToken"]
        )
    assert pages[0] == everything[:3]
    assert [message for page in pages for message in page] == everything
    functions.invoke("talks", b'"three"')
    later = logs.get_log_events(**stream, startFromHead=True, nextToken=answer["nextForwardToken"])
    assert "got three\n" in messages(later)
    assert not set(messages(later)) & {"got one\n", "got two\n"}


def test_a_page_can_be_read_in_both_directions(logs, stream):
    newest = logs.get_log_events(**stream, limit=3)
    older = logs.get_log_events(**stream, limit=3, nextToken=newest["nextBackwardToken"])
    back = logs.get_log_events(**stream, limit=3, startFromHead=True, nextToken=older["nextForwardToken"])
    assert back["events"] == newest["events"]


@pytest.mark.parametrize("token", ["x/1", "b/", "f/-1", "1"])
def test_a_token_that_was_never_given_is_refused(logs, stream, token):
    assert logs.get_log_events(**stream, nextToken="f/1")["events"]
    with pytest.raises(botocore.exceptions.ClientError, match="The specified nextToken is invalid"):
        logs.get_log_events(**stream, nextToken=token)


def test_streams_of_a_group_are_described_by_its_name_or_arn(functions, logs, account_id):
    functions.invoke("talks", b'"one"')
    arn = f"arn:aws:logs:{REGION}:{account_id}:log-group:{GROUP}"
    (stream,) = logs.describe_log_streams(logGroupName=GROUP)["logStreams"]
    assert stream["arn"] == f"{arn}:log-stream:{stream['logStreamName']}"
    for identifier in (GROUP, arn):
        assert logs.describe_log_streams(logGroupIdentifier=identifier)["logStreams"] == [stream]


def test_a_line_is_an_event_when_it_ends(aws, server, account_id, tmp_path):
    """A function whose standard output is read meanwhile: `print` writes its arguments one by one."""
    code = tmp_path / "code"
    code.mkdir()
    (code / "app.py").write_text(TWO_PARTS)
    halfway, end = (tmp_path / name for name in ("halfway", "end"))
    logs = aws.client("logs")
    definition = FunctionDefinition("halves", "python3.11", "app.handler", code)
    event = json.dumps({"halfway": str(halfway), "end": str(end)}).encode()
    with (
        LambdaFunctions([definition], region=REGION, account_id=account_id) as running,
        ThreadPoolExecutor(1) as pool,
    ):
        server.stand_in.register_functions(running, account_id=account_id, region=REGION)
        invocation = pool.submit(running.invoke, "halves", event)
        wait_until(halfway.exists, 30)
        before = messages(logs.filter_log_events(logGroupName="/aws/lambda/halves"))
        end.touch()
        invocation.result()
        after = messages(logs.filter_log_events(logGroupName="/aws/lambda/halves"))
    assert "first\n" in before
    assert [message for message in before if "second" in message] == []
    assert after[-4:-2] == ["second and third\n", "without an end\n"]
    assert after[-2].startswith("END RequestId: ")


def test_unknown_streams_and_unsupported_patterns_are_refused(functions, logs):
    with pytest.raises(botocore.exceptions.ClientError, match="ResourceNotFoundException"):
        logs.get_log_events(logGroupName=GROUP, logStreamName="none")
    functions.invoke("talks", b'"one"')
    with pytest.raises(botocore.exceptions.ClientError, match="does not imitate the filter pattern"):
        logs.filter_log_events(logGroupName=GROUP, filterPattern="%got \\d%")


def test_functions_may_share_a_group(aws, server, account_id, tmp_path):
    (tmp_path / "app.py").write_text(CODE)
    definitions = [
        FunctionDefinition(name, "python3.11", "app.handler", tmp_path, chosen_log_group="shared")
        for name in ("first", "second")
    ]
    logs = aws.client("logs")
    with LambdaFunctions(definitions, region=REGION, account_id=account_id) as running:
        server.stand_in.register_functions(running, account_id=account_id, region=REGION)
        for name in ("first", "second"):
            running.invoke(name, json.dumps(f"by {name}").encode())
        events = logs.filter_log_events(logGroupName="shared", filterPattern="got")["events"]
        group = aws.client("lambda").get_function_configuration(FunctionName="first")["LoggingConfig"][
            "LogGroup"
        ]
    assert [event["message"] for event in events] == ["got by first\n", "got by second\n"]
    assert [event["logStreamName"][11:].partition("[")[0] for event in events] == ["first", "second"]
    assert group == "shared"


def test_other_groups_are_kept_as_before(logs):
    logs.create_log_group(logGroupName="/of/others")
    logs.create_log_stream(logGroupName="/of/others", logStreamName="one")
    logs.put_log_events(
        logGroupName="/of/others",
        logStreamName="one",
        logEvents=[{"timestamp": round(time.time() * 1000), "message": "kept"}],
    )
    assert messages(logs.filter_log_events(logGroupName="/of/others")) == ["kept"]

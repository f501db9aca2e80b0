"""What functions log, with the lines that the platform adds."""

import json
import re

TALK = """
import logging, time
print("importing")
logging.getLogger().setLevel("INFO")
def handler(event, context):
    print("printed", event)
    logging.info("logged %s", event)
"""
REPORT = re.compile(
    r"REPORT RequestId: (?P<id>\S+)\tDuration: (?P<duration>[\d.]+) ms\tBilled Duration: (?P<billed>\d+) ms\t"
    r"Memory Size: 256 MB\tMax Memory Used: (?P<used>\d+) MB(\tInit Duration: (?P<init>[\d.]+) ms)?(\tStatus: (?P<status>\w+))?"
)


def test_the_log_of_an_invocation_is_as_on_aws(function):
    tried = function(TALK, memory_megabytes=256)
    result = tried.invoke(1)
    init, importing, start, printed, logged, end, report = result.log.splitlines()
    assert init == "INIT_START Runtime Version: python:3.11"
    assert importing == "importing"
    assert start == f"START RequestId: {result.request_id} Version: $LATEST"
    assert printed == "printed 1"
    assert re.fullmatch(rf"\[INFO\]\t\S+Z\t{result.request_id}\tlogged 1", logged)
    assert end == f"END RequestId: {result.request_id}"
    figures = REPORT.fullmatch(report)
    assert figures is not None
    assert (figures["id"], figures["status"]) == (result.request_id, None)
    assert float(figures["init"]) > 0
    assert int(figures["billed"]) - 1 < float(figures["duration"]) <= int(figures["billed"])
    assert 10 < int(figures["used"]) < 200


def test_the_log_of_a_function_is_that_of_its_invocations(function):
    tried = function(TALK, memory_megabytes=256)
    cold, warm = (tried.invoke(number) for number in (1, 2))
    assert warm.log.startswith(f"START RequestId: {warm.request_id} ")
    assert "Init Duration" not in warm.log
    assert tried.functions.log("tried") == cold.log + warm.log


def test_the_lines_of_one_message_are_lines(function):
    failed = function("def handler(event, context): raise ValueError('no')").invoke()
    assert "[ERROR] ValueError: no\nTraceback (most recent call last):\n" in failed.log


def test_messages_are_json_where_the_function_is_set_up_so(function):
    variables = {"AWS_LAMBDA_LOG_FORMAT": "JSON", "AWS_LAMBDA_LOG_LEVEL": "INFO"}
    result = function(TALK, environment=variables).invoke(1)
    (message,) = [json.loads(line) for line in result.log.splitlines() if line.startswith("{")]
    assert (message["level"], message["message"], message["requestId"]) == (
        "INFO",
        "logged 1",
        result.request_id,
    )

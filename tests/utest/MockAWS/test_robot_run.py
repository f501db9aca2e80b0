"""The library as Robot Framework uses it: its listener undoes at the end of each test what the test did."""

import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest
import robot
from robot.api import ExecutionResult

SUITE = """
*** Settings ***
Library           MockAWS
Suite Setup       Start And Script


*** Keywords ***
Start And Script
    ${url} =    Start AWS
    Set Suite Metadata    url    ${url}
    ${aws} =    Create Manuel Resources
    VAR    ${QUEUE}    ${aws.error_queue_url}    scope=SUITE
    Script Bedrock Answer    From the suite.

Answer Should Be
    [Arguments]    ${expected}
    ${client} =    Evaluate    backend.client()    modules=backend
    ${answer} =    Evaluate    backend.ask($client)    modules=backend
    Should Be Equal    ${answer}    ${expected}

*** Test Cases ***
First Test Scripts And Sends
    Answer Should Be    From the suite.
    Script Bedrock Answer    From the test.
    Answer Should Be    From the test.
    Evaluate    backend.send($QUEUE)    modules=backend
    Queue Should Hold    ${QUEUE}    1
    AWS Calls Should Be    sqs.SendMessage    calls=1
    AWS Calls Should Be    bedrock-runtime    calls=2

Second Test Finds Neither
    Answer Should Be    From the suite.
    Queue Should Be Empty    ${QUEUE}
    AWS Should Not Be Called    sqs.SendMessage

Failure Says What Was There
    Evaluate    backend.send($QUEUE)    modules=backend
    Queue Should Hold    ${QUEUE}    1    timeout=0 s    kind=other
"""

AGENT_SUITE = """
*** Settings ***
Library           MockAWS
Library           backend
Suite Setup       Start AWS


*** Test Cases ***
Model Calls A Tool Until It Has The Result
    Script Bedrock Tool Call    weather    {"city": "Bonn", "days": 2}    prompt=bonn
    ${events} =    Converse With Tool    How is the weather in Bonn?
    Should Be Equal    ${events}[stop]    tool_use
    Should Be Equal    ${events}[calls]    ${{[{"city": "Bonn", "days": 2}]}}
    ${events} =    Converse With Tool    How is the weather in Bonn?    result=It rains in Bonn.
    Should Be Equal    ${events}[stop]    end_turn
    Should Be Equal    ${events}[text]    It rains in Bonn.
    ${events} =    Converse With Tool    How is the weather in Rome?
    Should Be Equal    ${events}[calls]    ${{[]}}

Model Refuses
    Script Bedrock Refusal    prompt=warranty
    ${events} =    Converse With Tool    What about my warranty?
    Should Be Equal    ${events}[stop]    content_filtered
    Should Be Equal    ${events}[text]    I can't help with that.

Model Stops For A Reason
    Script Bedrock Answer    Press P for    stop_reason=max_tokens
    ${events} =    Converse With Tool    How do I descale it?
    Should Be Equal    ${events}[stop]    max_tokens

Model Is Slow
    Script Bedrock Answer    Press P for five seconds, then let it cool for an hour.    delay_per_token=20 ms
    ${events} =    Converse With Tool    How do I descale it?
    Should Be True    ${events}[seconds] >= 14 * 0.02
"""

AGENT_BACKEND = """
import json
import time
import boto3
from robot.libraries.BuiltIn import BuiltIn

TOOL = {"toolSpec": {"name": "weather", "inputSchema": {"json": {"type": "object"}}}}

def converse_with_tool(question, result=None):
    endpoint = BuiltIn().get_library_instance("MockAWS").get_aws_endpoint()
    bedrock = boto3.client("bedrock-runtime", endpoint_url=endpoint, region_name="eu-west-1",
                           aws_access_key_id="000000000001", aws_secret_access_key="any")
    messages = [{"role": "user", "content": [{"text": question}]}]
    if result:
        call = {"toolUseId": "t", "name": "weather", "input": {}}
        messages.append({"role": "assistant", "content": [{"toolUse": call}]})
        content = [{"toolResult": {"toolUseId": "t", "content": [{"text": result}]}}]
        messages.append({"role": "user", "content": content})
    began = time.monotonic()
    stream = bedrock.converse_stream(modelId="anthropic.claude-x", messages=messages, toolConfig={"tools": [TOOL]})
    seen = {"text": ""}
    calls = {}
    for event in stream["stream"]:
        if "contentBlockDelta" in event:
            delta, index = event["contentBlockDelta"]["delta"], event["contentBlockDelta"]["contentBlockIndex"]
            seen["text"] += delta.get("text", "")
            if "toolUse" in delta:
                calls[index] = calls.get(index, "") + delta["toolUse"]["input"]
        if "messageStop" in event:
            seen["stop"] = event["messageStop"]["stopReason"]
    bedrock.close()
    return {**seen, "calls": [json.loads(call) for call in calls.values()], "seconds": time.monotonic() - began}
"""

BACKEND = """
import json
import boto3
from robot.libraries.BuiltIn import BuiltIn

def options():
    library = BuiltIn().get_library_instance("MockAWS")
    return dict(endpoint_url=library.get_aws_endpoint(), region_name="eu-west-1",
                aws_access_key_id="000000000001", aws_secret_access_key="any")

def client():
    return boto3.client("bedrock-runtime", **options())

def ask(bedrock):
    answer = bedrock.converse(modelId="anthropic.claude-x", messages=[{"role": "user", "content": [{"text": "hi"}]}])
    bedrock.close()
    return answer["output"]["message"]["content"][0]["text"]

def send(queue):
    sqs = boto3.client("sqs", **options())
    sqs.send_message(QueueUrl=queue, MessageBody=json.dumps({"kind": "greeting"}))
    sqs.close()
"""


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_what_a_test_began_ends_with_it_and_the_stand_in_with_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "suite.robot").write_text(SUITE)
    (tmp_path / "backend.py").write_text(BACKEND)
    monkeypatch.syspath_prepend(tmp_path)
    output = tmp_path / "output.xml"
    failed = robot.run(
        str(tmp_path / "suite.robot"), outputdir=str(tmp_path), log="NONE", report="NONE", console="none"
    )
    suite = ExecutionResult(str(output)).suite
    assert {test.name: test.message for test in suite.tests if not test.passed} == {
        "Failure Says What Was There": (
            f"Expected queue {queue_of(suite.metadata['url'])} to hold 1 message with kind=other, got 0.\n"
            'Messages since the test began:\n  {"kind": "greeting"}'
        )
    }
    assert failed == 1
    with pytest.raises(urllib.error.URLError):
        urllib.request.urlopen(f"{suite.metadata['url']}/_mockaws/health", timeout=1)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_the_model_calls_tools_refuses_stops_and_is_slow_as_scripted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "suite.robot").write_text(AGENT_SUITE)
    (tmp_path / "backend.py").write_text(AGENT_BACKEND)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "backend", raising=False)
    output = tmp_path / "output.xml"
    robot.run(
        str(tmp_path / "suite.robot"), outputdir=str(tmp_path), log="NONE", report="NONE", console="none"
    )
    tests = ExecutionResult(str(output)).suite.tests
    assert [(test.name, test.message) for test in tests if not test.passed] == []
    assert len(tests) == 4


def queue_of(url: str) -> str:
    return f"{url}/000000000001/manuel-errors-local"


LATE_SUITE = """
*** Test Cases ***
Imports And Scripts
    Import Library    MockAWS
    Start AWS
    Create Manuel Resources
    Script Bedrock Answer    From the test.

Uses What Was Imported
    Script Bedrock Answer    From the next test.
    AWS Should Not Be Called    bedrock-runtime
"""


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_library_that_is_imported_within_a_test_ends_with_the_run(tmp_path: Path) -> None:
    (tmp_path / "suite.robot").write_text(LATE_SUITE)
    output = tmp_path / "output.xml"
    status = robot.run(
        str(tmp_path / "suite.robot"), outputdir=str(tmp_path), log="NONE", report="NONE", console="none"
    )
    result = ExecutionResult(str(output))
    assert [(test.name, test.message) for test in result.suite.tests if not test.passed] == []
    assert [error.message for error in result.errors] == []
    assert (status, len(result.suite.tests)) == (0, 2)

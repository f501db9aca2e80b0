"""Suites that start an application, run by robot."""

import subprocess
import sys
from pathlib import Path

from robot.api import ExecutionResult

CODE = """
import time
def now(event, context):
    return time.time()
def fail(event, context):
    raise ValueError("no such order")
"""
TEMPLATE = """
Resources:
  ClockFunction:
    Type: AWS::Lambda::Function
    Properties:
      Runtime: python3.11
      Handler: app.now
      Code: code
      Role: 'arn:aws:iam::123456789012:role/any'
      SnapStart: {ApplyOn: PublishedVersions}
"""
BESIDE_MANUEL_ENVIRONMENT = """
*** Settings ***
Library        ManuelEnvironment
Library        ServerlessApplication
Suite Setup    Start Application    ${CURDIR}/template.yaml

*** Test Cases ***
Clock Is Set Forward
    ${before} =    Invoke Function    ClockFunction
    Advance Time By    1 day
    ${after} =    Invoke Function    ClockFunction
    Should Be True    ${after} - ${before} > 86000
    Should Be Equal    ${environment}    local

Needs A Log Of One Process
    [Tags]    needs:backend-log
    Fail    This should not have run.
"""
FAILING = """
*** Settings ***
Library        RequestsLibrary
Library        ServerlessApplication
Suite Setup    Start Application    ${CURDIR}/template.yaml

*** Test Cases ***
Answers
    GET On Session    application    /    expected_status=200
"""
WITH_A_URL = """
  Url:
    Type: AWS::Lambda::Url
    Properties: {AuthType: NONE, TargetFunctionArn: !GetAtt ClockFunction.Arn}
"""
WRONG = """
*** Settings ***
Library        FailureSimulator
Library        MockAWS
Library        ServerlessApplication
Suite Setup    Start Application    ${CURDIR}/template.yaml

*** Test Cases ***
One
    No Operation

Two
    No Operation
"""


def run(folder: Path, suite: str, template: str, *options: str) -> "subprocess.CompletedProcess[str]":
    (folder / "code").mkdir()
    (folder / "code" / "app.py").write_text(CODE)
    (folder / "template.yaml").write_text(template)
    (folder / "suite.robot").write_text(suite)
    command = [sys.executable, "-m", "robot", "--outputdir", folder / "out", *options, folder / "suite.robot"]
    return subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)


def test_an_application_starts_beside_manuel_environment(tmp_path: Path) -> None:
    done = run(tmp_path, BESIDE_MANUEL_ENVIRONMENT, TEMPLATE)
    tests = {
        test.name: test for test in ExecutionResult(str(tmp_path / "out" / "output.xml")).suite.all_tests
    }
    assert tests["Clock Is Set Forward"].passed, tests["Clock Is Set Forward"].message
    assert tests["Needs A Log Of One Process"].message == "environment local does not offer backend-log"
    assert done.returncode == 0
    assert done.stderr.count("ClockFunction: SnapStart is not imitated; functions start as without it") == 1


def test_a_wrong_template_ends_the_run_with_one_line(tmp_path: Path) -> None:
    done = run(
        tmp_path, WRONG, "Resources: {Orders: {Type: 'AWS::SQS::Queue', Properties: {DelaySecond: 1}}}"
    )
    assert done.returncode == 252
    assert done.stderr.startswith(f"[ ERROR ] {tmp_path}/template.yaml: ")
    assert done.stderr.count("\n") == 1
    assert "One" not in done.stdout


def test_a_request_that_a_function_has_failed_comes_with_its_error(tmp_path: Path) -> None:
    run(tmp_path, FAILING, TEMPLATE.replace("app.now", "app.fail") + WITH_A_URL.lstrip("\n"))
    (test,) = ExecutionResult(str(tmp_path / "out" / "output.xml")).suite.all_tests
    assert "Expected status: 502 != 200" in test.message
    assert test.message.endswith(
        "The last error in a function's log: ClockFunction: [ERROR] ValueError: no such order"
    )

"""A library that is imported within a test, and not by its suite."""

from pathlib import Path
from typing import Any

import pytest
import robot
from robot.api import ExecutionResult

CALLS = Path(__file__).parent / "keywords" / "QueueCalls.py"


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_library_that_is_imported_within_a_test_ends_its_failures_and_proxies(
    aws: Any, tmp_path: Path
) -> None:
    suite, output = tmp_path / "suite.robot", tmp_path / "output.xml"
    suite.write_text(
        f"""
*** Test Cases ***
Imports And Uses
    Import Library    FailureSimulator    {aws.url}
    ${{url}} =    Start Fault Proxy    {aws.url}    alias=queues    serves=aws
    Import Library    {CALLS}    ${{url}}    1
    Activate Fault    latency    delay=1ms    proxy=queues
    List Queues

Uses What Was Imported
    Run Keyword And Expect Error    There is no proxy 'queues'*    Activate Fault    reset    proxy=queues
    Start Fault Proxy    {aws.url}    alias=queues    serves=aws
"""
    )
    status = robot.run(str(suite), outputdir=str(tmp_path), log="NONE", report="NONE", console="none")
    result = ExecutionResult(str(output))
    assert [(test.name, test.message) for test in result.suite.tests if not test.passed] == []
    assert [error.message for error in result.errors] == []
    assert (status, len(result.suite.tests)) == (0, 2)

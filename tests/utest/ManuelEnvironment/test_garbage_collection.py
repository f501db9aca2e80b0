"""Python looks for garbage rarely while suites run."""

from pathlib import Path

from ManuelEnvironment.garbage_collection import ALLOCATIONS_BETWEEN_COLLECTIONS
from support.robot_run import robot

SUITE = f"""
*** Settings ***
Library    ManuelEnvironment


*** Test Cases ***
What Has Been Parsed Is Not Looked At
    ${{frozen}} =    Evaluate    gc.get_freeze_count()    modules=gc
    Should Be True    ${{frozen}} > 10_000
    ${{threshold}} =    Evaluate    gc.get_threshold()[0]    modules=gc
    Should Be Equal    ${{threshold}}    ${{{ALLOCATIONS_BETWEEN_COLLECTIONS}}}
"""


def test_what_lives_until_the_end_of_the_run_is_no_garbage(tmp_path: Path) -> None:
    suite = tmp_path / "suite.robot"
    suite.write_text(SUITE)
    run = robot(tmp_path, suite)
    assert [test.message for test in run.tests.values()] == [""]

"""What a process knows of the run that it is part of."""

import io
from pathlib import Path

import pytest
import robot

from ManuelEnvironment import robot_run

SUITE = """
*** Variables ***
${GIVEN NAME}    a value

*** Test Cases ***
Variables Are Asked For
    ${given} =    Evaluate    ManuelEnvironment.robot_run.variable("given_name")    modules=ManuelEnvironment.robot_run
    ${missing} =    Evaluate    ManuelEnvironment.robot_run.variable("give_name")    modules=ManuelEnvironment.robot_run
    Should Be Equal    ${given}    a value
    Should Be Equal    ${missing}    ${None}
"""


def test_outside_a_run_pabot_has_started_nothing() -> None:
    assert not robot_run.is_under_pabot()


def test_nobody_looks_for_names_like_that_of_a_missing_variable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Robot Framework does for its message, each time; most settings are no variables when a run begins."""
    searched: list[object] = []
    monkeypatch.setattr("robot.utils.RecommendationFinder.find", lambda *names: searched.append(names) or [])
    (tmp_path / "suite.robot").write_text(SUITE)
    printed = io.StringIO()
    assert robot.run(tmp_path / "suite.robot", output=None, log=None, report=None, stdout=printed) == 0, (
        printed.getvalue()
    )
    assert searched == []

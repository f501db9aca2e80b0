"""What a process knows of the run that it is part of."""

import pytest
from robot.libraries.BuiltIn import BuiltIn

from ManuelEnvironment import robot_run


def test_outside_a_run_pabot_has_started_nothing() -> None:
    assert not robot_run.is_under_pabot()


def test_a_missing_variable_is_looked_up_once_in_a_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Robot Framework searches for similar names each time."""
    asked: list[str] = []
    monkeypatch.setattr(BuiltIn, "robot_running", True)
    monkeypatch.setattr(robot_run, "variable", asked.append)
    robot_run._has_variable_of_pabot.cache_clear()
    assert [robot_run.is_under_pabot() for _ in range(3)] == [False] * 3
    robot_run._has_variable_of_pabot.cache_clear()
    assert asked == ["PABOTQUEUEINDEX"]

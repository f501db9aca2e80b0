from pathlib import Path

import pytest

from manuel_runner.running.ending import Ending, ending_of_process
from ManuelEnvironment.robot_command import ENDING


@pytest.fixture
def pabot_results(tmp_path: Path) -> Path:
    for robot in ("0", "1", "2"):
        (tmp_path / robot).mkdir()
    return tmp_path


@pytest.mark.parametrize("status", [0, 1, 137, 241, 247, 250, 253, 254])
def test_any_other_status_is_what_robot_and_pabot_say(status: int, pabot_results: Path) -> None:
    assert ending_of_process(status, pabot_results) == Ending(status)
    assert ending_of_process(status, None) == Ending(status)


@pytest.mark.parametrize(("status", "name"), [(-9, "SIGKILL"), (-15, "SIGTERM")])
def test_a_process_that_was_killed_says_nothing_about_failed_tests(status: int, name: str) -> None:
    assert ending_of_process(status, None) == Ending(
        255, f"{name} ended the tests' process: the results are incomplete"
    )


def test_input_is_invalid_if_pabot_has_started_no_robot(tmp_path: Path) -> None:
    assert ending_of_process(252, tmp_path / "none") == Ending(252)
    assert ending_of_process(252, None) == Ending(252)


def test_a_robot_tells_why_it_has_ended(pabot_results: Path) -> None:
    (pabot_results / "0" / ENDING).write_text("252 a tag is misspelt")
    (pabot_results / "1" / ENDING).write_text("254 nothing is listening")
    assert ending_of_process(252, pabot_results) == Ending(254, "nothing is listening")


def test_a_robot_that_ended_without_a_word_was_killed(pabot_results: Path) -> None:
    ending = ending_of_process(252, pabot_results)
    assert ending.status == 255
    assert ending.problem.startswith("a robot process ended without results, which are incomplete: ")

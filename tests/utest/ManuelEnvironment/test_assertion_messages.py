"""The assertions of Robot Framework: each that the suites use says what it expected of what, and what it got."""

import re
from pathlib import Path

import pytest
from robot.running import testlibraries

from ManuelEnvironment.assertion_messages import EXPECTATIONS, OWNERS
from ManuelEnvironment.configuration import REPOSITORY
from support.robot_run import RobotRun, robot

MESSAGES = {
    "Equal": "Expected ANSWER.question to be 'How do I descale it?'.\nGot 'How do I dance?'",
    "Equal Of Another Type": "Expected NUMBERS[0] to be '1'.\nGot 1",
    "Equal With A Note": "Expected ANSWER.question to be 'How?'.\nGot 'How do I dance?'\nquestions are repeated",
    "Equal Without Values": "Expected ANSWER.question to be as expected.\nGot something else\nthe file differs",
    "True": "Expected ${{ len($NUMBERS) == 3 }} to be true.\nGot False",
    "Empty": "Expected NUMBERS to be empty.\nGot [1, 2]",
    "Length": "Expected NUMBERS to have the length 3.\nGot the length 2: [1, 2]",
    "Contains": "Expected ANSWER.question to contain 'descale'.\nGot 'How do I dance?'",
    "Contains Any": "Expected ANSWER.question to contain one of ['descale', 'clean'].\nGot 'How do I dance?'",
    "Contains Times": "Expected NUMBERS to contain 1 exactly 2 times.\nGot [1, 2]",
    "Lists": "Expected NUMBERS to be [2, 1].\nGot [1, 2]",
    "Bounds": "NUMBERS[0]: Expected a number of at least 5.\nGot 1.",
    "Inside A Waiting Keyword": "Keyword 'Should Be Empty' failed after retrying 2 times. The last error was: "
    "Expected NUMBERS to be empty.\nGot [1, 2]",
    "Unknown Variable": "Variable '${ABSENT}' not found.",
    "Unknown Attribute": "Expected ANSWER.sources to exist.\nGot a value without it: "
    "Resolving variable '${ANSWER.sources}' failed: AttributeError: sources",
    "Unknown Key": "Expected ANSWER[sources] to exist.\nGot a value without it: Dictionary '${ANSWER}' has no key 'sources'.",
    "Unknown Item": "Expected NUMBERS[2] to exist.\nGot a value without it: List '${NUMBERS}' has no item in index 2.",
    "Ours": "Expected this.\nGot that",
}


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> RobotRun:
    return robot(tmp_path_factory.mktemp("assertions"), Path(__file__).with_name("assertions.robot"))


def test_each_message_says_what_was_expected_of_what_and_what_it_got(run: RobotRun) -> None:
    assert {name: test.message for name, test in run.tests.items()} == MESSAGES


def test_an_argument_of_another_type_is_not_said_of_the_value(tmp_path: Path) -> None:
    run = robot(tmp_path, Path(__file__).with_name("bounds.robot"))
    assert run.tests["Bounds Of Another Type"].message.startswith(
        "ValueError: Argument 'at_least' got value '5s'"
    )


def assertions_of_robot_framework() -> set[str]:
    libraries = [testlibraries.TestLibrary.from_name(name) for name in OWNERS]
    return {keyword.name for library in libraries for keyword in library.keywords if "Should" in keyword.name}


def test_each_assertion_that_suites_use_has_an_expectation() -> None:
    files = [
        *(REPOSITORY / "suites").rglob("*.robot"),
        *(REPOSITORY / "resources").rglob("*.resource"),
    ]
    called = {
        cell.strip()
        for file in files
        for line in file.read_text().splitlines()
        for cell in re.split(r" {2,}", line)
    }
    used = called & assertions_of_robot_framework()
    assert len(used) > 15
    assert used - EXPECTATIONS.keys() == set()


def test_each_expectation_is_of_an_assertion() -> None:
    assert EXPECTATIONS.keys() - assertions_of_robot_framework() == set()

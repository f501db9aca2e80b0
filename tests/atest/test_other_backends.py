"""The suites against a backend that they did not start, with other names, other words and other ways."""

from pathlib import Path

from robot.api import ExecutionResult

from conftest import SUITES, run
from other_backends.other_words_for_states import WORDS
from support.other_backend import other_backend

CHANGES = Path(__file__).parents[1] / "other_backends"
NAMES_AND_WORDS = [
    *("api/ingestion.robot", "api/manuals.robot", "error_handling/dead_letters.robot"),
    "error_handling/notifications.robot",
]


def outcomes(folder: Path, *arguments: str | Path) -> dict[str, tuple[str, str]]:
    """Run suites and return status and message of each test."""
    run("robot", "--outputdir", folder, *arguments, cwd=folder)
    tests = ExecutionResult(folder / "output.xml").suite.all_tests
    return {test.name: (test.status, test.message) for test in tests}


def test_names_and_words_of_another_team_are_settings(tmp_path: Path) -> None:
    suites = [SUITES / suite for suite in NAMES_AND_WORDS]
    with other_backend(tmp_path, CHANGES / "other_words_for_states.py", states=WORDS) as settings:
        tests = outcomes(tmp_path, "--variablefile", settings, *suites)
    assert {name: message for name, (status, message) in tests.items() if status == "FAIL"} == {}
    skipped = [message for status, message in tests.values() if status == "SKIP"]
    assert set(skipped) <= {
        "environment acme does not offer time-control",
        "environment acme has no manual_site_url",
    }
    assert len(tests) - len(skipped) >= 30


def test_without_a_route_to_upload_questions_are_tested_and_the_rest_is_blocked(tmp_path: Path) -> None:
    suites = [SUITES / "api" / "query.robot", SUITES / "security" / "ownership.robot"]
    chosen = ["--test", "Question Is Answered *", "--test", "Another User's Manual*"]
    with other_backend(tmp_path, CHANGES / "manuals_from_the_bucket.py", manuals_via="bucket") as settings:
        tests = outcomes(tmp_path, *chosen, "--variablefile", settings, *suites)
    assert tests.pop("Question Is Answered From The User's Manual") == ("PASS", "")
    assert tests.pop("Another User's Manual Is Never Cited") == ("PASS", "")
    status, message = tests["Another User's Manual Can't Be Deleted"]
    assert (status, message.partition(": ")[0]) == ("SKIP", "blocked by manuals_via bucket")


def test_manuals_can_be_downloaded_instead(tmp_path: Path) -> None:
    question = ["--variable", "manuals_via:download", "--test", "Question Is Answered *"]
    tests = outcomes(tmp_path, *question, SUITES / "api" / "query.robot")
    assert tests == {"Question Is Answered From The User's Manual": ("PASS", "")}

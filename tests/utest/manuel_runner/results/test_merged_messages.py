"""What `rebot --merge` writes into the messages of tests is read back."""

from pathlib import Path

import pytest
from robot import rebot, result, run
from robot.api import ExecutionResult

from manuel_runner.results.merged_messages import FLAKY_METADATA, first_failure_of, message_of

SUITE = r"""
*** Test Cases ***
One
    IF    "${OUTCOME}" == "passes"
        No Operation
    ELSE IF    "${OUTCOME}" == "is skipped"
        Skip    not today
    ELSE
        Fail    Expected <b> & got nothing.\nWhere: http://127.0.0.1/x, ${OUTCOME}
    END
"""


def _message(outcome: str) -> str:
    return f"Expected <b> & got nothing.\nWhere: http://127.0.0.1/x, {outcome}"


def _merged(outcomes: list[str], folder: Path) -> result.TestCase:
    suite = folder / "suite.robot"
    suite.write_text(SUITE, encoding="utf-8")
    quiet = {"log": None, "report": None, "outputdir": folder, "stdout": (folder / "console").open("w")}
    outputs = [folder / f"{number}.xml" for number in range(len(outcomes))]
    for output, outcome in zip(outputs, outcomes, strict=True):
        run(suite, output=output, variable=f"OUTCOME:{outcome}", **quiet)
    rebot(*outputs, merge=True, output=folder / "merged.xml", **quiet)
    quiet["stdout"].close()
    return ExecutionResult(str(folder / "merged.xml")).suite.tests[0]


@pytest.mark.parametrize(
    ("outcomes", "message", "first_failure"),
    [
        (["fails", "passes"], "", _message("fails")),
        (["passes", "passes"], "", None),
        (["fails", "fails again"], _message("fails again"), None),
        (["passes", "fails"], _message("fails"), None),
        (["fails", "is skipped"], _message("fails"), None),
        (["fails", "fails again", "passes"], "", _message("fails again")),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_test_that_was_run_again_has_its_last_message_and_a_flaky_one_its_first_failure(
    outcomes: list[str], message: str, first_failure: str | None, tmp_path: Path
) -> None:
    test = _merged(outcomes, tmp_path)
    assert (message_of(test), first_failure_of(test)) == (message, first_failure)


def test_a_test_that_only_the_second_run_has_keeps_its_message() -> None:
    test = result.TestCase(message="*HTML* Test added from merged output.<hr>a &lt; b", status="FAIL")
    assert message_of(test) == "a < b"


def test_metadata_may_say_that_a_test_is_flaky() -> None:
    test = result.TestCase(metadata={FLAKY_METADATA: "Expected 1."}, status="PASS")
    assert (message_of(test), first_failure_of(test)) == ("", "Expected 1.")

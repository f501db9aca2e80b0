"""A test that fails by known issues alone is skipped instead, and says which they are."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from robot import result, running

from cause_register import KnownCause
from cause_register.outcome import Outcome, outcome_of_cause, outcomes_of_failure
from cause_register.report import CAUSE_METADATA
from ManuelEnvironment.listeners.contract_paths import find_path
from ManuelEnvironment.process_state import running_environment
from strict_json import well_formed_json

if TYPE_CHECKING:
    from ManuelEnvironment.known_issues import KnownIssue


class KnownIssueTests:
    """A listener that compares failures with the known issues of the environment.

    It comes after the causes of the register have become tests.
    """

    def end_test(self, data: running.TestCase, test: result.TestCase) -> None:  # noqa: ARG002 - not all need it
        """Skip a test that fails by known issues; add a line if one of them has expired."""
        environment = running_environment()
        if environment is None or not test.failed:
            return
        from ManuelEnvironment.known_issues import accepted_issues, issues_of

        outcomes, known = outcomes_of_test(test), accepted_issues(environment.settings)
        today = date.today()  # noqa: DTZ011 - the day where the team is
        if issues := issues_of(outcomes, [issue for issue in known if not issue.is_over(today)]):
            skip_as_known(test, issues)
        elif over := issues_of(outcomes, known):
            test.message += f"\nNo longer a known issue: {_described(over)}"


def skip_as_known(test: result.TestCase, issues: "list[KnownIssue]") -> None:
    """Skip a test that has failed, with the issues that accept it in its message and metadata."""
    from ManuelEnvironment.known_issues import KNOWN_METADATA

    test.status = test.SKIP
    test.message = f"known issue: {_described(issues)}\n{test.message}"
    test.metadata[KNOWN_METADATA] = well_formed_json([issue.model_dump(mode="json") for issue in issues])


def outcomes_of_test(test: result.TestCase) -> list[Outcome]:
    """Return what a failed test expected and what it got, several times if it failed several times."""
    if cause := test.metadata.get(CAUSE_METADATA):
        return [outcome_of_cause(KnownCause.from_json(cause))]
    return outcomes_of_failure(test.message, find_path)


def _described(issues: "Iterable[KnownIssue]") -> str:
    return "; ".join(
        dict.fromkeys(f"{issue.reason} ({issue.owner}, until {issue.until})" for issue in issues)
    )

"""Known issues after a run: which no longer hold, and a first file of them."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from cause_register.outcome import Outcome
from manuel_runner.results import Results
from manuel_runner.results.model import CauseOfRun, LinkedTest
from ManuelEnvironment.known_issues import ANYTHING, KnownIssue
from ManuelEnvironment.listeners.quarantined_tests import over
from ManuelEnvironment.quarantine import quarantine_of

UNOWNED = "nobody yet"
FIRST_PERIOD = timedelta(days=90)


def complaints(
    issues: Sequence[KnownIssue], results: Results, *, is_complete: bool, today: date
) -> list[str]:
    """Return a line for each known issue and quarantine that fails the run: it has expired, or a known issue no longer happens.

    Whether it still happens is known only if every test was to run and ran, and none was blocked by a cause that is not a
    known issue: a test that was not evaluated might have met it.

    Args:
        issues: The known issues.
        results: The results of the run.
        is_complete: Whether all suites were run to their end, without a selection.
        today: The day of the run.
    """
    over = [_over(issue) for issue in issues if issue.is_over(today)] + _ended_quarantines(results, today)
    if not is_complete or results.blocked_by_unknown:
        return over
    met = [_outcome(cause) for cause in results.causes]
    gone = [_gone(issue) for issue in issues if not issue.is_over(today) and not any(map(issue.fits, met))]
    return over + gone


def _ended_quarantines(results: Results, today: date) -> list[str]:
    quarantines = (
        (LinkedTest.to(test).name, quarantine_of(test.details["tags"])) for test in results.test_results
    )
    return [over(name, each) for name, each in quarantines if each is not None and each.is_over(today)]


def issues_in(causes: Iterable[CauseOfRun], today: date) -> list[KnownIssue]:
    """Return the causes of a run as known issues; what is one already stays as it is."""
    issues = (
        KnownIssue.model_validate(cause.known_issue) if cause.known_issue else _new_issue(cause, today)
        for cause in causes
    )
    return list(dict.fromkeys(issues))


def _new_issue(cause: CauseOfRun, today: date) -> KnownIssue:
    return KnownIssue(
        operation=cause.operation or ANYTHING,
        expected=cause.expected,
        got=cause.got,
        reason=cause.title,
        owner=UNOWNED,
        until=today + FIRST_PERIOD,
    )


def _outcome(cause: CauseOfRun) -> Outcome:
    return Outcome(cause.operation, cause.expected, cause.got)


def _over(issue: KnownIssue) -> str:
    return f"known issue {issue.reason!r} was accepted until {issue.until}: {issue.owner} has to fix it, or to set another date"


def _gone(issue: KnownIssue) -> str:
    return f"known issue {issue.reason!r} did not happen in this complete run: remove it from the file"

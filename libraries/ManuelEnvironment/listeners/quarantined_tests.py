"""A test in quarantine that fails is skipped, as one that fails by a known issue; one whose quarantine has ended fails."""

from datetime import date
from pathlib import Path

from robot import result, running

from ManuelEnvironment.execution import is_dry_run
from ManuelEnvironment.listeners.known_issue_tests import outcomes_of_test, skip_as_known
from ManuelEnvironment.quarantine import Quarantine, quarantine_of

REASON = "in quarantine"


class QuarantinedTests:
    """A listener that looks at the dates of tests with a tag `quarantine:<date>`.

    It comes after everything else that may fail or skip a test.
    """

    def end_test(self, data: running.TestCase, test: result.TestCase) -> None:
        """Skip a test that fails during its quarantine, and fail any test after it."""
        quarantine = quarantine_of(test.tags)
        if quarantine is None or is_dry_run():
            return
        if quarantine.is_over(date.today()):  # noqa: DTZ011 - the day where the team is
            _fail(data, test, quarantine)
        elif test.failed:
            _skip(data, test, quarantine)


def _fail(data: running.TestCase, test: result.TestCase, quarantine: Quarantine) -> None:
    test.message = "\n".join(filter(None, [over(data.full_name, quarantine), test.message]))
    test.status = test.FAIL


def _skip(data: running.TestCase, test: result.TestCase, quarantine: Quarantine) -> None:
    from ManuelEnvironment.known_issues import ANYTHING, KnownIssue

    owner = Path(data.source).name if data.source else data.parent.full_name
    issues = [
        KnownIssue(
            operation=outcome.operation or ANYTHING,
            expected=outcome.expected or ANYTHING,
            got=outcome.got or ANYTHING,
            reason=REASON,
            owner=owner,
            until=quarantine.until,
        )
        for outcome in outcomes_of_test(test)
    ]
    skip_as_known(test, issues)


def over(name: str, quarantine: Quarantine) -> str:
    """Return the message of a test whose quarantine has ended."""
    return (
        f"The quarantine of {name!r} ended on {quarantine.until}: fix the test and remove the tag {quarantine.tag}, "
        "or set another date"
    )

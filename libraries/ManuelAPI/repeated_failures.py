"""A test that fails with nothing but what other tests of the run are red for is blocked by them."""

from robot import result, running

from cause_register.cause import BLOCKED_BY
from cause_register.failure_message import failures_in
from cause_register.outcome import reasons_of_failure
from cause_register.report import BLOCKED_METADATA, CAUSE_METADATA
from ManuelAPI.contract_check import manuel_contract
from ManuelEnvironment.causes import cause_notes
from ManuelEnvironment.execution import is_dry_run
from ManuelEnvironment.quarantine import quarantine_of

RED_TEST = "Red for it: "
"""How the second line of a blocked test begins; the full name of the test follows that failed with this cause first."""
CUT = "[ Message content over the limit has been removed. ]"
"""What Robot Framework writes in place of the middle of a long message."""


class RepeatedFailures:
    """A listener that leaves the first test red that fails with a cause, and blocks those that fail with the same one later.

    By its priority it comes after known issues and quarantine, so that only a test that stays red can block others.
    """

    ROBOT_LISTENER_API_VERSION = 3
    ROBOT_LISTENER_PRIORITY = -400

    def end_test(self, data: running.TestCase, result: result.TestCase) -> None:
        """Block a failed test whose causes are all red already; otherwise it is red for those that are new."""
        if (
            not result.failed
            or CAUSE_METADATA in result.metadata
            or quarantine_of(result.tags)
            or is_dry_run()
        ):
            return
        reasons = reasons_of(result.message)
        red = [_red_for(reason, data.full_name) for reason in reasons if reason]
        if all(reasons) and data.full_name not in red and not _lacks_failures(result.message):
            result.status = result.SKIP
            result.message = f"{BLOCKED_BY}{reasons[0]}\n{RED_TEST}{red[0]}\n{result.message}"
            result.metadata[BLOCKED_METADATA] = reasons[0]


def reasons_of(message: str) -> list[str]:
    """Return what a test that fails with this message can be red or blocked for; an empty text for what names no request.

    Example:
        >>> reasons_of("Expected status 200.\\nGot 404 Not Found\\nWhere: GET http://localhost:8080/health")
        ['GET /health: expected status 200, got 404 Not Found']
        >>> reasons_of("1 != 4")
        ['']
    """
    return reasons_of_failure(message, manuel_contract().find_path)


def _red_for(reason: str, test: str) -> str:
    return cause_notes().register.claim_failure(reason, test=test)


def _lacks_failures(message: str) -> bool:
    """Return whether Robot Framework has cut a message that is about several failures."""
    return CUT in message and len(failures_in(message)) > 1

"""A test that fails with nothing but what other tests of the run are red for is blocked by them."""

from robot import result, running

from cause_register.cause import BLOCKED_BY
from cause_register.outcome import Outcome, outcomes_of_failure
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
        red = [cause_notes().register.claim_failure(reason, test=data.full_name) for reason in reasons]
        if _says_all(result.message) and data.full_name not in red:
            result.status = result.SKIP
            result.message = f"{BLOCKED_BY}{reasons[0]}\n{RED_TEST}{red[0]}\n{result.message}"
            result.metadata[BLOCKED_METADATA] = reasons[0]


def reasons_of(message: str) -> list[str]:
    """Return what a test that fails with this message can be red or blocked for: its outcomes that are of a request.

    Example:
        >>> reasons_of("Expected status 200.\\nGot 404 Not Found\\nWhere: GET http://localhost:8080/health")
        ['GET /health: expected status 200, got 404 Not Found']
        >>> reasons_of("1 != 4")
        []
    """
    return [outcome.title for outcome in _outcomes(message) if outcome.is_of_request]


def _says_all(message: str) -> bool:
    """Return whether a message is about requests alone, and complete as far as outcomes go."""
    outcomes = _outcomes(message)
    return all(outcome.is_of_request for outcome in outcomes) and (len(outcomes) == 1 or CUT not in message)


def _outcomes(message: str) -> list[Outcome]:
    return outcomes_of_failure(message, manuel_contract().find_path)

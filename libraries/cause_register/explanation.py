"""Whether a cause explains that a test failed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from http.client import INTERNAL_SERVER_ERROR
from itertools import chain

from cause_register.cause import Cause, CauseKind
from cause_register.deviations import is_about_deviation, is_about_user
from cause_register.failed_requests import is_about_unusable
from cause_register.failure_message import is_incomplete, single_findings
from cause_register.forms import WHERE, Unmet
from cause_register.load_failures import statuses_of_errors
from cause_register.rules import ANY_REQUEST, OTHER_USER, STATUS
from cause_register.simultaneous import unexpected_statuses
from cause_register.usage_failures import COUNTING, is_about_counting


@dataclass(frozen=True)
class KnownCauses:
    """The causes that may explain the failures of a test.

    Attributes:
        met: What the test itself has met.
        of_the_run: What any test of the run has met so far.
    """

    met: Sequence[Cause] = ()
    of_the_run: Sequence[Cause] = ()

    def explaining(self, failure: str) -> Cause | None:
        """Return the cause of a failure about one thing; None if there is none."""
        met = (cause for cause in self.met if explains(cause, failure))
        known = (cause for cause in self.of_the_run if explains_everywhere(cause, failure))
        return next(chain(met, known), None)


def explanation(causes: KnownCauses, failures: Iterable[str]) -> Cause | None:
    """Return the cause for which a test failed; if it failed several times, the first one, but only if each has a cause.

    Args:
        causes: What is known.
        failures: The message of each of the test's failures.
    """
    explained = [cause_of(causes, failure) for failure in failures]
    return explained[0] if explained and all(explained) else None


def cause_of(causes: KnownCauses, failure: str) -> Cause | None:
    """Return the cause that explains a failure, or the first one of its findings if each of them has one; None otherwise."""
    refused = next((cause for cause in causes.met if cause.rule == ANY_REQUEST), None)
    if refused or is_incomplete(failure):
        return refused
    explained = [causes.explaining(part) for part in single_findings(failure)]
    return explained[0] if all(explained) else None


def undocumented_server_errors(causes: Iterable[Cause]) -> frozenset[int]:
    """Return the statuses of server errors that the contract does not have, as far as these causes say."""
    statuses = {
        cause.status for cause in causes if cause.kind == CauseKind.DEVIATION and cause.place == STATUS
    }
    return frozenset(status for status in statuses if status is not None and status >= INTERNAL_SERVER_ERROR)


def explains_everywhere(cause: Cause, failure: str) -> bool:
    """Return whether a failure is due to a cause that lies in the backend as a whole, in whatever test it has been met.

    A test can't meet everything itself: that no rule limits a user, that users are known by another id, which errors do not
    show, or that there is no operation for a path whose preflight is asked for. Load reports the statuses it was refused with.
    """
    if cause.rule == ANY_REQUEST:
        status = str(cause.status)
        return status in statuses_of_errors(failure) or unexpected_statuses(failure) == status
    if cause.rule == OTHER_USER:
        return is_about_user(failure)
    if cause.kind != CauseKind.UNUSABLE:
        return False
    if cause.operation == COUNTING:
        return is_about_counting(cause.reason.removeprefix(f"{COUNTING}: "), failure)
    if cause.status is None:
        return _says_the_same(cause, failure)
    return is_about_unusable(cause.operation, cause.status, failure)


def explains(cause: Cause, failure: str) -> bool:
    """Return whether a failure is due to a cause that the test met: it looked for what the response did not have.

    A status that is not documented explains that a server error of another status was expected: the backend answers what fails
    behind it in its own way. If it is a success, it explains that another success was expected. It does not explain that any
    other status was expected, except of a method that does not exist.

    An operation that cannot be used explains what is said of its responses, and what is said of no response at all.

    Args:
        cause: What the test met.
        failure: Its message.

    Example:
        >>> usage = Cause(CauseKind.DEVIATION, "…", "…", "…", "…", place="usage.daily_used", rule="required")
        >>> explains(usage, "Resolving variable '${answer.usage.daily_used}' failed: AttributeError: daily_used")
        True
        >>> vary = Cause(CauseKind.DEVIATION, "…", "…", "…", "…", place="header Vary", rule="required")
        >>> explains(vary, "Expected header Vary to contain Origin.\\nGot a response without Vary")
        True
        >>> explains(usage, "Expected status 200.\\nGot 500")
        False
    """
    if cause.kind == CauseKind.UNUSABLE:
        is_without_request = cause.status is not None and f"\n{WHERE}" not in failure
        return is_without_request or explains_everywhere(cause, failure)
    return cause.kind == CauseKind.DEVIATION and is_about_deviation(cause, failure)


def _says_the_same(cause: Cause, failure: str) -> bool:
    """Return whether a failure expects what has never happened in the run, and got the same."""
    expected, got = cause.expected.removeprefix(f"{cause.operation}: "), cause.got.partition("\n")[0]
    return f"{failure}\n".startswith(f"{Unmet(expected, got)}\n")

"""Failures that are brought about by what causes them in production, and what becomes of a test if that never works."""

from collections.abc import Iterator
from contextlib import contextmanager

from cause_register import Cause, CauseKind, Example
from FailureSimulator.errors import FailureNeverHappenedError
from ManuelEnvironment.causes import cause_notes
from ManuelEnvironment.execution import is_robot_running
from secret_masking import mask


@contextmanager
def needing_failure(name: str) -> Iterator[None]:
    """Record that a failure could be brought about, or block the test if it never could in this run.

    Raises:
        FailureNeverHappenedError: It did not happen, as it did before.
        BlockedByCauseError: It has never happened: that is reported once, under a name of its own.
    """
    if not is_robot_running():
        yield
        return
    what, register = f"failure {name}", cause_notes().register
    try:
        yield
    except FailureNeverHappenedError as error:
        if register.has_succeeded(what):
            raise
        raise cause_notes().blocked_by(_cause(name, str(error)), Example) from None
    register.record_success(what)


def _cause(name: str, message: str) -> Cause:
    expected, _, got = message.removeprefix("Expected ").partition("\nGot ")
    return Cause(
        CauseKind.UNUSABLE,
        reason=f"failure {name}: {got}",
        title=f"Failure {name} cannot be brought about: got {got}",
        expected=expected.rstrip("."),
        got=mask(got),
        hint="Look at the test of this failure by name.",
    )

"""Failures that are triggered by their real cause, and what happens to a test if that never works."""

from collections.abc import Iterator
from contextlib import contextmanager

from cause_register import Cause, CauseKind, Example
from cause_register.forms import NotTriggered, ToBeTriggered
from FailureSimulator.errors import FailureNotTriggeredError
from ManuelEnvironment.causes import cause_notes
from ManuelEnvironment.execution import is_robot_running


@contextmanager
def needing_failure(name: str) -> Iterator[None]:
    """Record that a failure could be triggered, or block the test if it never could in this run.

    Raises:
        FailureNotTriggeredError: It did not happen, as it did before.
        BlockedByCauseError: It has never happened: that is reported once, under a name of its own.
    """
    if not is_robot_running():
        yield
        return
    what, register = f"failure {name}", cause_notes().register
    try:
        yield
    except FailureNotTriggeredError as error:
        if register.has_succeeded(what):
            raise
        raise cause_notes().blocked_by(_cause(name, error.said), Example) from None
    register.record_success(what)


def _cause(name: str, said: NotTriggered) -> Cause:
    return Cause(
        CauseKind.UNUSABLE,
        reason=f"failure {name}: {said.status}",
        title=f"Failure {name} cannot be triggered: got {said.status}",
        expected=str(ToBeTriggered(said.name, said.proof)),
        got=str(said.status),
        hint="Look at the test of this failure by name.",
    )

"""Failures that are brought about by what causes them in production, and what becomes of a test if that never works."""

from collections.abc import Iterator
from contextlib import contextmanager

from cause_register import Cause, CauseKind, Example
from cause_register.forms import NotBroughtAbout, ToBeBroughtAbout
from FailureSimulator.errors import FailureNotBroughtAboutError
from ManuelEnvironment.causes import cause_notes
from ManuelEnvironment.execution import is_robot_running


@contextmanager
def needing_failure(name: str) -> Iterator[None]:
    """Record that a failure could be brought about, or block the test if it never could in this run.

    Raises:
        FailureNotBroughtAboutError: It did not happen, as it did before.
        BlockedByCauseError: It has never happened: that is reported once, under a name of its own.
    """
    if not is_robot_running():
        yield
        return
    what, register = f"failure {name}", cause_notes().register
    try:
        yield
    except FailureNotBroughtAboutError as error:
        if register.has_succeeded(what):
            raise
        raise cause_notes().blocked_by(_cause(name, error.said), Example) from None
    register.record_success(what)


def _cause(name: str, said: NotBroughtAbout) -> Cause:
    return Cause(
        CauseKind.UNUSABLE,
        reason=f"failure {name}: {said.status}",
        title=f"Failure {name} cannot be brought about: got {said.status}",
        expected=str(ToBeBroughtAbout(said.name, said.proof)),
        got=str(said.status),
        hint="Look at the test of this failure by name.",
    )

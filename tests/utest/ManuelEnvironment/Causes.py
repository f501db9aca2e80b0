"""Keywords that meet causes, for the test of their listener."""

from cause_register import Cause, CauseKind
from ManuelEnvironment.causes import cause_notes
from ManuelEnvironment.errors import BlockedError


def meet(name: str, rule: str = "required", place: str = "usage") -> None:
    """Note a deviation, and go on."""
    cause_notes().note(_cause(name, CauseKind.DEVIATION, rule, place))


def be_blocked_by(name: str) -> None:
    """Be blocked by an operation that cannot be used."""
    raise cause_notes().blocked_by(_cause(name, CauseKind.UNUSABLE, "", ""))


def lack(capability: str) -> None:
    """Be blocked by a capability that the environment lists and that cannot be used."""
    raise BlockedError(capability, "no table of this name")


def _cause(name: str, kind: CauseKind, rule: str, place: str) -> Cause:
    return Cause(kind, name, f"{name}: title", "this", "that", place=place, rule=rule)

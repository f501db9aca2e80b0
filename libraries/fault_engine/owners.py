"""Owners of rules: which worker has activated a rule, and with what it ends."""

import re
from dataclasses import dataclass
from sys import maxsize

from fault_engine.errors import RuleError

OWNER_HEADER = "X-Fault-Owner"
"""Names the owner of a control request: `<worker>/<epoch>`."""

_OWNER = re.compile(r"(?P<worker>[\w.-]{1,80})/(?P<epoch>\d{1,18})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Owner:
    """A worker in one of its epochs.

    A worker begins a new epoch whenever it ends its rules, for instance after each test. A request of an epoch that has ended
    came too late: its sender has stopped waiting for it.
    """

    worker: str
    epoch: int = maxsize
    """Counts up; without one the owner is the worker for its whole life."""

    def __str__(self) -> str:
        return f"{self.worker}/{self.epoch}"


def parse_owner(text: str | None) -> Owner | None:
    """Return the owner that a header names, None if there is no header.

    Raises:
        RuleError: The header is malformed.
    """
    if text is None:
        return None
    parts = _OWNER.fullmatch(text)
    if parts is None:
        raise RuleError(f"{OWNER_HEADER} must be <worker>/<epoch>, such as 4711-9f3a/12; got {text[:100]!r}.")
    return Owner(parts["worker"], int(parts["epoch"]))


def is_visible(owner: Owner | None, to: Owner | None) -> bool:
    """Return whether an owner may see what belongs to another: its worker's, and what belongs to nobody.

    Args:
        owner: To whom it belongs; None for nobody.
        to: Who looks; None for somebody who sees everything.
    """
    return owner is None or to is None or owner.worker == to.worker


class Epochs:
    """How far the epochs of each worker have ended."""

    def __init__(self) -> None:
        self._ended: dict[str, int] = {}

    def end(self, owner: Owner) -> None:
        """End an epoch and those before it."""
        self._ended[owner.worker] = max(owner.epoch, self._ended.get(owner.worker, owner.epoch))

    def have_ended(self, owner: Owner | None) -> bool:
        """Return whether an owner's epoch has ended; that of nobody never does."""
        return owner is not None and owner.epoch <= self._ended.get(owner.worker, -1)

    def require_open(self, owner: Owner | None) -> None:
        """Raise an error if an owner can't activate rules any more.

        Raises:
            RuleError: Its epoch has ended.
        """
        if self.have_ended(owner):
            raise RuleError(
                f"The rules of {owner} have ended: this request came after its test or its worker."
            )

"""Quarantine: a tag with a date, until which a test may fail without failing the run."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

_WORD = "quarantine"
_FORM = re.compile(r"quarantine:(?P<day>\d{4}-\d{2}-\d{2})")
EXAMPLE = "quarantine:2027-01-31"


@dataclass(frozen=True)
class Quarantine:
    """The quarantine of one test.

    Attributes:
        until: The last day on which the test may fail.
    """

    until: date

    @property
    def tag(self) -> str:
        """The tag of the test."""
        return f"{_WORD}:{self.until}"

    def is_over(self, today: date) -> bool:
        """Return whether the test may no longer fail."""
        return today > self.until


def quarantine_of(tags: Iterable[str]) -> Quarantine | None:
    """Return the quarantine that these tags put a test in; None if there is none.

    Example:
        >>> quarantine_of(["api", "quarantine:2027-01-31"])
        Quarantine(until=datetime.date(2027, 1, 31))
    """
    return next((found for tag in tags if (found := _parse(tag)) is not None), None)


def malformed_quarantines(tags: Iterable[str]) -> list[str]:
    """Return a sentence for each tag that is to put a test in quarantine, and does not."""
    return [
        f"the tag {tag!r} has no date of the calendar: write it as {EXAMPLE}"
        for tag in tags
        if tag.casefold().startswith(_WORD) and _parse(tag) is None
    ]


def _parse(tag: str) -> Quarantine | None:
    match = _FORM.fullmatch(tag)
    try:
        return Quarantine(date.fromisoformat(match["day"])) if match else None
    except ValueError:
        return None

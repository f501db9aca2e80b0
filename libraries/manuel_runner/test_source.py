"""Where a test comes from, in the same words on every machine."""

from collections.abc import Sequence
from pathlib import Path

SUITES_FOLDER = "suites"
NO_CATEGORY = "other"


def category_of(source: Path | None) -> str:
    """Return the category of a file's tests: the folder in `suites/`, or `other`."""
    below = _path_below_suites(source)
    return below[0] if len(below) > 1 else NO_CATEGORY


def place_of(source: Path | None) -> str | None:
    """Return a test's file, without the folders that depend on the machine.

    Example:
        >>> place_of(Path("/home/me/clone/suites/api/health.robot"))
        'suites/api/health.robot'
    """
    if below := _path_below_suites(source):
        return "/".join((SUITES_FOLDER, *below))
    return source.name if source else None


def _path_below_suites(source: Path | None) -> Sequence[str]:
    parts = source.parts if source else ()
    return parts[parts.index(SUITES_FOLDER) + 1 :] if SUITES_FOLDER in parts else ()

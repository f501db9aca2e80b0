"""What somebody may have meant who misspelt a name."""

from collections.abc import Iterable
from difflib import get_close_matches

MOST_SUGGESTIONS = 3
LIKENESS = 0.6


def did_you_mean(wrong: str, known: Iterable[str], *, likeness: float = LIKENESS) -> str:
    """Return a hint at the nearest known names, empty where none is near.

    Args:
        wrong: A name that is not known.
        known: The names that are.
        likeness: How alike names must be, from 0 to 1.

    Example:
        >>> did_you_mean("stats", ["status", "json"])
        ' Did you mean status?'
    """
    return suggestion(nearest_names(wrong, known, likeness=likeness))


def nearest_names(wrong: str, known: Iterable[str], *, likeness: float = LIKENESS) -> list[str]:
    """Return the known names that are nearest to a wrong one, the nearest first; none where none is near.

    Args:
        wrong: As for `did_you_mean`.
        known: Likewise.
        likeness: Likewise.
    """
    by_folded = {name.casefold(): name for name in known}
    near = get_close_matches(wrong.casefold(), by_folded, n=MOST_SUGGESTIONS, cutoff=likeness)
    return [by_folded[name] for name in near]


def suggestion(names: Iterable[str]) -> str:
    """Return the question whether one of these names was meant; empty where there are none.

    Example:
        >>> suggestion(["needs:cost", "needs:load"])
        ' Did you mean needs:cost or needs:load?'
    """
    either = " or ".join(names)
    return f" Did you mean {either}?" if either else ""

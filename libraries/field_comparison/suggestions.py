"""What somebody may have meant who misspelt a name."""

from collections.abc import Iterable
from difflib import get_close_matches


def did_you_mean(wrong: str, known: Iterable[str], *, likeness: float = 0.6) -> str:
    """Return a hint at the nearest known names, empty where none is near.

    Args:
        wrong: A name that is not known.
        known: The names that are.
        likeness: How alike names must be, from 0 to 1.

    Example:
        >>> did_you_mean("stats", ["status", "json"])
        ' Did you mean status?'
    """
    by_folded = {name.casefold(): name for name in known}
    near = get_close_matches(wrong.casefold(), by_folded, n=3, cutoff=likeness)
    return f" Did you mean {' or '.join(by_folded[name] for name in near)}?" if near else ""

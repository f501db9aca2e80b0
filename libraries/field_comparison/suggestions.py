"""What somebody may have meant who misspelt a name."""

from collections.abc import Iterable
from difflib import get_close_matches


def did_you_mean(wrong: str, known: Iterable[str]) -> str:
    """Return a hint at the nearest known names, empty where none is near.

    Example:
        >>> did_you_mean("stats", ["status", "json"])
        ' Did you mean status?'
    """
    by_folded = {name.casefold(): name for name in known}
    near = get_close_matches(wrong.casefold(), by_folded, n=3, cutoff=0.6)
    return f" Did you mean {' or '.join(by_folded[name] for name in near)}?" if near else ""

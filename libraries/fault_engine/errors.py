"""Errors in rules, for whoever wrote them."""

from collections.abc import Iterable
from difflib import get_close_matches


class RuleError(ValueError):
    """A rule that is not valid; the message says in one line what is wrong and what is allowed."""


def did_you_mean(wrong: str, known: Iterable[str]) -> str:
    """Return a hint at the most similar known names, empty if none is similar."""
    by_folded = {name.casefold(): name for name in known}
    near = get_close_matches(wrong.casefold(), by_folded, n=3, cutoff=0.6)
    return f" Did you mean {' or '.join(by_folded[name] for name in near)}?" if near else ""

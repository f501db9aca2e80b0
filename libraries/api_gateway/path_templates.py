"""Paths with variables, such as `/orders/{id}` and `/files/{path+}`."""

from collections.abc import Sequence
from urllib.parse import unquote

FIXED, VARIABLE, GREEDY = range(3)


def rank(part: str) -> int:
    """Return how specific a part of a template is; the most specific comes first."""
    if part.startswith("{"):
        return GREEDY if part.endswith("+}") else VARIABLE
    return FIXED


def match(template: Sequence[str], parts: Sequence[str]) -> dict[str, str] | None:
    """Return the decoded values of a template's variables, or None if the parts of a path do not fit.

    Fixed parts are compared as they were sent: a path has one spelling.

    Args:
        template: The parts of the template.
        parts: The parts of the path as it was sent.
    """
    if template and rank(template[-1]) == GREEDY:
        fixed = len(template) - 1
        if not any(parts[fixed:]):
            return None
        parts = [*parts[:fixed], "/".join(parts[fixed:])]
    if len(template) != len(parts):
        return None
    values = {}
    for expected, part in zip(template, parts, strict=True):
        if expected.startswith("{") and part:
            values[expected.strip("{}+")] = unquote(part)
        elif expected != part:
            return None
    return values

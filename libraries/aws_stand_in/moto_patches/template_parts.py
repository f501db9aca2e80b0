"""The objects that a template is made of."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

_VARIABLE = re.compile(r"\$\{([^!}][^}]*)\}")
_FUNCTIONS = ("Fn::FindInMap",)


def objects_in(part: Any) -> Iterator[dict[str, Any]]:
    """Yield all objects in a part of a template, each before those within it."""
    if isinstance(part, dict):
        yield part
    for one in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
        yield from objects_in(one)


def names_used(part: Any, conditions: Mapping[str, Any]) -> set[str]:
    """Return the names that a part of a template depends on, also by conditions, and `Fn::FindInMap` if it looks into mappings.

    Args:
        part: Such as a resource.
        conditions: The template's conditions.
    """
    found: set[str] = set()
    for one in objects_in(part):
        found |= _directly_used(one)
        for name in _conditions_of(one):
            if name in conditions:
                rest = {other: what for other, what in conditions.items() if other != name}
                found |= names_used(conditions[name], rest)
    return found


def _directly_used(one: Mapping[str, Any]) -> set[str]:
    found = {name for name in _FUNCTIONS if name in one}
    if isinstance(one.get("Ref"), str):
        found.add(one["Ref"])
    pattern = one.get("Fn::Sub")
    text = pattern[0] if isinstance(pattern, list) and pattern else pattern
    return found | (set(_VARIABLE.findall(text)) if isinstance(text, str) else set())


def _conditions_of(one: Mapping[str, Any]) -> Iterator[str]:
    if isinstance(one.get("Condition"), str):
        yield one["Condition"]
    choice = one.get("Fn::If")
    if isinstance(choice, list) and choice and isinstance(choice[0], str):
        yield choice[0]

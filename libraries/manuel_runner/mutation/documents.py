"""JSON documents that may be malformed in ways that `dict` can't express, such as a duplicate member."""

import json
from collections.abc import Iterator
from typing import Any

MemberPath = tuple[str, ...]
"""Names of members from the outermost object inwards; `[]` stands for the first element of an array."""

FIRST = "[]"


class Members(list[tuple[str, Any]]):
    """A JSON object: its members in order."""


def parse(text: str) -> Any:
    """Parse JSON; objects become `Members`.

    Raises:
        ValueError: It is not JSON.
    """
    return json.loads(text, object_pairs_hook=Members)


def to_text(value: Any) -> str:
    """Serialise what `parse` returns.

    Example:
        >>> to_text(Members([("a", 1), ("a", 2)]))
        '{"a": 1, "a": 2}'
    """
    if isinstance(value, Members):
        return "{" + ", ".join(f"{json.dumps(name)}: {to_text(member)}" for name, member in value) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(to_text, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def paths_in(value: Any, path: MemberPath = ()) -> Iterator[MemberPath]:
    """Yield the paths of all members of a document; of an array, only the first element is considered."""
    if isinstance(value, Members):
        for name, member in value:
            yield (*path, name)
            yield from paths_in(member, (*path, name))
    elif isinstance(value, list) and value:
        yield from paths_in(value[0], (*path, FIRST))


def holder_of(document: Any, path: MemberPath) -> tuple[Members, int]:
    """Return the object that contains the last member of the path, and the position of the member in it.

    Raises:
        LookupError: The document has no such member.
    """
    *inward, name = path
    for step in inward:
        document = _first_element(document) if step == FIRST else _member(document, step)
    _member(document, name)
    return document, [member for member, _ in document].index(name)


def _first_element(value: Any) -> Any:
    if isinstance(value, Members) or not isinstance(value, list) or not value:
        raise LookupError(FIRST)
    return value[0]


def _member(value: Any, name: str) -> Any:
    members = dict(value) if isinstance(value, Members) else {}
    return members[name]

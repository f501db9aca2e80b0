"""The objects that a template is made of."""

from collections.abc import Iterator
from typing import Any


def objects_in(part: Any) -> Iterator[dict[str, Any]]:
    """Yield all objects in a part of a template, each before those within it."""
    if isinstance(part, dict):
        yield part
    for one in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
        yield from objects_in(one)

"""Projections: which parts of an item are returned."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from dynamodb_engine.errors import ExpressionError
from dynamodb_engine.expressions.bindings import PROJECTION, Bindings
from dynamodb_engine.expressions.parsing import REMEMBERED_EXPRESSIONS, OperandParser
from dynamodb_engine.expressions.paths import Element, Path, overlapping
from dynamodb_engine.values import Item, Value, content_of, kind_of


@dataclass(frozen=True, slots=True)
class Projection:
    """Parts of an item, by their paths."""

    paths: tuple[Path, ...]

    @classmethod
    def of_attributes(cls, names: Sequence[str]) -> "Projection":
        """Return a projection on whole attributes."""
        return cls(tuple(Path((name,)) for name in names))

    def bound(self, bindings: Bindings) -> "Projection":
        """Return it with names in the place of placeholders.

        Raises:
            ExpressionError: A name is missing, or two paths can't be used together.
        """
        paths = tuple(bindings.path(PROJECTION, path) for path in self.paths)
        require_separate(PROJECTION, paths)
        return Projection(paths)

    def of(self, item: Item) -> Item:
        """Return what the item has of these parts."""
        projected: Item = {}
        for attribute, ways in _grouped(path.elements for path in self.paths).items():
            if attribute in item and (part := _part(item[attribute], ways)) is not None:
                projected[str(attribute)] = part
        return projected


def require_separate(parameter: str, paths: Sequence[Path]) -> None:
    """Refuse paths that can't be used together.

    Raises:
        ExpressionError: One leads to where another one does, or inside of it.
    """
    found = overlapping(paths)
    if found is not None:
        how, one, two = found
        raise ExpressionError(
            parameter,
            f"Two document paths {how} with each other; must remove or rewrite one of these paths; "
            f"path one: {one}, path two: {two}",
        )


@lru_cache(REMEMBERED_EXPRESSIONS)
def parse_projection(text: str) -> Projection:
    """Return a projection, with placeholders.

    Raises:
        ExpressionError: The text is not one.
    """
    parser = OperandParser(PROJECTION, text)
    paths = [parser.path()]
    while parser.tokens.take_symbol(","):
        paths.append(parser.path())
    parser.tokens.expect_end()
    return Projection(tuple(paths))


def _grouped(ways: Any) -> Mapping[Element, list[tuple[Element, ...]]]:
    grouped: dict[Element, list[tuple[Element, ...]]] = {}
    for way in ways:
        grouped.setdefault(way[0], []).append(way[1:])
    return grouped


def _part(value: Value, ways: Sequence[tuple[Element, ...]]) -> Value | None:
    """Return the parts of a value that these ways lead to; list elements move together."""
    if not ways[0]:
        return value
    kind, content = kind_of(value), content_of(value)
    grouped = _grouped(ways)
    if kind == "M":
        parts = {name: _part(content[name], inner) for name, inner in grouped.items() if name in content}
        found = {name: part for name, part in parts.items() if part is not None}
        return {"M": found} if found else None
    if kind == "L":
        indexes = sorted(index for index in grouped if isinstance(index, int) and index < len(content))
        elements = [part for index in indexes if (part := _part(content[index], grouped[index])) is not None]
        return {"L": elements} if elements else None
    return None

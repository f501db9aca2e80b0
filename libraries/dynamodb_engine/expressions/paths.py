"""Document paths: `address.lines[0]`."""

from collections.abc import Sequence
from dataclasses import dataclass

from dynamodb_engine.values import Item, Value, content_of, kind_of

Element = str | int


@dataclass(frozen=True, slots=True)
class Path:
    """The way to an attribute or to something inside of it.

    Attributes:
        elements: Names, and indexes of list elements; the first one is an attribute's name.
    """

    elements: tuple[Element, ...]

    @property
    def attribute(self) -> str:
        """The name of the attribute that the path begins with."""
        return str(self.elements[0])

    def __str__(self) -> str:
        return f"[{', '.join(f'[{each}]' if isinstance(each, int) else each for each in self.elements)}]"

    def find(self, item: Item) -> Value | None:
        """Return what stands there in an item, None if nothing does."""
        value: Value | None = item.get(self.attribute)
        for element in self.elements[1:]:
            if value is None:
                return None
            value = child_of(value, element)
        return value


def child_of(value: Value, element: Element) -> Value | None:
    """Return an element of a list or map, None if it has no such element or is neither."""
    content = content_of(value)
    if isinstance(element, int):
        return content[element] if kind_of(value) == "L" and element < len(content) else None
    return content.get(element) if kind_of(value) == "M" else None


def overlapping(paths: Sequence[Path]) -> tuple[str, Path, Path] | None:
    """Return the first two paths that can't be used together, and how: `overlap` or `conflict`; None if all can.

    One path overlaps with another that it begins with; two conflict where one takes for a list what the other takes for a map.
    """
    seen: dict[tuple[Element, ...], Path] = {}
    kinds: dict[tuple[Element, ...], tuple[type, Path]] = {}
    for path in paths:
        elements = path.elements
        for length in range(1, len(elements) + 1):
            if elements[:length] in seen:
                return "overlap", seen[elements[:length]], path
        for length in range(1, len(elements)):
            kind, other = kinds.setdefault(elements[:length], (type(elements[length]), path))
            if kind is not type(elements[length]):
                return "conflict", other, path
        if elements in kinds:
            return "overlap", kinds[elements][1], path
        seen[elements] = path
    return None

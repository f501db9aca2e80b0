"""Values of properties as services take them."""

from collections.abc import Iterable, Mapping
from typing import Any

Properties = Mapping[str, Any]


def chosen(properties: Properties, names: Iterable[str]) -> dict[str, Any]:
    """Return those properties that have one of some names."""
    return {name: properties[name] for name in names if name in properties}


def without(properties: Properties, *names: str) -> dict[str, Any]:
    """Return the properties but those with some names."""
    return {name: value for name, value in properties.items() if name not in names}

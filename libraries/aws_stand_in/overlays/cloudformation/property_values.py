"""Values of properties as services take them."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from application_template.substitution import as_text

Properties = Mapping[str, Any]


def chosen(properties: Properties, names: Iterable[str]) -> dict[str, Any]:
    """Return those properties that have one of some names."""
    return {name: properties[name] for name in names if name in properties}


def without(properties: Properties, *names: str) -> dict[str, Any]:
    """Return the properties but those with some names."""
    return {name: value for name, value in properties.items() if name not in names}


def text_of(value: Any) -> str:
    """Return a value as text: a document, such as a policy, as JSON."""
    return json.dumps(value) if isinstance(value, Mapping | list) else as_text(value)


def is_true(value: object) -> bool:
    """Return whether a value is true, which a template may write as text."""
    return str(value).lower() == "true"

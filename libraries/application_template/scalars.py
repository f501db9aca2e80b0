"""Scalars of a template as text, and text as scalars."""

import json
from collections.abc import Mapping
from typing import Any


def as_text(value: Any) -> str:
    """Return a scalar as CloudFormation writes it: Booleans in lower case.

    Example:
        >>> as_text(True), as_text(3)
        ('true', '3')
    """
    return str(value).lower() if isinstance(value, bool) else str(value)


def text_of(value: Any) -> str:
    """Return a value as text: a document, such as a policy, as JSON, and a scalar as CloudFormation writes it."""
    return json.dumps(value) if isinstance(value, Mapping | list) else as_text(value)


def is_true(value: object) -> bool:
    """Return whether a value is true, which a template may write as text."""
    return str(value).lower() == "true"

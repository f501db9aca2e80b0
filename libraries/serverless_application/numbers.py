"""Numbers in the properties of a template, which may be text."""

import re
from collections.abc import Mapping
from typing import Any

from application_template.errors import TemplateError

INTEGER = range(2**31)
RATE = re.compile(r"[0-9]+(\.[0-9]+)?(e[+-]?[0-9]+)?", re.IGNORECASE)


def require_number(properties: Mapping[str, Any], name: str, allowed: range) -> None:
    """Require that a property, if there is one, is a whole number in a range.

    Raises:
        TemplateError: It is not.
    """
    if name in properties and not _is_in(str(properties[name]), allowed):
        raise TemplateError(
            f"{name} must be a whole number from {allowed.start} to {allowed.stop - 1}, not {str(properties[name])!r}"
        )


def require_rate(properties: Mapping[str, Any], name: str) -> None:
    """Require that a property, if there is one, is a number that is not negative.

    Raises:
        TemplateError: It is not.
    """
    if name in properties and not RATE.fullmatch(str(properties[name])):
        raise TemplateError(f"{name} must be a number from 0, not {str(properties[name])!r}")


def _is_in(text: str, allowed: range) -> bool:
    return text.removeprefix("-").isdecimal() and int(text) in allowed

"""`Fn::Sub`: variables in a string."""

import re
from collections.abc import Callable
from typing import Any

from application_template.errors import at
from application_template.scalars import as_text

_VARIABLE = re.compile(r"\$\{(?P<literal>!)?\s*(?P<name>[^}]*?)\s*\}")


def variables_of(text: str) -> list[str]:
    """Return the names of the variables in a string.

    Example:
        >>> variables_of("a-${Stage}-${Table.Arn}-${!x}")
        ['Stage', 'Table.Arn']
    """
    return [match["name"] for match in _VARIABLE.finditer(text) if not match["literal"]]


def substitute(text: str, value_of: Callable[[str], Any], where: tuple[str, ...]) -> str:
    """Replace the variables of a string; `${!name}` stands for `${name}` itself.

    Example:
        >>> substitute("a-${Stage}-${!x}", {"Stage": "dev"}.__getitem__, ())
        'a-dev-${x}'
    """

    def replacement(match: re.Match[str]) -> str:
        name = match["name"]
        if match["literal"]:
            return f"${{{name}}}"
        value = value_of(name)
        if not isinstance(value, str | int | float):
            raise at(where, f"Fn::Sub: ${{{name}}} is not a string but {value!r}")
        return as_text(value)

    return _VARIABLE.sub(replacement, text)

"""The masking of secrets in everything that Robot Framework writes, as a second line of defence after the type `Secret`."""

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from robot.api.types import Secret

MASK = "<secret>"
# A JSON Web Token starts with the base64url of '{"': RFC 7515 section 3.1.
JSON_WEB_TOKEN = re.compile(r"eyJ[A-Za-z0-9_-]{10,}(\.[A-Za-z0-9_-]*)*")
_known: set[str] = set()


def register_secret(secret: "Secret | str") -> None:
    """Mask this value from now on, wherever it would be logged."""
    value = secret if isinstance(secret, str) else secret.value
    if value:
        _known.add(value)


def mask(text: str) -> str:
    """Return a text with every known secret, and everything that looks like a JSON Web Token, replaced.

    Example:
        >>> mask("Authorization: Bearer eyJhbGciOiJub25lIn0.e30.")
        'Authorization: Bearer <secret>'
    """
    text = JSON_WEB_TOKEN.sub(MASK, text)
    for value in _known:
        text = text.replace(value, MASK)
    return text


def mask_argument(argument: Any) -> Any:
    """Return a keyword's argument with its secrets replaced; only strings and tuples of strings can contain any."""
    if isinstance(argument, str):
        return mask(argument)
    if isinstance(argument, tuple):
        return tuple(mask_argument(part) for part in argument)
    return argument

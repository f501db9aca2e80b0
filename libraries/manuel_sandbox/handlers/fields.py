"""Types of the fields of requests."""

import base64
import binascii
import re
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator

from manuel_sandbox.domain.errors import FieldProblem, InvalidFieldError
from manuel_sandbox.handlers.api import HandlerRequest

LONGEST_FILE_NAME = 255
READING_ORDER = "\u200e\u200f\u202a-\u202e\u2066-\u2069"
FILE_NAME = re.compile(rf'[^\x00-\x1f\x7f/\\:*?"<>|{READING_ORDER}]+')
VISIBLE_IN_NAME = re.compile(r"[^\x20\x7f-\xa0.]")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
VISIBLE = re.compile(
    r"[^\x00-\x20\x7f-\xa0\xad\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff]"
)


def file_name(value: str) -> str:
    """Validate the name of a file, without a path.

    Raises:
        ValueError: The name is empty or too long, or contains characters that no name should contain.
    """
    if len(value) > LONGEST_FILE_NAME:
        raise ValueError(f"it must have at most {LONGEST_FILE_NAME} characters")
    if not FILE_NAME.fullmatch(value) or not VISIBLE_IN_NAME.search(value):
        raise ValueError("it must be the name of a file, without a path and without special characters")
    return value


def visible_text(value: str) -> str:
    """Validate text that must not be blank.

    Raises:
        ValueError: The text contains nothing visible, or control characters.
    """
    if not VISIBLE.search(value):
        raise ValueError("it must not be empty")
    if CONTROL.search(value):
        raise ValueError("it must not contain control characters")
    return value


def from_base64(value: Any) -> bytes:
    """Decode base64 in its canonical form (RFC 4648, section 4).

    Raises:
        ValueError: The value is not a string, not base64, or empty.
    """
    if not isinstance(value, str):
        raise ValueError("it must be a string")  # noqa: TRY004 - pydantic reports only a ValueError as the field's
    try:
        content = base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        raise ValueError("it must be base64") from None
    if base64.b64encode(content).decode() != value:
        raise ValueError("it must be base64")
    if not content:
        raise ValueError("it must not be empty")
    return content


FileName = Annotated[str, AfterValidator(file_name)]
VisibleText = Annotated[str, AfterValidator(visible_text)]
Base64 = Annotated[bytes, BeforeValidator(from_base64)]

IDEMPOTENCY_KEY = re.compile(r"[0-9A-Za-z_-]{1,128}")


def idempotency_key(request: HandlerRequest) -> str | None:
    """Return the header `Idempotency-Key`, or None without one.

    Raises:
        InvalidFieldError: The key is not valid.
    """
    key = request.headers.get("idempotency-key")
    if key is not None and not IDEMPOTENCY_KEY.fullmatch(key):
        raise InvalidFieldError(
            FieldProblem("Idempotency-Key", "it must be 1 to 128 letters, digits, hyphens or underscores")
        )
    return key

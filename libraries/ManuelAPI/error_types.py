"""The type of an error response."""

from typing import TYPE_CHECKING

from strict_json import parse_json

if TYPE_CHECKING:
    from requests import Response


def error_type_of(response: "Response") -> str | None:
    """Return the error's type in the form that all errors of the contract have; None if this response does not have it."""
    try:
        body = parse_json(response.text)
    except ValueError:
        return None
    error_type = body.get("error_type") if isinstance(body, dict) else None
    return error_type if isinstance(error_type, str) and error_type.isidentifier() else None

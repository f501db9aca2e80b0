"""The type of an error response."""

from typing import TYPE_CHECKING

from ManuelAPI.json_bodies import object_of

if TYPE_CHECKING:
    from requests import Response


def error_type_of(response: "Response") -> str | None:
    """Return the error's type in the form that all errors of the contract have; None if this response does not have it."""
    error_type = object_of(response).get("error_type")
    return error_type if isinstance(error_type, str) and error_type.isidentifier() else None

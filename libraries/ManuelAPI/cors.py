"""Which origins a response lets in (Fetch standard, CORS protocol)."""

from collections.abc import Collection
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from requests import Response

ALLOW_ORIGIN = "Access-Control-Allow-Origin"


def cors_violations(response: "Response", allowed_origins: Collection[str]) -> list[str]:
    """In what a response lets in an origin that is not allowed, or keeps out one that is.

    An allowed origin is echoed, another one is not named; `*` is never an answer, since answers belong to one
    user.

    Args:
        response: The response to a request with an `Origin` header; any other has no violations.
        allowed_origins: The origins that the environment allows.
    """
    origin = response.request.headers.get("Origin")
    if origin is None:
        return []
    named = response.headers.get(ALLOW_ORIGIN)
    if origin in allowed_origins and named != origin:
        return [f"origin {origin} is allowed, and {ALLOW_ORIGIN} is {named or 'missing'}"]
    if origin not in allowed_origins and named is not None:
        return [f"origin {origin} is not allowed, and {ALLOW_ORIGIN} is {named}"]
    return []

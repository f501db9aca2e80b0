"""Which origins a response allows (Fetch standard, CORS protocol)."""

from collections.abc import Collection
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ManuelAPI.violations import Violation

if TYPE_CHECKING:
    from requests import Response

ALLOW_ORIGIN = "Access-Control-Allow-Origin"


def cors_violations(
    response: "Response", allowed_origins: Collection[str], *, behind_api_gateway: bool
) -> list[Violation]:
    """Return how a response allows an origin that must not be allowed, or rejects one that must be.

    An allowed origin is echoed, with `Vary: Origin` for caches on the way, any other is not mentioned; `*` is always wrong,
    since responses belong to one user.

    Args:
        response: The response to a request with an `Origin` header; any other has no violations.
        allowed_origins: The origins that the environment allows.
        behind_api_gateway: Whether errors may name an allowed origin whoever asks: a gateway response has fixed headers
            (API Gateway Developer Guide, "Set up gateway responses"), and a browser lets no other origin read it.
    """
    origin = response.request.headers.get("Origin")
    if origin is None:
        return []
    named = response.headers.get(ALLOW_ORIGIN)
    if origin in allowed_origins and named != origin:
        message = f"header {ALLOW_ORIGIN} is {named or 'missing'}, but origin {origin} must be allowed"
        return [_violation(message, "an allowed origin is not allowed")]
    is_fixed = behind_api_gateway and not response.ok and named in allowed_origins
    if origin not in allowed_origins and named is not None and not is_fixed:
        message = f"header {ALLOW_ORIGIN} is {named}, but origin {origin} must not be allowed"
        return [_violation(message, "an origin is allowed that must not be")]
    if named is not None and not _varies_by_origin(response):
        message = f"header {ALLOW_ORIGIN} is {named}, but Vary does not name Origin"
        return [_violation(message, "an origin is allowed, but `Vary` does not name it")]
    return []


def _varies_by_origin(response: "Response") -> bool:
    """Return whether a cache keeps responses to different origins apart (RFC 9110, section 12.5.5)."""
    names = {name.strip().casefold() for name in response.headers.get("Vary", "").split(",")}
    return bool(names & {"origin", "*"})


def _violation(message: str, finding: str) -> Violation:
    return Violation(message, finding, f"header {ALLOW_ORIGIN}", finding)


def lookalike_origins(origin: str) -> list[str]:
    """Return origins that a careless comparison takes for this one: by prefix, suffix, substring, pattern or port.

    Each is a different origin by RFC 6454, section 5.

    Example:
        >>> lookalike_origins("https://app.example.com")[0]
        'https://app.example.com.attacker.example'
    """
    parts = urlsplit(origin)
    scheme, host = parts.scheme, parts.netloc
    return [
        f"{origin}.attacker.example",
        f"{scheme}://attacker-{host}",
        f"{scheme}://attacker{host}",
        f"{scheme}://sub.{host}",
        f"{scheme}://{host.partition('.')[2]}",
        f"{scheme}://{host.replace('.', 'x', 1)}",
        f"{'http' if scheme == 'https' else 'https'}://{host}",
        f"{origin}:8443",
        f"{origin}_.attacker.example",
        f"{origin}%60.attacker.example",
        f"{scheme}://attacker.example/{host}",
        f"{scheme}://attacker.example?{host}",
        f"{scheme}://{host}@attacker.example",
        f"{origin}, https://attacker.example",
    ]

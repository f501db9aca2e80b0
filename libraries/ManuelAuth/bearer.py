"""Attach the current identity's token to a request without it ever being printed."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from robot.api.types import Secret

from ManuelAuth.identity import current_identity

if TYPE_CHECKING:
    from requests import PreparedRequest


class MaskedHeader(str):
    """A header value that reads `Bearer <secret>` wherever it is printed, and is sent with the secret.

    The secret appears only when `http.client` encodes the header for the socket, after everything that logs
    requests has seen them.
    """

    __slots__ = ("_prefix", "_secret")
    _prefix: str
    _secret: Secret

    def __new__(cls, secret: Secret, prefix: str = "Bearer ") -> "MaskedHeader":
        """Create the value of a prefix and a secret."""
        header = super().__new__(cls, f"{prefix}{secret}")
        header._prefix = prefix
        header._secret = secret
        return header

    def encode(self, encoding: str = "utf-8", errors: str = "strict") -> bytes:
        """Return the value as it is sent."""
        return f"{self._prefix}{self._secret.value}".encode(encoding, errors)


class BearerAuthentication:
    """A `requests` auth object that sends each request as the user who is signed in at that moment.

    A request that already has an `Authorization` header keeps it, and requests to other hosts get no token.

    Args:
        base_url: The API's URL.
        token_kind: Which token the API's authorizer takes: the ID token or the access token.
    """

    def __init__(self, base_url: Callable[[], str], token_kind: Callable[[], str]) -> None:
        self._base_url = base_url
        self._token_kind = token_kind

    def __call__(self, request: "PreparedRequest") -> "PreparedRequest":
        """Attach the token to this request."""
        identity = current_identity()
        if identity is not None and "Authorization" not in request.headers and self._is_for_the_api(request):
            token = identity.access_token if self._token_kind() == "access" else identity.id_token
            request.headers["Authorization"] = MaskedHeader(token)
        return request

    def __repr__(self) -> str:
        return "<the signed-in user's token>"

    def _is_for_the_api(self, request: "PreparedRequest") -> bool:
        return f"{request.url}".startswith(f"{self._base_url()}/")


def send_without_token(request: "PreparedRequest") -> "PreparedRequest":
    """Send the request without a token; a `requests` auth object."""
    return request

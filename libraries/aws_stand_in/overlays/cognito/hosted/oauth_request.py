"""A request to an OAuth 2.0 endpoint: its parameters, its cookies, and which app client sends it."""

import base64
import binascii
from dataclasses import dataclass
from functools import cached_property
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qsl, unquote_plus

from aws_stand_in.aws_request import AwsRequest
from aws_stand_in.overlays.cognito import pools
from aws_stand_in.overlays.cognito.app_client import AppClient
from aws_stand_in.overlays.cognito.hosted.address import DomainAddress
from aws_stand_in.overlays.cognito.hosted.oauth_errors import OAuthError
from fault_engine.identification import raw_target


@dataclass(frozen=True)
class OAuthRequest:
    """A request to a domain.

    Attributes:
        aws: The request.
        address: Where it goes.
        location: The pool of the domain.
    """

    aws: AwsRequest
    address: DomainAddress
    location: pools.PoolLocation

    @cached_property
    def query_string(self) -> str:
        """The query as it was sent."""
        return raw_target(self.aws.http.environ)[1]

    @cached_property
    def query(self) -> dict[str, str]:
        """The parameters of the URL."""
        return dict(parse_qsl(self.query_string, keep_blank_values=True))

    @cached_property
    def form(self) -> dict[str, str]:
        """The parameters of the body."""
        return dict(parse_qsl(self.aws.http.get_data().decode("utf-8", "replace"), keep_blank_values=True))

    @property
    def method(self) -> str:
        """The HTTP method."""
        return str(self.aws.http.method)

    def cookie(self, name: str) -> str | None:
        """Return a cookie; None if there is none."""
        try:
            cookies = SimpleCookie(self.aws.http.environ.get("HTTP_COOKIE", ""))
        except CookieError:
            return None
        return cookies[name].value if name in cookies else None

    def client(self, client_id: str | None) -> AppClient | None:
        """Return an app client of the pool; None if it has no such client."""
        registered = self.location.pool.clients.get(client_id or "")
        return AppClient(self.location, registered) if registered else None

    def authenticated_client(self) -> AppClient:
        """Return the client that sends this form: one with a secret proves that it has it, by header or by form.

        Raises:
            OAuthError: invalid_client.
        """
        client_id, secret = self._credentials()
        client = self.client(client_id)
        if client is None or not client.knows_secret(secret):
            raise OAuthError("invalid_client")
        return client

    def bearer_token(self) -> str:
        """Return the access token of the header, or an empty string."""
        kind, _, token = self.aws.authorization.partition(" ")
        return token.strip() if kind.lower() == "bearer" else ""

    def _credentials(self) -> tuple[str | None, str | None]:
        kind, _, encoded = self.aws.authorization.partition(" ")
        if kind.lower() != "basic":
            return self.form.get("client_id"), self.form.get("client_secret")
        try:
            client_id, _, secret = base64.b64decode(encoded, validate=True).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError) as error:
            raise OAuthError("invalid_client") from error
        if self.form.get("client_id", client_id) != client_id:
            raise OAuthError("invalid_client")
        return unquote_plus(client_id), unquote_plus(secret)

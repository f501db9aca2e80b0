"""What a client asks a user to grant, and the codes that stand for what was granted.

Source: RFC 6749, sections 4.1 and 4.2; RFC 7636; Amazon Cognito Developer Guide, "Authorize endpoint".
"""

import base64
import hashlib
import secrets
import uuid
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from aws_stand_in.overlays.cognito.app_client import AppClient
from aws_stand_in.overlays.cognito.hosted.oauth_errors import OAuthError

CODE_SECONDS = 300
FLOWS = {"code": "code", "token": "implicit"}


@dataclass(frozen=True, slots=True)
class AuthorizationRequest:
    """What a client asks for.

    Attributes:
        client: The app client.
        redirect_uri: Where the answer goes.
        response_type: `code` or `token`.
        scopes: The scopes.
        state: What the client wants to have back.
        nonce: What the ID token shall contain.
        challenge: The challenge of Proof Key for Code Exchange, None if the client uses none.
    """

    client: AppClient
    redirect_uri: str
    response_type: str
    scopes: tuple[str, ...]
    state: str | None
    nonce: str | None
    challenge: str | None


@dataclass(frozen=True, slots=True)
class Granted:
    """What a code stands for.

    Attributes:
        asked: What the client has asked for.
        user_id: The `sub` of the user.
        expires_at: Epoch seconds.
    """

    asked: AuthorizationRequest
    user_id: str
    expires_at: float


class AuthorizationCodes:
    """Issues codes, each of which counts once.

    Args:
        clock: Epoch seconds.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._granted: dict[str, dict[str, Granted]] = defaultdict(dict)

    def issue(self, asked: AuthorizationRequest, user_id: str) -> str:
        """Return a code for what a user has granted."""
        code = str(uuid.uuid4())
        account_id = asked.client.location.account_id
        self._granted[account_id][code] = Granted(asked, user_id, self._clock() + CODE_SECONDS)
        return code

    def redeem(self, client: AppClient, form: Mapping[str, str]) -> Granted:
        """Return what the code of a form stands for, and use the code up.

        Raises:
            OAuthError: invalid_request without a code; invalid_grant for one that is unknown, used, expired or another client's,
                for another redirect_uri, or a verifier that does not fit.
        """
        if not form.get("code"):
            raise OAuthError("invalid_request")
        granted = self._granted[client.location.account_id].pop(form["code"], None)
        if granted is None or granted.asked.client.id != client.id or self._clock() >= granted.expires_at:
            raise OAuthError("invalid_grant")
        if form.get("redirect_uri") != granted.asked.redirect_uri:
            raise OAuthError("invalid_grant")
        if not _fits(granted.asked.challenge, form.get("code_verifier")):
            raise OAuthError("invalid_grant")
        return granted

    def forget(self, account_id: str) -> None:
        """Drop the codes of an account."""
        self._granted.pop(account_id, None)


def authorization_request(client: AppClient, query: Mapping[str, str]) -> AuthorizationRequest:
    """Return what the query of a URL asks for; the client and its redirect_uri have been checked.

    Raises:
        OAuthError: The client is told what is wrong by its redirect_uri.
    """
    response_type = query.get("response_type")
    if not response_type:
        raise OAuthError("invalid_request")
    if response_type not in FLOWS:
        raise OAuthError("unsupported_response_type")
    require_flow(client, FLOWS[response_type])
    method, challenge = query.get("code_challenge_method"), query.get("code_challenge")
    if (method is None) != (challenge is None) or method not in (None, "S256"):
        raise OAuthError("invalid_request")
    return AuthorizationRequest(
        client,
        query["redirect_uri"],
        response_type,
        allowed_scopes(client, query.get("scope")),
        query.get("state"),
        query.get("nonce"),
        challenge,
    )


def require_flow(client: AppClient, flow: str) -> None:
    """Check that an app client may use a flow: `code`, `implicit` or `client_credentials`.

    Raises:
        OAuthError: unauthorized_client.
    """
    settings = client.configuration
    is_allowed = flow in settings.get("AllowedOAuthFlows", ())
    if not settings.get("AllowedOAuthFlowsUserPoolClient") or not is_allowed:
        raise OAuthError("unauthorized_client")


def allowed_scopes(client: AppClient, wanted: str | None) -> tuple[str, ...]:
    """Return the scopes that a client wants, or all that it may have.

    Raises:
        OAuthError: invalid_scope.
    """
    allowed = tuple(client.configuration.get("AllowedOAuthScopes", ()))
    scopes = tuple((wanted or "").split()) or allowed
    if not set(scopes) <= set(allowed):
        raise OAuthError("invalid_scope")
    return scopes


def _fits(challenge: str | None, verifier: str | None) -> bool:
    if challenge is None:
        return True
    digest = hashlib.sha256((verifier or "").encode()).digest()
    found = base64.urlsafe_b64encode(digest).rstrip(b"=")
    return secrets.compare_digest(found, challenge.encode())

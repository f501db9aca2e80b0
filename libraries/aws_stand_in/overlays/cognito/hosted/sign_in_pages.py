"""The pages on which a user signs in and out: /oauth2/authorize, /login, /mfa, /logout and /error.

Source: Amazon Cognito Developer Guide, "Authorize endpoint", "Login endpoint" and "Logout endpoint".
"""

import secrets
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from aws_stand_in.aws_response import AwsError, AwsResponse
from aws_stand_in.overlays.cognito.app_client import AppClient
from aws_stand_in.overlays.cognito.hosted.authorization import (
    AuthorizationCodes,
    AuthorizationRequest,
    authorization_request,
)
from aws_stand_in.overlays.cognito.hosted.html_pages import code_page, page, password_page
from aws_stand_in.overlays.cognito.hosted.oauth_errors import OAuthError
from aws_stand_in.overlays.cognito.hosted.oauth_request import OAuthRequest
from aws_stand_in.overlays.cognito.sign_in import SignInOverlay
from aws_stand_in.overlays.cognito.tokens import Occasion, TokenStore

if TYPE_CHECKING:
    from moto.cognitoidp.models import CognitoIdpUser

SESSION_COOKIE, FORM_COOKIE = "cognito", "XSRF-TOKEN"
SESSION_SECONDS = 3600
HOSTED = "HostedAuth"
_WRONG_CODES = ("CodeMismatchException", "ExpiredCodeException")
_ERROR = "An error was encountered with the requested page."


@dataclass(frozen=True, slots=True)
class _Session:
    user_id: str
    pool_id: str
    expires_at: float


_Answer = Callable[[OAuthRequest, AuthorizationRequest], AwsResponse]


class SignInPages:
    """Signs users in on a page, and sends them back to the client.

    Args:
        sign_in: Checks passwords and one-time passwords.
        tokens: Issues the tokens of the implicit flow.
        codes: Issues codes.
        clock: Epoch seconds.
    """

    def __init__(
        self,
        sign_in: SignInOverlay,
        tokens: TokenStore,
        codes: AuthorizationCodes,
        clock: Callable[[], float],
    ) -> None:
        self._sign_in = sign_in
        self._tokens = tokens
        self._codes = codes
        self._clock = clock
        self._sessions: dict[str, dict[str, _Session]] = defaultdict(dict)

    def forget(self, account_id: str) -> None:
        """Drop the sessions of an account."""
        self._sessions.pop(account_id, None)

    def authorize(self, request: OAuthRequest) -> AwsResponse:
        """Send a user who has signed in already back to the client, any other to the page for it."""
        return self._for_client(request, self._authorize)

    def login(self, request: OAuthRequest) -> AwsResponse:
        """Show the page, or take what was filled in."""
        answer = self._form_answer(self._check_password) if request.method == "POST" else _show_empty_form
        return self._for_client(request, answer)

    def second_factor(self, request: OAuthRequest) -> AwsResponse:
        """Take the one-time password that was filled in."""
        return self._for_client(request, self._form_answer(self._check_code))

    def logout(self, request: OAuthRequest) -> AwsResponse:
        """End the session of the browser, and send it on."""
        client = request.client(request.query.get("client_id"))
        if client is None:
            return _to_error(request, "Client does not exist.")
        session = request.cookie(SESSION_COOKIE)
        self._sessions[request.location.account_id].pop(session or "", None)
        target = request.query.get("logout_uri")
        if target is None:
            url = f"{request.address.base}/login?{request.query_string}"
            return _for_redirect(request, client) or _redirect(url, _cookie(SESSION_COOKIE, "", 0))
        if target not in client.configuration.get("LogoutURLs", ()):
            return _to_error(request, "Required parameters missing")
        return _redirect(target, _cookie(SESSION_COOKIE, "", 0))

    def error(self, request: OAuthRequest) -> AwsResponse:
        """Show what is wrong with a request whose client can't be told."""
        body = f"<p>{escape(request.query.get('error', ''))}</p>"
        return page(_ERROR, body, status=400)

    def _for_client(self, request: OAuthRequest, answer: _Answer) -> AwsResponse:
        """Answer what a client asks for; what is wrong with it, the client is told by its redirect_uri."""
        client = request.client(request.query.get("client_id"))
        if client is None:
            return _to_error(request, "Client does not exist.")
        refusal = _for_redirect(request, client)
        if refusal is not None:
            return refusal
        try:
            return answer(request, authorization_request(client, request.query))
        except OAuthError as error:
            return _redirect(
                _add_query(request.query["redirect_uri"], {"error": error.code, **_state(request)})
            )

    def _authorize(self, request: OAuthRequest, asked: AuthorizationRequest) -> AwsResponse:
        session = self._session(request)
        user = asked.client.find_user(session.user_id) if session else None
        if user is None or not user.enabled:
            return _redirect(f"{request.address.base}/login?{request.query_string}")
        return self._grant(asked, user)

    def _form_answer(
        self, check: Callable[[OAuthRequest, AppClient], "CognitoIdpUser | AwsResponse"]
    ) -> _Answer:
        """Return what answers this browser's own form: with the page that the check returns, or by signing in the user."""

        def answer(request: OAuthRequest, asked: AuthorizationRequest) -> AwsResponse:
            if not _is_own_form(request):
                return _refused_form()
            checked = check(request, asked.client)
            return checked if isinstance(checked, AwsResponse) else self._signed_in(request, asked, checked)

        return answer

    def _check_password(self, request: OAuthRequest, client: AppClient) -> "CognitoIdpUser | AwsResponse":
        username, password = request.form.get("username", ""), request.form.get("password", "")
        try:
            user = self._sign_in.check_password(client, username, password)
        except AwsError as error:
            return _show_mistake(request, error)
        return _show_code_form(request, user) if isinstance(user, str) else user

    def _check_code(self, request: OAuthRequest, client: AppClient) -> "CognitoIdpUser | AwsResponse":
        session, code = request.form.get("session", ""), request.form.get("code", "")
        try:
            return self._sign_in.check_one_time_password(client, session, code)
        except AwsError as error:
            if error.code in _WRONG_CODES:
                return _show_code_form(request, session, error.message)
            return _show_mistake(request, error)

    def _signed_in(
        self, request: OAuthRequest, asked: AuthorizationRequest, user: "CognitoIdpUser"
    ) -> AwsResponse:
        """Begin the session of the browser, and send it back to the client."""
        session_id = secrets.token_urlsafe(32)
        session = _Session(user.id, request.location.pool.id, self._clock() + SESSION_SECONDS)
        self._sessions[request.location.account_id][session_id] = session
        response = self._grant(asked, user)
        response.headers["Set-Cookie"] = _cookie(SESSION_COOKIE, session_id, SESSION_SECONDS)
        return response

    def _grant(self, asked: AuthorizationRequest, user: "CognitoIdpUser") -> AwsResponse:
        state = {"state": asked.state} if asked.state is not None else {}
        if asked.response_type == "code":
            code = self._codes.issue(asked, user.id)
            return _redirect(_add_query(asked.redirect_uri, {"code": code, **state}))
        issued = self._tokens.issue(asked.client, user, occasion_of(asked))
        fields = {
            "access_token": issued["AccessToken"],
            **({"id_token": issued["IdToken"]} if "openid" in asked.scopes else {}),
            "token_type": "Bearer",
            "expires_in": str(issued["ExpiresIn"]),
            **state,
        }
        return _redirect(f"{asked.redirect_uri}#{urlencode(fields)}")

    def _session(self, request: OAuthRequest) -> _Session | None:
        session = self._sessions[request.location.account_id].get(request.cookie(SESSION_COOKIE) or "")
        counts = (
            session and session.pool_id == request.location.pool.id and self._clock() < session.expires_at
        )
        return session if counts else None


def occasion_of(asked: AuthorizationRequest) -> Occasion:
    """Return the occasion on which tokens for what was granted are generated."""
    nonce = {"nonce": asked.nonce} if asked.nonce else {}
    return Occasion(HOSTED, scopes=asked.scopes, id_claims=nonce)


def _show_empty_form(request: OAuthRequest, _asked: AuthorizationRequest) -> AwsResponse:
    return _show_password_form(request)


def _show_password_form(request: OAuthRequest, mistake: str = "") -> AwsResponse:
    csrf = secrets.token_urlsafe(24)
    return _add_csrf(password_page(_action(request, "/login"), csrf, mistake), csrf)


def _show_mistake(request: OAuthRequest, error: AwsError) -> AwsResponse:
    """Return the form with what is wrong in it; raise an error that is not the user's mistake, such as 501."""
    if error.status is not None:
        raise error
    return _show_password_form(request, error.message)


def _show_code_form(request: OAuthRequest, session: str, mistake: str = "") -> AwsResponse:
    csrf = secrets.token_urlsafe(24)
    return _add_csrf(code_page(_action(request, "/mfa"), csrf, mistake, session), csrf)


def _action(request: OAuthRequest, path: str) -> str:
    return f"{request.address.base}{path}?{request.query_string}"


def _add_csrf(response: AwsResponse, csrf: str) -> AwsResponse:
    response.headers["Set-Cookie"] = _cookie(FORM_COOKIE, csrf, SESSION_SECONDS)
    return response


def _is_own_form(request: OAuthRequest) -> bool:
    """Tell whether a form is the one that this browser was shown."""
    token, sent = request.cookie(FORM_COOKIE), request.form.get("_csrf", "")
    return bool(token) and secrets.compare_digest(str(token).encode(), sent.encode())


def _refused_form() -> AwsResponse:
    return page(_ERROR, "<p>Invalid CSRF token</p>", status=403)


def _for_redirect(request: OAuthRequest, client: AppClient) -> AwsResponse | None:
    """Return the refusal of a redirect_uri that is not the client's, instead of a redirect to it; None if it is."""
    if request.query.get("redirect_uri") in client.configuration.get("CallbackURLs", ()):
        return None
    return _to_error(request, "redirect_mismatch", client_id=client.id)


def _to_error(request: OAuthRequest, error: str, **more: str) -> AwsResponse:
    return _redirect(f"{request.address.base}/error?{urlencode({'error': error, **more})}")


def _state(request: OAuthRequest) -> dict[str, str]:
    return {"state": request.query["state"]} if "state" in request.query else {}


def _add_query(uri: str, parameters: Mapping[str, str]) -> str:
    return f"{uri}{'&' if '?' in uri else '?'}{urlencode(parameters)}"


def _redirect(url: str, cookie: str | None = None) -> AwsResponse:
    headers = {"Location": url, "Cache-Control": "no-store"}
    return AwsResponse(302, {**headers, "Set-Cookie": cookie} if cookie else headers)


def _cookie(name: str, value: str, seconds: int) -> str:
    return f"{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax"

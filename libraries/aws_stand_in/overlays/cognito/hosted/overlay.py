"""A user pool's domain: its pages and its OAuth 2.0 endpoints."""

from collections.abc import Callable, Mapping

from aws_stand_in.aws_request import AwsRequest
from aws_stand_in.aws_response import AwsResponse, NotImitatedError
from aws_stand_in.overlays.cognito.hosted.address import DomainAddress
from aws_stand_in.overlays.cognito.hosted.authorization import AuthorizationCodes
from aws_stand_in.overlays.cognito.hosted.oauth_errors import OAuthError
from aws_stand_in.overlays.cognito.hosted.oauth_request import OAuthRequest
from aws_stand_in.overlays.cognito.hosted.sign_in_pages import SignInPages
from aws_stand_in.overlays.cognito.hosted.token_endpoint import TokenEndpoint
from aws_stand_in.overlays.cognito.sign_in import SignInOverlay
from aws_stand_in.overlays.cognito.tokens import TokenStore

_Answer = Callable[[OAuthRequest], AwsResponse]


class HostedOverlay:
    """Answers requests to the domains of user pools.

    Args:
        sign_in: Checks passwords.
        tokens: Issues tokens.
        clock: Epoch seconds.
    """

    def __init__(self, sign_in: SignInOverlay, tokens: TokenStore, clock: Callable[[], float]) -> None:
        self._codes = AuthorizationCodes(clock)
        self._pages = SignInPages(sign_in, tokens, self._codes, clock)
        endpoint = TokenEndpoint(tokens, self._codes, clock)
        self._routes: Mapping[tuple[str, str], _Answer] = {
            ("GET", "/oauth2/authorize"): self._pages.authorize,
            ("POST", "/oauth2/authorize"): self._pages.authorize,
            ("GET", "/login"): self._pages.login,
            ("POST", "/login"): self._pages.login,
            ("POST", "/mfa"): self._pages.second_factor,
            ("GET", "/logout"): self._pages.logout,
            ("GET", "/error"): self._pages.error,
            ("POST", "/oauth2/token"): endpoint.token,
            ("POST", "/oauth2/revoke"): endpoint.revoke,
            ("GET", "/oauth2/userInfo"): endpoint.user_info,
            ("POST", "/oauth2/userInfo"): endpoint.user_info,
        }

    def forget(self, account_id: str) -> None:
        """Drop what is kept of an account: sessions and codes."""
        self._codes.forget(account_id)
        self._pages.forget(account_id)

    def answer(self, request: AwsRequest, address: DomainAddress) -> AwsResponse:
        """Answer a request to a domain."""
        location = address.location()
        if location is None:
            return AwsResponse(400, {"Content-Type": "text/html"}, b"Domain does not exist.")
        answer = self._routes.get((str(request.http.method), address.path))
        if answer is None and address.path in {path for _, path in self._routes}:
            return AwsResponse(405)
        if answer is None:
            raise NotImitatedError(f"{address.path} of a user pool's domain")
        try:
            return answer(OAuthRequest(request, address, location))
        except OAuthError as error:
            return error.response()

"""`cognito-idp`: signing in, refreshing and signing out, checked as Cognito checks them.

Imitated: `ExplicitAuthFlows`; SRP with a proof that is verified; SECRET_HASH in every flow; lockout;
`PreventUserExistenceErrors`; user names regardless of case; token validity, expiry and claims; refresh tokens
bound to their client, with rotation (GetTokensFromRefreshToken), RevokeToken, GlobalSignOut and
AdminUserGlobalSignOut in any region; password policy on ConfirmForgotPassword; DeleteUser; JWKS only for pools
that exist.

Not imitated: custom and choice-based authentication and Lambda triggers (501); confirmation codes, any of which
is accepted; IAM permissions; the hosted UI and its OAuth endpoints. MFA is moto's: one fixed TOTP secret, which
is checked. All pools share moto's packaged signing key, until their keys are rotated by the control API.
Everything else of the service is moto's.
"""

import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from aws_stand_in.aws_request import AwsRequest, Handler, Overlay
from aws_stand_in.aws_response import AwsError, AwsResponse
from aws_stand_in.overlays.cognito import auth_flows, pool_keys, pools
from aws_stand_in.overlays.cognito.app_client import AppClient, find_app_client
from aws_stand_in.overlays.cognito.refusals import not_authorized, user_not_found
from aws_stand_in.overlays.cognito.sign_in import SignInOverlay
from aws_stand_in.overlays.cognito.token_validity import check_validity
from aws_stand_in.overlays.cognito.tokens import TokenStore

if TYPE_CHECKING:
    from moto.cognitoidp.models import CognitoIdpUser

SERVICE = "cognito-idp"
KEY_SET = "/.well-known/jwks.json"


class CognitoOverlay(Overlay):
    """Answers what concerns signing in and out.

    Args:
        clock: Epoch seconds.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._tokens = TokenStore(clock)
        self._sign_in = SignInOverlay(self._tokens, clock)

    def handlers(self) -> Mapping[tuple[str, str], Handler]:
        operations: dict[str, Handler] = {
            "": self.pool_metadata,
            "*": self.anything_else,
            "CreateUserPoolClient": self.create_user_pool_client,
            "UpdateUserPoolClient": self.create_user_pool_client,
            "AdminCreateUser": self.admin_create_user,
            "SignUp": self.sign_up,
            "InitiateAuth": self.initiate_auth,
            "AdminInitiateAuth": self.admin_initiate_auth,
            "RespondToAuthChallenge": self._sign_in.respond,
            "AdminRespondToAuthChallenge": self._sign_in.respond,
            "GetTokensFromRefreshToken": self.get_tokens_from_refresh_token,
            "RevokeToken": self.revoke_token,
            "GlobalSignOut": self.global_sign_out,
            "AdminUserGlobalSignOut": self.admin_user_global_sign_out,
            "ForgotPassword": self.forgot_password,
            "ConfirmForgotPassword": self.confirm_forgot_password,
            "ConfirmSignUp": self.confirm_sign_up,
            "DeleteUser": self.delete_user,
        }
        return {(SERVICE, operation): handler for operation, handler in operations.items()}

    def reset(self, account_id: str) -> None:
        self._tokens.forget(account_id)
        self._sign_in.forget(account_id)

    def pool_metadata(self, request: AwsRequest) -> AwsResponse:
        """Serve JWKS and OpenID configuration of pools that exist."""
        location = pools.location_of_pool(request.http.path.split("/")[1])
        if location is None:
            body = json.dumps({"message": "User pool does not exist."}).encode()
            return AwsResponse(404, {"Content-Type": "application/json"}, body)
        rotated = pool_keys.key_set(location.pool) if request.http.path.endswith(KEY_SET) else None
        if rotated is not None:
            return AwsResponse(200, {"Content-Type": "application/json"}, rotated)
        return request.pass_on()

    def anything_else(self, request: AwsRequest) -> AwsResponse:
        """Let moto answer, but only to access tokens that still count, and whatever the case of a user's name."""
        given = request.parameters
        if "AccessToken" in given:
            self._tokens.holder_of(given["AccessToken"])
        location = pools.location_of_pool(given.get("UserPoolId", ""))
        user = pools.find_user(location.pool, given["Username"]) if location and "Username" in given else None
        if user is not None:
            request.replace_body(json.dumps({**given, "Username": user.username}, default=str).encode())
        return request.pass_on()

    def admin_create_user(self, request: AwsRequest) -> AwsResponse:
        """Let moto create a user whose name is not taken, in whatever case."""
        given = request.parameters
        location = pools.location_of_pool(given["UserPoolId"])
        resends = given.get("MessageAction") == "RESEND"
        if location and not resends and pools.find_user(location.pool, given["Username"]):
            raise AwsError("UsernameExistsException", "User account already exists")
        return request.pass_on()

    def sign_up(self, request: AwsRequest) -> AwsResponse:
        """Let moto register a user whose name is not taken, in whatever case."""
        given = request.parameters
        client = find_app_client(given["ClientId"])
        client.check_secret_hash(given["Username"], given.get("SecretHash"))
        if client.find_user(given["Username"]):
            raise AwsError("UsernameExistsException", "User already exists")
        return request.pass_on()

    def create_user_pool_client(self, request: AwsRequest) -> AwsResponse:
        """Let moto create or update an app client whose token validity is allowed."""
        check_validity(request.parameters)
        return request.pass_on()

    def initiate_auth(self, request: AwsRequest) -> dict[str, Any]:
        """Begin to sign in, or refresh."""
        return self._sign_in.initiate(request, auth_flows.FLOWS_OF_INITIATE_AUTH)

    def admin_initiate_auth(self, request: AwsRequest) -> dict[str, Any]:
        """Begin to sign a user in, or refresh, with the permissions of an administrator."""
        return self._sign_in.initiate(request, auth_flows.FLOWS_OF_ADMIN_INITIATE_AUTH)

    def get_tokens_from_refresh_token(self, request: AwsRequest) -> dict[str, Any]:
        """Refresh, with a new refresh token if the client rotates them."""
        given = request.parameters
        client = find_app_client(given["ClientId"])
        if not client.knows_secret(given.get("ClientSecret")):
            raise not_authorized("Invalid client secret.")
        return {"AuthenticationResult": self._tokens.refresh(given["RefreshToken"], client)}

    def revoke_token(self, request: AwsRequest) -> dict[str, Any]:
        """Revoke a refresh token and the access tokens that came from it."""
        given = request.parameters
        client = find_app_client(given["ClientId"])
        if not client.knows_secret(given.get("ClientSecret")):
            raise AwsError("UnauthorizedException", "Invalid client secret.")
        self._tokens.revoke(given["Token"], client)
        return {}

    def global_sign_out(self, request: AwsRequest) -> dict[str, Any]:
        """Sign the user of an access token out everywhere."""
        location, user = self._signed_in(request.parameters["AccessToken"])
        self._tokens.sign_out(location, user)
        return {}

    def admin_user_global_sign_out(self, request: AwsRequest) -> dict[str, Any]:
        """Sign a user out everywhere."""
        pool_id = request.parameters["UserPoolId"]
        location = pools.location_of_pool(pool_id)
        if location is None:
            raise AwsError("ResourceNotFoundException", f"User pool {pool_id} does not exist.")
        user = pools.find_user(location.pool, request.parameters["Username"])
        if user is None:
            raise user_not_found()
        self._tokens.sign_out(location, user)
        return {}

    def forgot_password(self, request: AwsRequest) -> AwsResponse | dict[str, Any]:
        """Let moto send a code; pretend to for an unknown user if the client hides who exists."""
        given = request.parameters
        client = find_app_client(given["ClientId"])
        if client.find_user(given["Username"]):
            return request.pass_on()
        if not client.hides_users:
            raise _unknown_combination()
        return {
            "CodeDeliveryDetails": {
                "Destination": f"{given['Username'][:1]}***@***",
                "DeliveryMedium": "EMAIL",
                "AttributeName": "email",
            }
        }

    def confirm_forgot_password(self, request: AwsRequest) -> AwsResponse:
        """Let moto set the new password if it meets the policy."""
        client = _client_of_known_user(request)
        client.location.backend._validate_password(client.pool.id, request.parameters["Password"])
        return request.pass_on()

    def confirm_sign_up(self, request: AwsRequest) -> AwsResponse:
        """Let moto confirm a user who exists."""
        _client_of_known_user(request)
        return request.pass_on()

    def delete_user(self, request: AwsRequest) -> dict[str, Any]:
        """Remove the user of an access token."""
        location, user = self._signed_in(request.parameters["AccessToken"])
        self._tokens.sign_out(location, user)
        location.backend.admin_delete_user(location.pool.id, user.username)
        return {}

    def _signed_in(self, access_token: str) -> "tuple[pools.PoolLocation, CognitoIdpUser]":
        location, user_id = self._tokens.holder_of(access_token)
        user = pools.find_user(location.pool, user_id)
        if user is None:
            raise user_not_found()
        return location, user


def _client_of_known_user(request: AwsRequest) -> AppClient:
    """Return the app client of a request that confirms something with a code, if its user exists."""
    client = find_app_client(request.parameters["ClientId"])
    if client.find_user(request.parameters["Username"]):
        return client
    if client.hides_users:
        raise AwsError("CodeMismatchException", "Invalid verification code provided, please try again.")
    raise _unknown_combination()


def _unknown_combination() -> AwsError:
    return AwsError("UserNotFoundException", "Username/client id combination not found.")

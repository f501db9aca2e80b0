"""`cognito-idp`: signing in, refreshing and signing out, checked as Cognito checks them.

Imitated: `ExplicitAuthFlows`; SRP with a proof that is verified; SECRET_HASH in every flow; lock-out;
`PreventUserExistenceErrors`; user names regardless of case; token validity, expiry and claims; refresh tokens
bound to their client, with rotation (GetTokensFromRefreshToken), RevokeToken, GlobalSignOut and
AdminUserGlobalSignOut in any region; password policy on ConfirmForgotPassword; DeleteUser; JWKS only for pools
that exist.

Not imitated: custom and choice-based authentication and Lambda triggers (501); confirmation codes, any of which
is accepted; IAM permissions; the hosted UI and its OAuth endpoints. MFA is moto's: one fixed TOTP secret, which
is checked. All pools share moto's packaged signing key. Everything else of the service is moto's.
"""

import hashlib
import json
import uuid
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from aws_stand_in.aws_request import AwsRequest, Handler, Overlay
from aws_stand_in.aws_response import AwsError, AwsResponse, NotImitatedError
from aws_stand_in.overlays.cognito import pools, srp
from aws_stand_in.overlays.cognito.lock_out import LockOut
from aws_stand_in.overlays.cognito.tokens import (
    Grant,
    TokenStore,
    check_validity,
    not_authorized,
    rotates,
)

if TYPE_CHECKING:
    from moto.cognitoidp.models import CognitoIdpUser, CognitoIdpUserPool, CognitoIdpUserPoolClient

SERVICE = "cognito-idp"
WRONG_PASSWORD = "Incorrect username or password."
NO_SUCH_USER = "User does not exist."

_DEFAULT_FLOWS = ("ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_CUSTOM_AUTH")
_ALLOWING: Mapping[str, tuple[str, ...]] = {
    "USER_PASSWORD_AUTH": ("ALLOW_USER_PASSWORD_AUTH", "USER_PASSWORD_AUTH"),
    "USER_SRP_AUTH": ("ALLOW_USER_SRP_AUTH",),
    "ADMIN_USER_PASSWORD_AUTH": ("ALLOW_ADMIN_USER_PASSWORD_AUTH", "ADMIN_NO_SRP_AUTH"),
    "ADMIN_NO_SRP_AUTH": ("ALLOW_ADMIN_USER_PASSWORD_AUTH", "ADMIN_NO_SRP_AUTH"),
    "REFRESH_TOKEN_AUTH": ("ALLOW_REFRESH_TOKEN_AUTH",),
    "REFRESH_TOKEN": ("ALLOW_REFRESH_TOKEN_AUTH",),
}
_REFUSALS: Mapping[str, str] = {
    "USER_PASSWORD_AUTH": "USER_PASSWORD_AUTH flow not enabled for this client",
    "USER_SRP_AUTH": "USER_SRP_AUTH is not enabled for the client.",
}
_FLOWS_FOR_USERS = ("USER_SRP_AUTH", "USER_PASSWORD_AUTH", "REFRESH_TOKEN_AUTH", "REFRESH_TOKEN")
_FLOWS_FOR_ADMINS = (
    "USER_SRP_AUTH",
    "ADMIN_USER_PASSWORD_AUTH",
    "ADMIN_NO_SRP_AUTH",
    "REFRESH_TOKEN_AUTH",
    "REFRESH_TOKEN",
)
_MOTO_CHALLENGES = ("NEW_PASSWORD_REQUIRED", "SOFTWARE_TOKEN_MFA", "SMS_MFA", "MFA_SETUP")


class CognitoOverlay(Overlay):
    """Answers what concerns signing in and out.

    Args:
        clock: epoch seconds.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._tokens = TokenStore(clock)
        self._lock_out = LockOut(clock)
        self._challenges: dict[tuple[str, str], tuple[srp.Challenge, bool]] = {}

    def handlers(self) -> Mapping[tuple[str, str], Handler]:
        operations: dict[str, Handler] = {
            "": self.pool_metadata,
            "*": self.anything_else,
            "CreateUserPoolClient": self.create_user_pool_client,
            "UpdateUserPoolClient": self.create_user_pool_client,
            "AdminCreateUser": self.admin_create_user,
            "SignUp": self.sign_up,
            "InitiateAuth": lambda request: self.initiate_auth(request, _FLOWS_FOR_USERS),
            "AdminInitiateAuth": lambda request: self.initiate_auth(request, _FLOWS_FOR_ADMINS),
            "RespondToAuthChallenge": self.respond_to_auth_challenge,
            "AdminRespondToAuthChallenge": self.respond_to_auth_challenge,
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
        self._lock_out.forget(account_id)
        for key in [key for key in self._challenges if key[0] == account_id]:
            del self._challenges[key]

    def pool_metadata(self, request: AwsRequest) -> AwsResponse:
        """Serve JWKS and OpenID configuration of pools that exist."""
        if pools.location_of_pool(request.http.path.split("/")[1]) is None:
            body = json.dumps({"message": "User pool does not exist."}).encode()
            return AwsResponse(404, {"Content-Type": "application/json"}, body)
        return request.pass_on()

    def anything_else(self, request: AwsRequest) -> AwsResponse:
        """Let moto answer, but only to access tokens that still count, and whatever the case of a user's name."""
        given = request.parameters
        if "AccessToken" in given:
            self._tokens.user_id_of(given["AccessToken"])
        location = pools.location_of_pool(given.get("UserPoolId", ""))
        user = pools.find_user(location.pool, given["Username"]) if location and "Username" in given else None
        if user is not None:
            request.replace_body(json.dumps({**given, "Username": user.username}, default=str).encode())
        return request.pass_on()

    def admin_create_user(self, request: AwsRequest) -> AwsResponse:
        """Let moto make a user whose name is not taken, in whatever case."""
        given = request.parameters
        location = pools.location_of_pool(given["UserPoolId"])
        resends = given.get("MessageAction") == "RESEND"
        if location and not resends and pools.find_user(location.pool, given["Username"]):
            raise AwsError("UsernameExistsException", "User account already exists")
        return request.pass_on()

    def sign_up(self, request: AwsRequest) -> AwsResponse:
        """Let moto register a user whose name is not taken, in whatever case."""
        given = request.parameters
        location, client = pools.client_of(pools.location_of_client(given["ClientId"]), given["ClientId"])
        _check_secret_hash(client, given["Username"], given.get("SecretHash"))
        if pools.find_user(location.pool, given["Username"]):
            raise AwsError("UsernameExistsException", "User already exists")
        return request.pass_on()

    def create_user_pool_client(self, request: AwsRequest) -> AwsResponse:
        """Let moto do it if the token validities are allowed."""
        check_validity(request.parameters)
        return request.pass_on()

    def initiate_auth(self, request: AwsRequest, flows: tuple[str, ...]) -> dict[str, Any]:
        """Begin to sign in, or refresh."""
        given = request.parameters
        flow, authentication = given["AuthFlow"], given.get("AuthParameters", {})
        location, client = pools.client_of(pools.location_of_client(given["ClientId"]), given["ClientId"])
        if flow in ("CUSTOM_AUTH", "USER_AUTH"):
            raise NotImitatedError(f"the authentication flow {flow}")
        if flow not in flows:
            raise _invalid("Initiate Auth method not supported.")
        _require_flow(client, flow)
        if flow.startswith("REFRESH_TOKEN"):
            return {"AuthenticationResult": self._refresh(location, client, authentication)}
        username = _required(authentication, "USERNAME")
        _check_secret_hash(client, username, authentication.get("SECRET_HASH"))
        if flow == "USER_SRP_AUTH":
            return self._begin_srp(location, client, username, _required(authentication, "SRP_A"))
        return self._sign_in_with_password(location, client, username, _required(authentication, "PASSWORD"))

    def respond_to_auth_challenge(self, request: AwsRequest) -> dict[str, Any]:
        """Take the answer to a challenge."""
        given = request.parameters
        location, client = pools.client_of(pools.location_of_client(given["ClientId"]), given["ClientId"])
        challenge, responses = given["ChallengeName"], given.get("ChallengeResponses", {})
        username = _required(responses, "USERNAME")
        _check_secret_hash(client, username, responses.get("SECRET_HASH"))
        if challenge == "PASSWORD_VERIFIER":
            return self._verify_password_claim(location, client, username, responses)
        if challenge not in _MOTO_CHALLENGES:
            raise NotImitatedError(f"the challenge {challenge}")
        return self._answer_moto_challenge(location, client, challenge, given.get("Session", ""), responses)

    def get_tokens_from_refresh_token(self, request: AwsRequest) -> dict[str, Any]:
        """Refresh, with a new refresh token if the client rotates them."""
        given = request.parameters
        location, client = pools.client_of(pools.location_of_client(given["ClientId"]), given["ClientId"])
        if client.generate_secret and given.get("ClientSecret") != client.secret:
            raise not_authorized("Invalid client secret.")
        tokens = self._tokens.refresh(
            given["RefreshToken"], client, lambda grant: _user_of(location.pool, grant)
        )
        return {"AuthenticationResult": tokens}

    def revoke_token(self, request: AwsRequest) -> dict[str, Any]:
        """Revoke a refresh token and the access tokens that came from it."""
        given = request.parameters
        _, client = pools.client_of(pools.location_of_client(given["ClientId"]), given["ClientId"])
        if client.generate_secret and given.get("ClientSecret") != client.secret:
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
        location, user = self._user_in_pool(request.parameters["UserPoolId"], request.parameters["Username"])
        self._tokens.sign_out(location, user)
        return {}

    def forgot_password(self, request: AwsRequest) -> AwsResponse | dict[str, Any]:
        """Let moto send a code; for an unknown user as the client's user existence setting says."""
        given = request.parameters
        location, client = pools.client_of(pools.location_of_client(given["ClientId"]), given["ClientId"])
        if pools.find_user(location.pool, given["Username"]):
            return request.pass_on()
        if not _hides_users(client):
            raise AwsError("UserNotFoundException", "Username/client id combination not found.")
        return {
            "CodeDeliveryDetails": {
                "Destination": f"{given['Username'][:1]}***@***",
                "DeliveryMedium": "EMAIL",
                "AttributeName": "email",
            }
        }

    def confirm_forgot_password(self, request: AwsRequest) -> AwsResponse:
        """Let moto set the new password if it meets the policy."""
        given = request.parameters
        location, client = pools.client_of(pools.location_of_client(given["ClientId"]), given["ClientId"])
        if pools.find_user(location.pool, given["Username"]) is None:
            raise _unknown_code(client)
        location.backend._validate_password(location.pool.id, given["Password"])
        return request.pass_on()

    def confirm_sign_up(self, request: AwsRequest) -> AwsResponse:
        """Let moto confirm a user who exists."""
        given = request.parameters
        location, client = pools.client_of(pools.location_of_client(given["ClientId"]), given["ClientId"])
        if pools.find_user(location.pool, given["Username"]) is None:
            raise _unknown_code(client)
        return request.pass_on()

    def delete_user(self, request: AwsRequest) -> dict[str, Any]:
        """Remove the user of an access token."""
        location, user = self._signed_in(request.parameters["AccessToken"])
        self._tokens.sign_out(location, user)
        location.backend.admin_delete_user(location.pool.id, user.username)
        return {}

    def _signed_in(self, access_token: str) -> "tuple[pools.PoolLocation, CognitoIdpUser]":
        user_id = self._tokens.user_id_of(access_token)
        location = pools.location_of_access_token(access_token)
        user = pools.find_user(location.pool, user_id) if location else None
        if location is None or user is None:
            raise AwsError("UserNotFoundException", NO_SUCH_USER)
        return location, user

    def _user_in_pool(self, pool_id: str, username: str) -> "tuple[pools.PoolLocation, CognitoIdpUser]":
        location = pools.location_of_pool(pool_id)
        if location is None:
            raise AwsError("ResourceNotFoundException", f"User pool {pool_id} does not exist.")
        user = pools.find_user(location.pool, username)
        if user is None:
            raise AwsError("UserNotFoundException", NO_SUCH_USER)
        return location, user

    def _refresh(
        self,
        location: pools.PoolLocation,
        client: "CognitoIdpUserPoolClient",
        authentication: Mapping[str, str],
    ) -> dict[str, Any]:
        if rotates(client):
            raise _invalid(
                "REFRESH_TOKEN_AUTH is not supported for clients with refresh token rotation enabled."
            )
        refresh_token = _required(authentication, "REFRESH_TOKEN")
        user = _user_of(location.pool, self._tokens.valid_grant(refresh_token, client))
        if user is not None:
            _check_secret_hash(client, user.username, authentication.get("SECRET_HASH"))
        return self._tokens.refresh(refresh_token, client, lambda _grant: user)

    def _begin_srp(
        self,
        location: pools.PoolLocation,
        client: "CognitoIdpUserPoolClient",
        username: str,
        client_public: str,
    ) -> dict[str, Any]:
        user = pools.find_user(location.pool, username)
        if user is None and not _hides_users(client):
            raise AwsError("UserNotFoundException", NO_SUCH_USER)
        if user is not None:
            _check_may_sign_in(user)
        user_id = user.username if user else _imagined_user_id(location.pool.id, username)
        password = (user.password if user else None) or uuid.uuid4().hex
        try:
            challenge = srp.challenge(
                location.pool.id, user_id, password, client_public, _salt(location.pool.id, user_id)
            )
        except srp.InvalidClientValueError as error:
            raise _invalid(f"Invalid SRP_A: {error}.") from error
        self._challenges[location.account_id, challenge.secret_block] = (challenge, user is not None)
        return {
            "ChallengeName": "PASSWORD_VERIFIER",
            "ChallengeParameters": {
                "SALT": f"{challenge.salt:x}",
                "SRP_B": f"{challenge.server_public:x}",
                "SECRET_BLOCK": challenge.secret_block,
                "USERNAME": user_id,
                "USER_ID_FOR_SRP": user_id,
            },
        }

    def _verify_password_claim(
        self,
        location: pools.PoolLocation,
        client: "CognitoIdpUserPoolClient",
        username: str,
        responses: Mapping[str, str],
    ) -> dict[str, Any]:
        secret_block = _required(responses, "PASSWORD_CLAIM_SECRET_BLOCK")
        signature = _required(responses, "PASSWORD_CLAIM_SIGNATURE")
        timestamp = _required(responses, "TIMESTAMP")
        challenge, exists = self._challenges.pop((location.account_id, secret_block), (None, False))
        user = pools.find_user(location.pool, username)
        proven = (
            challenge is not None
            and exists
            and user is not None
            and user.username == challenge.user_id
            and challenge.proves(signature, timestamp, secret_block)
        )
        return self._judge_password(location, client, user, proven)

    def _sign_in_with_password(
        self, location: pools.PoolLocation, client: "CognitoIdpUserPoolClient", username: str, password: str
    ) -> dict[str, Any]:
        user = pools.find_user(location.pool, username)
        if user is None and not _hides_users(client):
            raise AwsError("UserNotFoundException", NO_SUCH_USER)
        return self._judge_password(location, client, user, user is not None and user.password == password)

    def _judge_password(
        self,
        location: pools.PoolLocation,
        client: "CognitoIdpUserPoolClient",
        user: "CognitoIdpUser | None",
        right: bool,
    ) -> dict[str, Any]:
        if user is None:
            raise not_authorized(WRONG_PASSWORD)
        who = (location.account_id, location.pool.id, user.id)
        if self._lock_out.is_locked(*who):
            raise not_authorized("Password attempts exceeded")
        if not right:
            self._lock_out.failed(*who)
            raise not_authorized(WRONG_PASSWORD)
        self._lock_out.succeeded(*who)
        _check_may_sign_in(user)
        return self._next_challenge(location, user) or {
            "AuthenticationResult": self._tokens.sign_in(location, client, user)
        }

    def _next_challenge(self, location: pools.PoolLocation, user: "CognitoIdpUser") -> dict[str, Any] | None:
        pool = location.pool
        parameters: dict[str, str] = {"USER_ID_FOR_SRP": user.username}
        if user.status == "FORCE_CHANGE_PASSWORD":
            name = "NEW_PASSWORD_REQUIRED"
            parameters |= {"userAttributes": json.dumps(user.attribute_lookup), "requiredAttributes": "[]"}
        elif user.software_token_mfa_enabled or (pool.mfa_config == "ON" and user.token_verified):
            name = "SOFTWARE_TOKEN_MFA"
        elif user.sms_mfa_enabled:
            name = "SMS_MFA"
        elif pool.mfa_config == "ON":
            name = "MFA_SETUP"
            parameters["MFAS_CAN_SETUP"] = json.dumps(["SOFTWARE_TOKEN_MFA"])
        else:
            return None
        session = str(uuid.uuid4())
        location.backend.sessions[session] = (user.username, pool)
        return {"ChallengeName": name, "ChallengeParameters": parameters, "Session": session}

    def _answer_moto_challenge(
        self,
        location: pools.PoolLocation,
        client: "CognitoIdpUserPoolClient",
        challenge: str,
        session: str,
        responses: Mapping[str, str],
    ) -> dict[str, Any]:
        if session not in location.backend.sessions:
            raise not_authorized("Invalid session for the user.")
        username, _ = location.backend.sessions[session]
        answers = {**responses, "USERNAME": username}
        result: dict[str, Any] = location.backend.respond_to_auth_challenge(
            session, client.id, challenge, answers
        )
        if "AuthenticationResult" not in result:
            return result
        location.pool.access_tokens.pop(result["AuthenticationResult"]["AccessToken"], None)
        user = pools.find_user(location.pool, username)
        if user is None:
            raise not_authorized(WRONG_PASSWORD)
        return {"AuthenticationResult": self._tokens.sign_in(location, client, user)}


def _invalid(message: str) -> AwsError:
    return AwsError("InvalidParameterException", message)


def _required(parameters: Mapping[str, str], name: str) -> str:
    value = parameters.get(name)
    if not value:
        raise _invalid(f"Missing required parameter {name}")
    return value


def _require_flow(client: "CognitoIdpUserPoolClient", flow: str) -> None:
    allowed = client.extended_config.get("ExplicitAuthFlows") or _DEFAULT_FLOWS
    legacy = not any(one.startswith("ALLOW_") for one in allowed)
    if legacy and flow in ("USER_SRP_AUTH", "REFRESH_TOKEN_AUTH", "REFRESH_TOKEN"):
        return
    if not set(allowed) & set(_ALLOWING[flow]):
        raise _invalid(_REFUSALS.get(flow, "Auth flow not enabled for this client"))


def _check_secret_hash(client: "CognitoIdpUserPoolClient", username: str, secret_hash: str | None) -> None:
    from moto.cognitoidp.utils import check_secret_hash

    if not client.generate_secret:
        return
    if not secret_hash:
        raise not_authorized(f"Client {client.id} is configured with secret but SECRET_HASH was not received")
    if not check_secret_hash(client.secret, client.id, username, secret_hash):
        raise not_authorized(f"Unable to verify secret hash for client {client.id}")


def _check_may_sign_in(user: "CognitoIdpUser") -> None:
    if not user.enabled:
        raise not_authorized("User is disabled.")
    if user.status == "UNCONFIRMED":
        raise AwsError("UserNotConfirmedException", "User is not confirmed.")
    if user.status == "RESET_REQUIRED":
        raise AwsError("PasswordResetRequiredException", "Password reset required for the user")


def _hides_users(client: "CognitoIdpUserPoolClient") -> bool:
    return bool(client.extended_config.get("PreventUserExistenceErrors") == "ENABLED")


def _unknown_code(client: "CognitoIdpUserPoolClient") -> AwsError:
    if _hides_users(client):
        return AwsError("CodeMismatchException", "Invalid verification code provided, please try again.")
    return AwsError("UserNotFoundException", "Username/client id combination not found.")


def _user_of(pool: "CognitoIdpUserPool", grant: Grant) -> "CognitoIdpUser | None":
    return pools.find_user(pool, grant.user_id)


def _imagined_user_id(pool_id: str, username: str) -> str:
    """A user id for somebody who does not exist: the same each time, so that asking twice tells nothing."""
    return str(uuid.uuid5(uuid.NAMESPACE_OID, f"{pool_id}/{username.lower()}"))


def _salt(pool_id: str, user_id: str) -> int:
    """A user's salt: the same each time, also for a user who does not exist."""
    return int.from_bytes(hashlib.sha256(f"{pool_id}/{user_id}".encode()).digest()[:16], "big")

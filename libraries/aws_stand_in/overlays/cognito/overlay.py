"""`cognito-idp`: signing in, refreshing and signing out, checked as Cognito checks them.

Imitated: `ExplicitAuthFlows`; SRP with a proof that is verified; SECRET_HASH in every flow; lockout;
`PreventUserExistenceErrors`; user names regardless of case; token validity, expiry and claims; refresh tokens
bound to their client, with rotation (GetTokensFromRefreshToken), RevokeToken, GlobalSignOut and
AdminUserGlobalSignOut in any region; password policy on ConfirmForgotPassword; DeleteUser; JWKS only for pools
that exist. Codes to confirm a sign-up, a new password or a new address are sent to an outbox, which the control API
shows; they count once, for the time and the number of attempts that Cognito allows. MFA by software tokens: a secret a
user, codes that count once, challenges that expire. A test can set the clock of all this forward. Attributes by their
schema and the permissions of app clients; aliases once they are verified; groups and roles in tokens by precedence; tags.
Lambda triggers call functions that run: pre sign-up, post confirmation, pre and post authentication, pre token generation
(V1 and V2), custom message, custom authentication, also after a password by SRP, user migration. Devices: their keys, how they
are confirmed, remembered and forgotten, and their own proof by SRP, which takes the place of a second factor if
the pool wants that. Choice-based sign-in (USER_AUTH): PASSWORD, PASSWORD_SRP, and codes by e-mail and text message.

The domain of a pool, at `<endpoint>/<prefix>.auth.<region>.amazoncognito.com/` or by that host: /oauth2/authorize, /login, /mfa,
/oauth2/token (codes with PKCE, refresh tokens, client credentials), /oauth2/userInfo, /oauth2/revoke, /logout; the implicit flow.

Not imitated: step-up authentication, passkeys and a session of ConfirmSignUp (501), custom senders; new passwords, second factors
but software tokens, sign-up and other identity providers on the pages of a domain (501), custom domains; IAM permissions; codes
by text message as a second factor, any of which is accepted. All pools share moto's packaged signing key, until their keys are
rotated by the control API. Everything else of the service is moto's.
"""

import json
from collections.abc import Mapping
from typing import Any

from aws_stand_in.aws_request import AwsRequest, Handler, Overlay
from aws_stand_in.aws_response import AwsError, AwsResponse
from aws_stand_in.overlays.cognito import auth_flows, pool_keys, pools, schema
from aws_stand_in.overlays.cognito.administration import AdministrationOverlay, own_pool, own_user
from aws_stand_in.overlays.cognito.app_client import find_app_client
from aws_stand_in.overlays.cognito.attributes import AttributesOverlay
from aws_stand_in.overlays.cognito.authenticators import AuthenticatorsOverlay
from aws_stand_in.overlays.cognito.challenges import Challenges
from aws_stand_in.overlays.cognito.choice_sign_in import ChoiceSignIn
from aws_stand_in.overlays.cognito.confirmation_codes import ConfirmationCodes
from aws_stand_in.overlays.cognito.device_administration import DevicesOverlay
from aws_stand_in.overlays.cognito.devices import DeviceStore
from aws_stand_in.overlays.cognito.errors import invalid_parameter, not_authorized, wrong_password
from aws_stand_in.overlays.cognito.hosted.address import address_of
from aws_stand_in.overlays.cognito.hosted.openid_configuration import configuration
from aws_stand_in.overlays.cognito.hosted.overlay import HostedOverlay
from aws_stand_in.overlays.cognito.invitations import Invitations
from aws_stand_in.overlays.cognito.messages import Messages
from aws_stand_in.overlays.cognito.outbox import Outbox
from aws_stand_in.overlays.cognito.password_recovery import PasswordRecoveryOverlay
from aws_stand_in.overlays.cognito.pool_clock import PoolClock
from aws_stand_in.overlays.cognito.sign_in import SignInOverlay
from aws_stand_in.overlays.cognito.sign_in_triggers import SignInTriggers
from aws_stand_in.overlays.cognito.sign_up import SignUpOverlay
from aws_stand_in.overlays.cognito.sign_up_triggers import SignUpTriggers
from aws_stand_in.overlays.cognito.tags import TagsOverlay
from aws_stand_in.overlays.cognito.token_generation import TokenGeneration
from aws_stand_in.overlays.cognito.token_validity import check_rotation, check_validity
from aws_stand_in.overlays.cognito.tokens import TokenStore
from aws_stand_in.overlays.cognito.triggers import InvokeFunction, Triggers

SERVICE = "cognito-idp"
OPENID_CONFIGURATION = "/.well-known/openid-configuration"
KEY_SET = "/.well-known/jwks.json"


class CognitoOverlay(Overlay):
    """Answers the operations of signing in and out.

    Args:
        outbox: Where the messages to users go.
        clock: Epoch seconds for user pools.
        invoke: Invokes a function that is a trigger.
    """

    def __init__(self, outbox: Outbox, clock: PoolClock, invoke: InvokeFunction) -> None:
        triggers = Triggers(invoke)
        self._outbox = outbox
        self._clock = clock
        self._tokens = TokenStore(TokenGeneration(triggers), clock)
        self._codes = ConfirmationCodes(outbox, Messages(triggers), clock)
        sign_in_triggers, sign_up_triggers = SignInTriggers(triggers), SignUpTriggers(triggers)
        self._administration = AdministrationOverlay(
            sign_up_triggers, Invitations(outbox, Messages(triggers), clock)
        )
        self._authenticators = AuthenticatorsOverlay(self._tokens, clock)
        self._devices = DeviceStore(clock)
        self._sign_in = SignInOverlay(
            tokens=self._tokens,
            challenges=Challenges(self._authenticators, clock),
            devices=self._devices,
            choice=ChoiceSignIn(outbox, Messages(triggers), clock),
            triggers=sign_in_triggers,
            clock=clock,
        )
        self._hosted = HostedOverlay(self._sign_in, self._tokens, clock)
        self._sign_up = SignUpOverlay(self._codes, sign_up_triggers)
        self._password_recovery = PasswordRecoveryOverlay(self._codes, sign_in_triggers, sign_up_triggers)
        self._attributes = AttributesOverlay(self._codes, self._tokens)

    def handlers(self) -> Mapping[tuple[str, str], Handler]:
        operations: dict[str, Handler] = {
            "": self.without_operation,
            "*": self.anything_else,
            "CreateUserPool": self.create_user_pool,
            "DeleteUserPool": self.delete_user_pool,
            "CreateUserPoolClient": self.create_user_pool_client,
            "UpdateUserPoolClient": self.create_user_pool_client,
            "InitiateAuth": self.initiate_auth,
            "AdminInitiateAuth": self.admin_initiate_auth,
            "RespondToAuthChallenge": self._sign_in.respond,
            "AdminRespondToAuthChallenge": self._sign_in.respond,
            "GetTokensFromRefreshToken": self.get_tokens_from_refresh_token,
            "RevokeToken": self.revoke_token,
            "GlobalSignOut": self.global_sign_out,
            "AdminUserGlobalSignOut": self.admin_user_global_sign_out,
            "ChangePassword": self.change_password,
            "DeleteUser": self.delete_user,
            "AdminDisableUser": self.admin_disable_user,
            **self._sign_up.handlers(),
            **self._password_recovery.handlers(),
            **self._attributes.handlers(),
            **self._authenticators.handlers(),
            **self._administration.handlers(),
            **DevicesOverlay(self._devices, self._tokens).handlers(),
            **TagsOverlay().handlers(),
        }
        return {(SERVICE, operation): handler for operation, handler in operations.items()}

    def reset(self, account_id: str) -> None:
        self._tokens.forget(account_id)
        self._sign_in.forget(account_id)
        self._hosted.forget(account_id)
        self._codes.forget(account_id)
        self._attributes.forget(account_id)
        self._authenticators.forget(account_id)
        self._devices.forget(account_id)
        self._clock.restore(account_id)
        self._outbox.forget(account_id)

    def without_operation(self, request: AwsRequest) -> AwsResponse:
        """Answer a request to a pool's domain, or for what pools publish."""
        address = address_of(request.http.environ)
        return self._hosted.answer(request, address) if address else self.pool_metadata(request)

    def pool_metadata(self, request: AwsRequest) -> AwsResponse:
        """Serve JWKS and OpenID configuration of pools that exist."""
        location = pools.location_of_pool(request.http.path.split("/")[1])
        if location is None:
            body = json.dumps({"message": "User pool does not exist."}).encode()
            return AwsResponse(404, {"Content-Type": "application/json"}, body)
        if request.http.path.endswith(OPENID_CONFIGURATION):
            body = json.dumps(configuration(location, request.endpoint)).encode()
            return AwsResponse(200, {"Content-Type": "application/json"}, body)
        rotated = pool_keys.key_set(location.pool) if request.http.path.endswith(KEY_SET) else None
        if rotated is not None:
            return AwsResponse(200, {"Content-Type": "application/json"}, rotated)
        return request.pass_on()

    def anything_else(self, request: AwsRequest) -> AwsResponse:
        """Let moto answer, but only to access tokens that still count, and whatever the case of a user's name."""
        given = request.parameters
        if given.get("AccessToken"):
            self._tokens.holder_of(given["AccessToken"])
        if given.get("UserPoolId"):
            own_pool(request)
        if given.get("UserPoolId") and given.get("Username"):
            _, user = own_user(request)
            request.replace_body(json.dumps({**given, "Username": user.username}, default=str).encode())
        return request.pass_on()

    def create_user_pool(self, request: AwsRequest) -> AwsResponse:
        """Let moto create a user pool, unless it has two kinds of names to sign in with."""
        if request.parameters.get("AliasAttributes") and request.parameters.get("UsernameAttributes"):
            raise invalid_parameter("Only one of the aliasAttributes or usernameAttributes can be set.")
        return request.pass_on()

    def delete_user_pool(self, request: AwsRequest) -> AwsResponse:
        """Let moto delete a user pool without a domain."""
        location = own_pool(request)
        if any(one.user_pool_id == location.pool.id for one in location.backend.user_pool_domains.values()):
            raise invalid_parameter(
                "User pool cannot be deleted. It has a domain configured that should be deleted first."
            )
        return request.pass_on()

    def create_user_pool_client(self, request: AwsRequest) -> AwsResponse:
        """Let moto create or update an app client whose settings are allowed."""
        check_validity(request.parameters)
        check_rotation(request.parameters)
        auth_flows.check_settings(request.parameters.get("ExplicitAuthFlows") or ())
        schema.check_client_settings(own_pool(request).pool, request.parameters)
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
        self._sign_in.check_device(client, given["RefreshToken"], given.get("DeviceKey"))
        metadata = given.get("ClientMetadata") or {}
        return {"AuthenticationResult": self._tokens.refresh(given["RefreshToken"], client, metadata)}

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
        location, user = self._tokens.user_of(request.parameters["AccessToken"])
        self._tokens.sign_out(location, user)
        return {}

    def admin_user_global_sign_out(self, request: AwsRequest) -> dict[str, Any]:
        """Sign a user out everywhere."""
        location, user = own_user(request)
        self._tokens.sign_out(location, user)
        return {}

    def admin_disable_user(self, request: AwsRequest) -> AwsResponse:
        """Let moto disable a user, and with that the user's access tokens."""
        self._tokens.withdraw_access(*own_user(request))
        return self.anything_else(request)

    def change_password(self, request: AwsRequest) -> AwsResponse:
        """Let moto set a new password that meets the policy, for a user who knows the present one."""
        given = request.parameters
        location, user = self._tokens.user_of(given["AccessToken"])
        location.backend._validate_password(location.pool.id, given["ProposedPassword"])
        if user.password != given.get("PreviousPassword"):
            raise wrong_password()
        return self.anything_else(request)

    def delete_user(self, request: AwsRequest) -> dict[str, Any]:
        """Remove the user of an access token."""
        location, user = self._tokens.user_of(request.parameters["AccessToken"])
        self._tokens.sign_out(location, user)
        location.backend.admin_delete_user(location.pool.id, user.username)
        return {}

"""Sign-in, refresh and sign-out with Cognito, and explanations of its errors."""

import functools
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from robot.api.types import Secret
from robot.utils import DotDict

from cause_register.forms import AcceptedByCognito
from ManuelAuth.accounts import Credentials
from ManuelAuth.challenges import SECOND_FACTOR, ChallengedError, answer_to_password
from ManuelAuth.client_secrets import CLIENT_SECRET_VARIABLE, prove_secret, secret_hash
from ManuelAuth.devices import UserDevice
from ManuelAuth.identity import Identity
from ManuelAuth.logged_bodies import keep_bodies_out_of_the_log
from ManuelAuth.pools import UserPool
from ManuelAuth.tokens import read_claims

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import CognitoIdentityProviderClient
    from mypy_boto3_cognito_idp.type_defs import (
        AuthenticationResultTypeTypeDef,
        GetTokensFromRefreshTokenRequestTypeDef,
    )
    from pycognito.aws_srp import AWSSRP

SRP_SECRET_BITS = 256
UNAUTHORIZED_CODES = ("NotAuthorizedException", "UserNotFoundException")
FLOW_NOT_ENABLED_CODE = "InvalidParameterException"
ADVICE = {
    "NotAuthorizedException": "are e-mail address and password right, and is the user confirmed and enabled?",
    "UserNotFoundException": "the pool reveals who has an account: set PreventUserExistenceErrors for the app client.",
    "ResourceNotFoundException": "check user_pool_id, user_pool_client_id and region in the settings.",
    "InvalidParameterException": "does the app client allow ALLOW_USER_SRP_AUTH and ALLOW_REFRESH_TOKEN_AUTH?",
    "PasswordResetRequiredException": "set a new password for this user before testing with it.",
    "UserNotConfirmedException": "confirm this user before testing with it.",
    "TooManyRequestsException": "Cognito throttles this account: run fewer workers at a time.",
    "CodeMismatchException": "is it the latest code that was sent, or the one that the authenticator shows now?",
    "ExpiredCodeException": "a code is valid once, and for a limited time: request a new one.",
    "LimitExceededException": "this user or account has reached a limit of Cognito: use another user.",
}

CLIENT_SECRET_ADVICE = (
    f"set {CLIENT_SECRET_VARIABLE} to the app client's secret, or leave it out if the app client has none."
)


@dataclass(frozen=True)
class PendingSignIn:
    """A sign-in whose password was right, and that waits for a one-time password. The session is a secret."""

    email: str
    username: str
    session: Secret

    def __str__(self) -> str:
        return f"sign-in of {self.email}"


class CognitoRefusedError(AssertionError):
    """Cognito refused a call that was expected to succeed; `code` and `reason` are its own words."""

    ROBOT_SUPPRESS_NAME = True

    def __init__(self, message: str, code: str, reason: str) -> None:
        super().__init__(message)
        self.code = code
        self.reason = reason


class CognitoUnreachableError(AssertionError):
    """There was no response from Cognito."""

    ROBOT_SUPPRESS_NAME = True
    code = "no response from Cognito"


class Cognito:
    """One user pool as a client sees it.

    Args:
        client: A boto3 client of `cognito-idp`.
        pool: The pool and its app client.
    """

    def __init__(self, client: "CognitoIdentityProviderClient", pool: UserPool) -> None:
        keep_bodies_out_of_the_log()
        self.client = client
        self.pool = pool
        if pool.client_secret is not None:
            prove_secret(client, pool.client_id, pool.client_secret)

    def sign_in(self, account: Credentials, device: UserDevice | None = None) -> Identity:
        """Sign in with the Secure Remote Password protocol (RFC 5054): the password stays in this process.

        Args:
            account: Who signs in.
            device: From which confirmed device; by default from one that Cognito has not seen.

        Raises:
            CognitoRefusedError: The sign-in was refused.
            ChallengedError: The password is not enough.
            CognitoUnreachableError: Cognito does not respond.
        """
        with self._expecting(f"{account.email} to sign in"):
            protocol = _secure_remote_password()(
                username=account.email,
                password=account.password.value,
                pool_id=self.pool.pool_id,
                client_id=self.pool.client_id,
                client=self.client,
                **_proof_of(device),
            )
            answer = answer_to_password(protocol)
        if "AuthenticationResult" not in answer:
            raise ChallengedError(account.email, answer)
        result = answer["AuthenticationResult"]
        return _identity(account.email, result, Secret(result["RefreshToken"]), device)

    def sign_in_from(
        self, account: Credentials, device: UserDevice, *, refusal: str | None = None
    ) -> Identity | DotDict:
        """Sign in from a confirmed device; it must be accepted without a second factor, or be refused with this code.

        Raises:
            CognitoRefusedError: The sign-in was refused.
            AssertionError: A one-time password was asked for, or the outcome is not the expected one.
        """
        if refusal is not None:
            return refusal_of(
                f"the sign-in of {account.email} from {device} to be refused",
                lambda: self.sign_in(account, device),
                refusal,
            )
        try:
            return self.sign_in(account, device)
        except ChallengedError as challenge:
            raise AssertionError(
                f"Expected the sign-in of {account.email} from {device} to need no second factor.\n"
                f"Got the challenge {challenge.code} from Cognito\nHint: is the device remembered?"
            ) from None

    def begin_sign_in(self, account: Credentials, device: UserDevice | None = None) -> PendingSignIn:
        """Sign in with the password, from a confirmed device or a new one, and expect to be asked for a one-time password.

        Raises:
            AssertionError: The password was enough, or Cognito asked for something else.
            CognitoRefusedError: The sign-in was refused.
        """
        try:
            self.sign_in(account, device)
        except ChallengedError as challenge:
            if challenge.code != SECOND_FACTOR:
                raise
            return PendingSignIn(account.email, challenge.username, challenge.session)
        raise AssertionError(
            f"Expected Cognito to ask {account.email} for a one-time password.\nGot tokens for the password alone.\n"
            "Hint: has the user turned on the second factor, and does the pool have one?"
        )

    def finish_sign_in(
        self, pending: PendingSignIn, code: Secret, *, refusal: str | None = None
    ) -> Identity | DotDict:
        """Answer with a one-time password; it must be accepted, or be refused with this code.

        Raises:
            CognitoRefusedError: The one-time password was refused.
            AssertionError: It was accepted, or refused with another code than `refusal`.
        """
        answer = self.send(
            f"{pending.email} to sign in with a one-time password",
            lambda: self.client.respond_to_auth_challenge(
                ClientId=self.pool.client_id,
                ChallengeName=SECOND_FACTOR,
                Session=pending.session.value,
                ChallengeResponses={"USERNAME": pending.username, "SOFTWARE_TOKEN_MFA_CODE": code.value},
            ),
            refusal=refusal,
        )
        if refusal is not None:
            return answer
        result = answer["AuthenticationResult"]
        return _identity(pending.email, result, Secret(result["RefreshToken"]))

    def send_password(self, account: Credentials) -> Identity:
        """Sign in by sending the password itself (USER_PASSWORD_AUTH), which an app client should not allow.

        Raises:
            CognitoRefusedError: The sign-in was refused.
        """
        with self._expecting(f"{account.email} to sign in with the password itself"):
            result = self.client.initiate_auth(
                ClientId=self.pool.client_id,
                AuthFlow="USER_PASSWORD_AUTH",
                AuthParameters={"USERNAME": account.email, "PASSWORD": account.password.value},
            )["AuthenticationResult"]
        return _identity(account.email, result, Secret(result["RefreshToken"]))

    def refresh(self, identity: Identity) -> Identity:
        """Get new ID and access tokens for the refresh token, and a new refresh token if the app client replaces them.

        Raises:
            CognitoRefusedError: The refresh token is revoked, expired or replaced.
        """
        with self._expecting(f"new tokens for {identity.email}"):
            result = self._tokens_for(identity)
        rotated = result.get("RefreshToken")
        refresh_token = Secret(rotated) if rotated else identity.refresh_token
        return _identity(identity.email, result, refresh_token, identity.device)

    def _tokens_for(self, identity: Identity) -> "AuthenticationResultTypeTypeDef":
        """Call GetTokensFromRefreshToken if refresh tokens are replaced, else InitiateAuth with REFRESH_TOKEN_AUTH."""
        refresh_token, device_key = identity.refresh_token, _confirmed_key(identity.device)
        if self.pool.rotates_refresh_tokens:
            about: GetTokensFromRefreshTokenRequestTypeDef = {
                "ClientId": self.pool.client_id,
                "RefreshToken": refresh_token.value,
            }
            if device_key:
                about["DeviceKey"] = device_key
            return self.client.get_tokens_from_refresh_token(**about)["AuthenticationResult"]
        given = {"DEVICE_KEY": device_key} if device_key else {}
        if self.pool.client_secret is not None:
            username = str(read_claims(identity.access_token)["username"])
            given["SECRET_HASH"] = secret_hash(self.pool.client_secret, self.pool.client_id, username)
        return self.client.initiate_auth(
            ClientId=self.pool.client_id,
            AuthFlow="REFRESH_TOKEN_AUTH",
            AuthParameters={"REFRESH_TOKEN": refresh_token.value, **given},
        )["AuthenticationResult"]

    def sign_out_everywhere(self, identity: Identity) -> None:
        """Revoke all of the user's refresh tokens (GlobalSignOut); Cognito's own user calls then refuse the access tokens too.

        An API Gateway authorizer keeps accepting a JWT until it expires, see "Understanding user pool JSON web tokens" in the
        Amazon Cognito developer guide.
        """
        with self._expecting(f"{identity.email} to be signed out on all devices"):
            self.client.global_sign_out(AccessToken=identity.access_token.value)

    def revoke(self, identity: Identity, *, refusal: str | None = None) -> None:
        """Revoke this refresh token and the access tokens that it yielded (RevokeToken, RFC 7009).

        The user's other devices stay signed in. With `refusal`, Cognito must refuse it with this code.
        """
        self.send(
            f"the refresh token of {identity.email} to be revoked",
            lambda: self.client.revoke_token(
                Token=identity.refresh_token.value, ClientId=self.pool.client_id
            ),
            refusal=refusal,
        )

    def read_own_attributes(self, identity: Identity) -> dict[str, str]:
        """Return the attributes of the user who owns the access token (GetUser)."""
        with self._expecting(f"{identity.email} to read its own attributes"):
            attributes = self.client.get_user(AccessToken=identity.access_token.value)["UserAttributes"]
        return {attribute["Name"]: attribute.get("Value", "") for attribute in attributes}

    def change_password(self, identity: Identity, old: Secret, new: str) -> None:
        """Change the password as the signed-in user (ChangePassword)."""
        with self._expecting(f"{identity.email} to change its password"):
            self.client.change_password(
                AccessToken=identity.access_token.value,
                PreviousPassword=old.value,
                ProposedPassword=new,
            )

    def send(self, expectation: str, request: Callable[[], Any], *, refusal: str | None = None) -> DotDict:
        """Send a request that must succeed, or be refused with one code.

        Args:
            expectation: What is expected of it, such as "ada@example.com to be confirmed".
            request: Sends it.
            refusal: The code of the refusal that is expected; None expects success.

        Returns:
            The response, or the refusal with its `code` and `message`.

        Raises:
            CognitoRefusedError: It was refused, and should not be.
            AssertionError: It succeeded, or was refused with another code.
        """

        def attempt() -> DotDict:
            with self._expecting(expectation):
                return DotDict(request() or {})

        return attempt() if refusal is None else refusal_of(f"not {expectation}", attempt, refusal)

    @contextmanager
    def _expecting(self, expectation: str) -> Iterator[None]:
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            yield
        except ClientError as error:
            raise _refusal(expectation, self.pool, error) from None
        except BotoCoreError as error:
            raise CognitoUnreachableError(
                f"Expected {expectation}.\nGot no response from Cognito: {error}\n"
                f"Where: user pool {self.pool.pool_id} at {self.pool.endpoint_url}\n"
                "Hint: is the address right, and is the environment up?"
            ) from None


@functools.cache
def _secure_remote_password() -> "type[AWSSRP]":
    """Return pycognito's client of the protocol, made faster.

    Its secret has the 256 bits that RFC 5054 requires (section 2.6) instead of 1024, and GMP computes the powers instead of
    Python's own `pow`, for which it is enough that the modulus is a number of GMP.
    """
    from gmpy2 import mpz
    from pycognito.aws_srp import AWSSRP, N_HEX

    class QuickSrp(AWSSRP):  # type: ignore[misc]  # pycognito has no type hints
        def generate_random_small_a(self) -> int:
            self.big_n = mpz(N_HEX, 16)
            return secrets.randbits(SRP_SECRET_BITS)

    return QuickSrp


def refusal_of(expectation: str, attempt: Callable[[], object], *codes: str) -> DotDict:
    """Make a call that must be refused, and return the refusal with its `code` and `message`.

    Args:
        expectation: What is expected, such as "the refresh token to be refused".
        attempt: The call to make.
        codes: The codes that the refusal may have; by default those of a call that is not authorized.

    Raises:
        AssertionError: The call succeeded, or was refused for another reason.
    """
    allowed = codes or UNAUTHORIZED_CODES
    try:
        attempt()
    except CognitoRefusedError as refusal:
        if refusal.code in allowed:
            return DotDict(code=refusal.code, message=refusal.reason)
        raise AssertionError(
            f"Expected {expectation}, with {' or '.join(allowed)}.\nGot another refusal. {refusal}"
        ) from None
    except ChallengedError as challenge:
        raise AssertionError(
            f"Expected {expectation}.\nGot the challenge {challenge.code}: Cognito accepted the password."
        ) from None
    raise AssertionError(f"{AcceptedByCognito(expectation)}.")


def _proof_of(device: UserDevice | None) -> dict[str, str]:
    """Return what the protocol needs to know of a confirmed device."""
    if device is None or device.password is None:
        return {}
    return {
        "device_key": device.key,
        "device_group_key": device.group_key,
        "device_password": device.password.value,
    }


def _confirmed_key(device: UserDevice | None) -> str | None:
    return device.key if device and device.password else None


def _identity(
    email: str,
    result: "AuthenticationResultTypeTypeDef",
    refresh_token: Secret,
    device: UserDevice | None = None,
) -> Identity:
    """Return who is signed in, on a device that is known or that the result names."""
    id_token = Secret(result["IdToken"])
    user_id = str(read_claims(id_token)["sub"])
    if metadata := result.get("NewDeviceMetadata"):
        device = UserDevice.offered(metadata)
    return Identity(email, user_id, id_token, Secret(result["AccessToken"]), refresh_token, device)


def _refusal(expectation: str, pool: UserPool, error: Any) -> CognitoRefusedError:
    answer = error.response["Error"]
    request_id = error.response.get("ResponseMetadata", {}).get("RequestId", "unknown")
    code, reason = str(answer["Code"]), str(answer.get("Message", ""))
    advice = ADVICE.get(code, "see this error in the Amazon Cognito API reference.")
    if "secret" in reason.casefold():
        advice = CLIENT_SECRET_ADVICE
    return CognitoRefusedError(
        f"Expected {expectation}.\nGot {code} from Cognito: {reason}\n"
        f"Where: {error.operation_name} at user pool {pool.pool_id}, request id {request_id}\n"
        f"Hint: {advice}",
        code,
        reason,
    )

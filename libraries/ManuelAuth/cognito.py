"""Sign-in, refresh and sign-out at Cognito, and its errors put in words."""

import functools
import logging
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from robot.api.types import Secret
from robot.utils import DotDict

from ManuelAuth.accounts import Account
from ManuelAuth.identity import Identity
from ManuelAuth.pools import UserPool
from ManuelAuth.tokens import read_claims

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import CognitoIdentityProviderClient
    from mypy_boto3_cognito_idp.type_defs import AuthenticationResultTypeTypeDef
    from pycognito.aws_srp import AWSSRP

SRP_SECRET_BITS = 256
UNAUTHORIZED_CODES = ("NotAuthorizedException", "UserNotFoundException")
FLOW_NOT_ENABLED_CODE = "InvalidParameterException"
ADVICE = {
    "NotAuthorizedException": "Are address and password right, and is the user confirmed and enabled?",
    "UserNotFoundException": "The pool tells who has an account: set PreventUserExistenceErrors for the app client.",
    "ResourceNotFoundException": "Check user_pool_id, user_pool_client_id and region in the settings.",
    "InvalidParameterException": "Does the app client allow ALLOW_USER_SRP_AUTH and ALLOW_REFRESH_TOKEN_AUTH?",
    "PasswordResetRequiredException": "Set a new password for this user before testing with it.",
    "UserNotConfirmedException": "Confirm this user before testing with it.",
    "TooManyRequestsException": "Cognito throttles this account: run fewer workers at once.",
    "LimitExceededException": "A limit of Cognito for this user or account is reached: use another user.",
}


class CognitoRefusedError(AssertionError):
    """Cognito refused what was expected to work; `code` and `reason` are its own words."""

    ROBOT_SUPPRESS_NAME = True

    def __init__(self, message: str, code: str, reason: str) -> None:
        super().__init__(message)
        self.code = code
        self.reason = reason


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

    def sign_in(self, account: Account) -> Identity:
        """Sign in with the Secure Remote Password protocol (RFC 5054): the password stays in this process.

        Raises:
            CognitoRefusedError: The sign-in was refused.
        """
        with self._expecting(f"{account.email} to sign in"):
            protocol = _secure_remote_password()(
                username=account.email,
                password=account.password.value,
                pool_id=self.pool.pool_id,
                client_id=self.pool.client_id,
                client=self.client,
            )
            result = protocol.authenticate_user()["AuthenticationResult"]
        return _identity(account.email, result, Secret(result["RefreshToken"]))

    def send_password(self, account: Account) -> Identity:
        """Sign in with the password itself on the way (USER_PASSWORD_AUTH), which an app client should not allow.

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
        """New ID and access tokens for the refresh token, see InitiateAuth with REFRESH_TOKEN_AUTH.

        Raises:
            CognitoRefusedError: The refresh token is revoked or expired.
        """
        with self._expecting(f"new tokens for {identity.email}"):
            result = self.client.initiate_auth(
                ClientId=self.pool.client_id,
                AuthFlow="REFRESH_TOKEN_AUTH",
                AuthParameters={"REFRESH_TOKEN": identity.refresh_token.value},
            )["AuthenticationResult"]
        rotated = result.get("RefreshToken")
        return _identity(identity.email, result, Secret(rotated) if rotated else identity.refresh_token)

    def sign_out_everywhere(self, identity: Identity) -> None:
        """GlobalSignOut: the user's refresh tokens end, and Cognito's own user calls refuse its access tokens.

        An API Gateway authorizer goes on accepting a JWT until it expires, see "Understanding user pool JSON
        web tokens" in the Amazon Cognito developer guide.
        """
        with self._expecting(f"{identity.email} to be signed out on all devices"):
            self.client.global_sign_out(AccessToken=identity.access_token.value)

    def revoke(self, identity: Identity) -> None:
        """RevokeToken (RFC 7009): this refresh token and the access tokens that came from it end.

        Other devices of the user stay signed in.
        """
        with self._expecting(f"the refresh token of {identity.email} to be revoked"):
            self.client.revoke_token(Token=identity.refresh_token.value, ClientId=self.pool.client_id)

    def read_own_attributes(self, identity: Identity) -> dict[str, str]:
        """GetUser: what Cognito tells the owner of an access token about itself."""
        with self._expecting(f"{identity.email} to read its own attributes"):
            attributes = self.client.get_user(AccessToken=identity.access_token.value)["UserAttributes"]
        return {attribute["Name"]: attribute.get("Value", "") for attribute in attributes}

    def change_password(self, identity: Identity, old: Secret, new: Secret) -> None:
        """ChangePassword, as the signed-in user."""
        with self._expecting(f"{identity.email} to change its password"):
            self.client.change_password(
                AccessToken=identity.access_token.value,
                PreviousPassword=old.value,
                ProposedPassword=new.value,
            )

    @contextmanager
    def _expecting(self, expectation: str) -> Iterator[None]:
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            yield
        except ClientError as error:
            raise _refusal(expectation, self.pool, error) from None
        except BotoCoreError as error:
            raise AssertionError(
                f"Expected {expectation}.\nCognito could not be reached: {error}\n"
                f"Where: user pool {self.pool.pool_id} at {self.pool.endpoint_url}\n"
                "Hint: is the address right, and is the environment up?"
            ) from None


@functools.cache
def _secure_remote_password() -> "type[AWSSRP]":
    """pycognito's client, made quick.

    Its secret has 256 bits, as RFC 5054 asks (section 2.6), in place of 1024, and GMP reckons in the place of Python's own
    `pow`: a number of GMP as the modulus is enough for that.
    """
    from gmpy2 import mpz
    from pycognito.aws_srp import AWSSRP, N_HEX

    class QuickSrp(AWSSRP):  # type: ignore[misc]  # pycognito has no type hints
        def generate_random_small_a(self) -> int:
            self.big_n = mpz(N_HEX, 16)
            return secrets.randbits(SRP_SECRET_BITS)

    return QuickSrp


def keep_bodies_out_of_the_log() -> None:
    """Keep botocore above DEBUG, where it logs whole requests and responses, tokens included."""
    logging.getLogger("botocore").setLevel(logging.INFO)


def refusal_of(expectation: str, attempt: Callable[[], object]) -> DotDict:
    """The refusal, with `code` and `message`, of an attempt that must not be authorized.

    Args:
        expectation: What is expected, as "the refresh token to be refused".
        attempt: The call to make.

    Raises:
        AssertionError: The attempt succeeded, or was refused for another reason than authorization.
    """
    try:
        attempt()
    except CognitoRefusedError as refusal:
        if refusal.code in UNAUTHORIZED_CODES:
            return DotDict(code=refusal.code, message=refusal.reason)
        raise AssertionError(
            f"Expected {expectation} because it is not authorized.\nGot another refusal. {refusal}"
        ) from None
    raise AssertionError(f"Expected {expectation}.\nGot a success: Cognito accepted it.")


def _identity(email: str, result: "AuthenticationResultTypeTypeDef", refresh_token: Secret) -> Identity:
    id_token = Secret(result["IdToken"])
    user_id = str(read_claims(id_token)["sub"])
    return Identity(email, user_id, id_token, Secret(result["AccessToken"]), refresh_token)


def _refusal(expectation: str, pool: UserPool, error: Any) -> CognitoRefusedError:
    answer = error.response["Error"]
    request_id = error.response.get("ResponseMetadata", {}).get("RequestId", "unknown")
    code, reason = str(answer["Code"]), str(answer.get("Message", ""))
    advice = ADVICE.get(code, "See this error in the Amazon Cognito API reference.")
    return CognitoRefusedError(
        f"Expected {expectation}.\nCognito refused: {code}: {reason}\n"
        f"Where: {error.operation_name} at user pool {pool.pool_id}, request id {request_id}\n"
        f"Hint: {advice}",
        code,
        reason,
    )

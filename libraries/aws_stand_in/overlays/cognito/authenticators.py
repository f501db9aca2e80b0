"""Software tokens: the secrets of users' authenticator apps, and the codes that these show (RFC 6238).

A code is right half a minute before and after its own, and counts once.
"""

import base64
import secrets
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aws_stand_in.aws_request import AwsRequest, Handler
from aws_stand_in.aws_response import AwsError, AwsResponse
from aws_stand_in.overlays.cognito.errors import not_authorized
from aws_stand_in.overlays.cognito.pools import PoolLocation, location_of_pool
from aws_stand_in.overlays.cognito.tokens import TokenStore

if TYPE_CHECKING:
    from moto.cognitoidp.models import CognitoIdpUser

STEP_SECONDS = 30
SECRET_BYTES = 32
DIGITS = 6
_DRIFT = (0, -1, 1)


@dataclass(slots=True)
class CodeGenerator:
    """What an authenticator app and the user pool share.

    Attributes:
        secret: The key, in Base32.
        last_step: The latest half minute whose code was used, counted from 1970.
    """

    secret: str
    last_step: int = 0

    def accept(self, code: str, now: float) -> None:
        """Accept a code.

        Raises:
            AwsError: CodeMismatchException for a wrong code, ExpiredCodeException for one that was used.
        """
        step = next((step for step in _steps_around(now) if self._code_of(step) == code), None)
        if step is None:
            raise AwsError("CodeMismatchException", "Invalid code received for user")
        if step <= self.last_step:
            raise AwsError("ExpiredCodeException", "Your software token has already been used once.")
        self.last_step = step

    def _code_of(self, step: int) -> str:
        from cryptography.hazmat.primitives.hashes import SHA1
        from cryptography.hazmat.primitives.twofactor.totp import TOTP

        totp = TOTP(base64.b32decode(self.secret), DIGITS, SHA1(), STEP_SECONDS)  # noqa: S303 - what RFC 6238 and apps have
        return totp.generate(step * STEP_SECONDS).decode()


class AuthenticatorsOverlay:
    """Answers AssociateSoftwareToken and VerifySoftwareToken, and checks the codes of those who sign in.

    Args:
        tokens: Knows whose access token it is.
        clock: Epoch seconds.
    """

    def __init__(self, tokens: TokenStore, clock: Callable[[], float]) -> None:
        self._tokens = tokens
        self._clock = clock
        self._offered: dict[str, dict[str, CodeGenerator]] = defaultdict(dict)
        self._verified: dict[str, dict[str, CodeGenerator]] = defaultdict(dict)

    def handlers(self) -> dict[str, Handler]:
        """Return the handlers by operation."""
        return {
            "AssociateSoftwareToken": self.associate,
            "VerifySoftwareToken": self.verify,
            "SetUserMFAPreference": self.set_preference,
        }

    def associate(self, request: AwsRequest) -> dict[str, Any]:
        """Offer a secret, which takes the place of the user's present one when a code of it has been verified."""
        location, user = self._user_of(request)
        secret = base64.b32encode(secrets.token_bytes(SECRET_BYTES)).decode().rstrip("=")
        self._offered[location.account_id][user.id] = CodeGenerator(_padded(secret))
        session = request.parameters.get("Session")
        return {"SecretCode": secret, **({"Session": session} if session else {})}

    def verify(self, request: AwsRequest) -> dict[str, Any]:
        """Take the first code of a secret that was offered."""
        location, user = self._user_of(request)
        offered = self._offered[location.account_id].get(user.id)
        try:
            if offered is None:
                raise not_authorized("Software token has not been associated.")
            offered.accept(request.parameters["UserCode"], self._clock())
        except AwsError as refusal:
            if refusal.code != "CodeMismatchException":
                raise
            message = "Code mismatch and fail enable Software Token MFA"
            raise AwsError("EnableSoftwareTokenMFAException", message) from None
        self._verified[location.account_id][user.id] = self._offered[location.account_id].pop(user.id)
        user.token_verified = True
        session = request.parameters.get("Session")
        return {"Status": "SUCCESS", **({"Session": session} if session else {})}

    def set_preference(self, request: AwsRequest) -> AwsResponse:
        """Let moto note which factors a user wants, if the pool has them."""
        location, _ = self._tokens.user_of(request.parameters["AccessToken"])
        wants = request.parameters.get("SoftwareTokenMfaSettings", {}).get("Enabled")
        if wants and location.pool.mfa_config == "OFF":
            message = "Software token MFA has not been enabled by the userPool."
            raise AwsError("SoftwareTokenMFANotFoundException", message)
        return request.pass_on()

    def accept(self, location: PoolLocation, user: "CognitoIdpUser", code: str) -> None:
        """Accept the code of a user who signs in.

        Raises:
            AwsError: CodeMismatchException for a wrong code, ExpiredCodeException for one that was used.
        """
        self._verified[location.account_id][user.id].accept(code, self._clock())

    def forget(self, account_id: str) -> None:
        """Drop the secrets of an account."""
        self._offered.pop(account_id, None)
        self._verified.pop(account_id, None)

    def _user_of(self, request: AwsRequest) -> "tuple[PoolLocation, CognitoIdpUser]":
        given = request.parameters
        if "AccessToken" in given:
            return self._tokens.user_of(given["AccessToken"])
        session = given.get("Session", "")
        location = location_of_pool(session.partition(":")[0])
        if location is None or session not in location.backend.sessions:
            raise not_authorized("Invalid session for the user.")
        username, _ = location.backend.sessions[session]
        return location, location.backend.admin_get_user(location.pool.id, username)


def _steps_around(now: float) -> list[int]:
    return [int(now // STEP_SECONDS) + drift for drift in _DRIFT]


def _padded(secret: str) -> str:
    return secret + "=" * (-len(secret) % 8)

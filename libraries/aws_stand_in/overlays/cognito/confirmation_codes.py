"""The codes that prove that a user reads an address: sent, and checked as Cognito checks them.

How long a code is valid, and how many a user may ask for or try in an hour, is in "Quotas in Amazon Cognito" of the
Cognito developer guide.
"""

import secrets
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType
from typing import TYPE_CHECKING

from aws_stand_in.aws_response import AwsError
from aws_stand_in.overlays.cognito.messages import Messages
from aws_stand_in.overlays.cognito.outbox import Outbox, SentMessage
from aws_stand_in.overlays.cognito.pools import PoolLocation

if TYPE_CHECKING:
    from moto.cognitoidp.models import CognitoIdpUser

HOUR = 3600
CODES_AN_HOUR = 5
ATTEMPTS_AN_HOUR = 15
_MEDIA = {"email": "EMAIL", "phone_number": "SMS"}
_Key = tuple[str, str, "Purpose"]


class Purpose(Enum):
    """What a code is for, and for how many seconds it is valid."""

    SIGN_UP = ("sign-up", 24 * HOUR, "SignUp")
    NEW_PASSWORD = ("new password", HOUR, "ForgotPassword")
    EMAIL = ("email", 24 * HOUR, "UpdateUserAttribute")
    PHONE_NUMBER = ("phone_number", 24 * HOUR, "UpdateUserAttribute")

    @property
    def seconds(self) -> int:
        """How long a code is valid."""
        return self.value[1]

    @property
    def reason(self) -> str:
        """Why a code is sent, as the second half of a `triggerSource`."""
        return self.value[2]


@dataclass(frozen=True, slots=True)
class _Code:
    code: str
    expires_at: float


class ConfirmationCodes:
    """Sends codes, and checks what users say that they have received.

    Args:
        outbox: Where the messages go.
        messages: Words them.
        clock: Epoch seconds.
    """

    def __init__(self, outbox: Outbox, messages: Messages, clock: Callable[[], float]) -> None:
        self._outbox = outbox
        self._messages = messages
        self._clock = clock
        self._pending: dict[str, dict[_Key, _Code]] = defaultdict(dict)
        self._recent: dict[str, dict[tuple[str, _Key], list[float]]] = defaultdict(dict)

    def send(  # noqa: PLR0913 - who gets which code, where and why
        self,
        location: PoolLocation,
        user: "CognitoIdpUser",
        purpose: Purpose,
        attribute: str,
        destination: str,
        *,
        reason: str = "",
        metadata: Mapping[str, str] = MappingProxyType({}),
    ) -> dict[str, str]:
        """Send a code, which takes the place of an earlier one for the same purpose.

        Args:
            location: The user's pool.
            user: Who has to confirm something.
            purpose: What.
            attribute: The attribute that holds the address: `email` or `phone_number`.
            destination: The address or number.
            reason: Why, as a function is told; by default that of the purpose.
            metadata: The `ClientMetadata` of the request.

        Returns:
            The CodeDeliveryDetails.

        Raises:
            AwsError: LimitExceededException after five codes in an hour.
        """
        key = (location.pool.id, user.id, purpose)
        self._count(location.account_id, ("sent", key), CODES_AN_HOUR)
        code, now = f"{secrets.randbelow(10**6):06}", self._clock()
        self._pending[location.account_id][key] = _Code(code, now + purpose.seconds)
        text = self._messages.text(
            location, user, reason or purpose.reason, _MEDIA[attribute], code, metadata=metadata
        )
        message = SentMessage(location.pool.id, destination, _MEDIA[attribute], text, code, now)
        self._outbox.send(location.account_id, message)
        return delivery_details(attribute, destination)

    def redeem(self, location: PoolLocation, user: "CognitoIdpUser", purpose: Purpose, code: str) -> None:
        """Check a code, which counts once.

        Raises:
            AwsError: CodeMismatchException, ExpiredCodeException for one that is too old, was used or was never sent,
                LimitExceededException after fifteen attempts in an hour.
        """
        key = (location.pool.id, user.id, purpose)
        self._count(location.account_id, ("tried", key), ATTEMPTS_AN_HOUR)
        pending = self._pending[location.account_id].get(key)
        if pending is None or self._clock() >= pending.expires_at:
            raise AwsError("ExpiredCodeException", "Invalid code provided, please request a code again.")
        if not secrets.compare_digest(pending.code.encode(), code.encode()):
            raise code_mismatch()
        del self._pending[location.account_id][key]

    def forget(self, account_id: str) -> None:
        """Drop the codes of an account."""
        self._pending.pop(account_id, None)
        self._recent.pop(account_id, None)

    def _count(self, account_id: str, what: tuple[str, _Key], limit: int) -> None:
        now = self._clock()
        recent = [time for time in self._recent[account_id].get(what, ()) if now - time < HOUR]
        if len(recent) >= limit:
            raise AwsError("LimitExceededException", "Attempt limit exceeded, please try after some time.")
        self._recent[account_id][what] = [*recent, now]


def code_mismatch() -> AwsError:
    """Return the refusal of a wrong code, which is also that of a code for an unknown user."""
    return AwsError("CodeMismatchException", "Invalid verification code provided, please try again.")


def delivery_details(attribute: str, destination: str) -> dict[str, str]:
    """Return how a code is sent, with most of the address hidden: `a***@e***`."""
    if attribute == "email":
        local, _, domain = destination.partition("@")
        shown = f"{local[:1]}***@{domain[:1]}***"
    else:
        shown = f"+*******{destination[-4:]}"
    return {"Destination": shown, "DeliveryMedium": _MEDIA[attribute], "AttributeName": attribute}

"""Choice-based sign-in: the flow `USER_AUTH`, in which users choose how they prove who they are.

Source: Amazon Cognito Developer Guide, "Manage authentication methods in AWS SDKs"; API reference, InitiateAuth,
RespondToAuthChallenge, SignInPolicyType.
"""

import hashlib
import secrets
import string
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aws_stand_in.aws_response import AwsError
from aws_stand_in.overlays.cognito.app_client import AppClient
from aws_stand_in.overlays.cognito.booleans import is_true
from aws_stand_in.overlays.cognito.confirmation_codes import delivery_details
from aws_stand_in.overlays.cognito.errors import expired_session, unknown_session
from aws_stand_in.overlays.cognito.messages import Messages
from aws_stand_in.overlays.cognito.outbox import Outbox, SentMessage

if TYPE_CHECKING:
    from moto.cognitoidp.models import CognitoIdpUser

PASSWORDS = ("PASSWORD", "PASSWORD_SRP")
CODES: Mapping[str, str] = {"EMAIL_OTP": "email", "SMS_OTP": "phone_number"}
"""The challenges that are met with a code, and the attribute that holds the address that it is sent to."""
SELECT = "SELECT_CHALLENGE"
_BY_DEFAULT = ("PASSWORD",)
_DIGITS = 8
_MOST_WRONG_CODES = 5


@dataclass(slots=True)
class _Session:
    client_id: str
    username: str
    challenge: str
    expires_at: float
    code: str = ""
    wrong_codes: int = 0


class ChoiceSignIn:
    """Offers challenges, sends codes, and keeps what has been asked until it is answered.

    Args:
        outbox: Where the messages go.
        messages: Words them.
        clock: Epoch seconds.
    """

    def __init__(self, outbox: Outbox, messages: Messages, clock: Callable[[], float]) -> None:
        self._outbox = outbox
        self._messages = messages
        self._clock = clock
        self._sessions: dict[str, dict[str, _Session]] = defaultdict(dict)

    def offer(self, client: AppClient, username: str, available: Sequence[str]) -> dict[str, Any]:
        """Return the challenge SELECT_CHALLENGE."""
        return {**self.ask(client, username, SELECT), "AvailableChallenges": list(available)}

    def ask(self, client: AppClient, username: str, challenge: str) -> dict[str, Any]:
        """Return a challenge that needs nothing from Cognito."""
        session = _Session(client.id, username, challenge, self._clock() + client.session_seconds)
        return self._send_challenge(client, session, {"USERNAME": username})

    def send_code(
        self,
        client: AppClient,
        user: "CognitoIdpUser | None",
        username: str,
        challenge: str,
        *,
        metadata: Mapping[str, str],
    ) -> dict[str, Any]:
        """Return a challenge that is met with a code, and send it; for an unknown user, only pretend to.

        Args:
            client: The app client.
            user: Who gets the code; None for an unknown name.
            username: The name.
            challenge: `EMAIL_OTP` or `SMS_OTP`.
            metadata: The `ClientMetadata` of the request.
        """
        code = f"{secrets.randbelow(10**_DIGITS):0{_DIGITS}}"
        address = user.attribute_lookup[CODES[challenge]] if user else _invented_address(challenge, username)
        details = delivery_details(CODES[challenge], address)
        medium = details["DeliveryMedium"]
        if user is not None:
            text = self._messages.text(
                client.location, user, "Authentication", medium, code, metadata=metadata
            )
            message = SentMessage(client.pool.id, address, medium, text, code, self._clock())
            self._outbox.send(client.location.account_id, message)
        session = _Session(
            client.id, username, challenge, self._clock() + client.session_seconds, code if user else ""
        )
        parameters = {
            "CODE_DELIVERY_DELIVERY_MEDIUM": medium,
            "CODE_DELIVERY_DESTINATION": details["Destination"],
        }
        return self._send_challenge(client, session, {"USERNAME": username, **parameters})

    def take(self, client: AppClient, username: str, challenge: str, session_id: str) -> None:
        """Take the session of a challenge that is being answered, which counts once.

        Raises:
            AwsError: NotAuthorizedException for a session that is unknown, has expired, or is for another challenge or user.
        """
        self._find(client, username, challenge, session_id)
        del self._sessions[client.location.account_id][session_id]

    def redeem(self, client: AppClient, username: str, challenge: str, session_id: str, code: str) -> None:
        """Check a code, which counts once, and not after five wrong ones.

        Raises:
            AwsError: CodeMismatchException for a wrong one, NotAuthorizedException as for `take`.
        """
        session = self._find(client, username, challenge, session_id)
        is_right = bool(session.code) and secrets.compare_digest(session.code.encode(), code.encode())
        session.wrong_codes += not is_right
        if is_right or session.wrong_codes >= _MOST_WRONG_CODES:
            del self._sessions[client.location.account_id][session_id]
        if not is_right:
            raise AwsError("CodeMismatchException", "Invalid code or auth state for the user.")

    def forget(self, account_id: str) -> None:
        """Drop the sessions of an account."""
        self._sessions.pop(account_id, None)

    def _find(self, client: AppClient, username: str, challenge: str, session_id: str) -> _Session:
        session = self._sessions[client.location.account_id].get(session_id)
        asked = (client.id, username, challenge)
        if session is None or (session.client_id, session.username, session.challenge) != asked:
            raise unknown_session()
        if self._clock() >= session.expires_at:
            raise expired_session()
        return session

    def _send_challenge(
        self, client: AppClient, session: _Session, parameters: Mapping[str, str]
    ) -> dict[str, Any]:
        session_id = secrets.token_urlsafe(64)
        self._sessions[client.location.account_id][session_id] = session
        return {
            "ChallengeName": session.challenge,
            "ChallengeParameters": dict(parameters),
            "Session": session_id,
        }


def available_challenges(
    client: AppClient, user: "CognitoIdpUser | None", *, has_second_factor: bool
) -> list[str]:
    """Return the challenges of the pool's policy that a user may choose, with a password or a verified address.

    Users with a second factor cannot choose codes. An unknown user appears to have everything.

    Args:
        client: The app client.
        user: The user; None for an unknown name.
        has_second_factor: Whether the user has to meet one.
    """
    policy = (client.pool.extended_config.get("Policies") or {}).get("SignInPolicy") or {}
    allowed = policy.get("AllowedFirstAuthFactors") or _BY_DEFAULT
    passwords = PASSWORDS if "PASSWORD" in allowed and (user is None or user.password) else ()
    codes = [] if has_second_factor else [code for code in CODES if code in allowed and _can_get(user, code)]
    return [*passwords, *codes]


def _can_get(user: "CognitoIdpUser | None", challenge: str) -> bool:
    if user is None:
        return True
    attribute = CODES[challenge]
    held = user.attribute_lookup
    return bool(held.get(attribute)) and is_true(held.get(f"{attribute}_verified"))


def _invented_address(challenge: str, username: str) -> str:
    """Return an address for a user who does not exist: the same each time, so that asking twice tells nothing."""
    number = int.from_bytes(hashlib.sha256(username.lower().encode()).digest())
    if challenge == "SMS_OTP":
        return f"+{number % 10**11:011}"
    return f"{username}@{string.ascii_lowercase[number % len(string.ascii_lowercase)]}"

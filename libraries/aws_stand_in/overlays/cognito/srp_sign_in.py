"""Sign-in without sending the password: the two steps of the flow `USER_SRP_AUTH`."""

import hashlib
import uuid
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aws_stand_in.overlays.cognito import srp
from aws_stand_in.overlays.cognito.app_client import AppClient
from aws_stand_in.overlays.cognito.errors import expired_session, invalid_parameter, required

if TYPE_CHECKING:
    from moto.cognitoidp.models import CognitoIdpUser


@dataclass(frozen=True, slots=True)
class SentChallenge:
    """A challenge of the protocol until it is answered.

    Attributes:
        challenge: The challenge.
        client_id: The app client that asked for it.
        expires_at: When it can't be answered any more, in epoch seconds.
        session: The session with which it has to be answered; empty if it needs none.
    """

    challenge: srp.Challenge
    client_id: str
    expires_at: float
    session: str = ""


class SrpSignIn:
    """Keeps the challenges that have been sent until they are answered.

    Args:
        clock: Epoch seconds.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._challenges: dict[str, dict[str, SentChallenge]] = defaultdict(dict)

    def challenge(
        self,
        client: AppClient,
        user: "CognitoIdpUser | None",
        username: str,
        client_public: str,
        *,
        session: str = "",
    ) -> dict[str, Any]:
        """Return the challenge PASSWORD_VERIFIER.

        A user who does not exist gets a challenge of the same form, which no password answers.

        Args:
            client: The app client that is used.
            user: The user; None for an unknown name.
            username: The name as it was given.
            client_public: SRP_A.
            session: The session with which it has to be answered; empty if it needs none.

        Raises:
            AwsError: InvalidParameterException for an SRP_A that is not valid.
        """
        pool_id = client.pool.id
        user_id = user.username if user else _invented_user_id(pool_id, username)
        password = (user.password if user else None) or uuid.uuid4().hex
        challenge, parameters = srp_challenge(
            lambda public: srp.challenge(pool_id, user_id, password, public, _salt(pool_id, user_id)),
            client_public,
        )
        expires_at = self._clock() + client.session_seconds
        sent = SentChallenge(challenge, client.id, expires_at, session)
        self._challenges[client.location.account_id][challenge.secret_block] = sent
        return {
            "ChallengeName": "PASSWORD_VERIFIER",
            "ChallengeParameters": {**parameters, "USERNAME": user_id, "USER_ID_FOR_SRP": user_id},
        }

    def is_answered(
        self, client: AppClient, user: "CognitoIdpUser | None", session: str, responses: Mapping[str, str]
    ) -> bool:
        """Tell whether the responses prove that the sender knows the user's password. Each challenge counts once.

        Raises:
            AwsError: InvalidParameterException for a response that is missing, NotAuthorizedException after the time for it.
        """
        secret_block = required(responses, "PASSWORD_CLAIM_SECRET_BLOCK")
        sent = self._challenges[client.location.account_id].pop(secret_block, None)
        is_proven = proof_is_right(sent.challenge if sent else None, responses)
        if sent is None or user is None or (sent.client_id, sent.session) != (client.id, session):
            return False
        if self._clock() >= sent.expires_at:
            raise expired_session()
        return is_proven and user.username == sent.challenge.user_id

    def forget(self, account_id: str) -> None:
        """Drop the challenges of an account."""
        self._challenges.pop(account_id, None)


def srp_challenge(
    challenge_for: Callable[[str], srp.Challenge], client_public: str
) -> tuple[srp.Challenge, dict[str, str]]:
    """Return a challenge and the parameters that every challenge of the protocol has.

    Args:
        challenge_for: Answers the first step of the protocol.
        client_public: SRP_A.

    Raises:
        AwsError: InvalidParameterException for an SRP_A that is not valid.
    """
    try:
        challenge = challenge_for(client_public)
    except srp.InvalidClientValueError as error:
        raise invalid_parameter(f"Invalid SRP_A: {error}.") from error
    return challenge, {
        "SALT": f"{challenge.salt:x}",
        "SRP_B": f"{challenge.server_public:x}",
        "SECRET_BLOCK": challenge.secret_block,
    }


def proof_is_right(challenge: srp.Challenge | None, responses: Mapping[str, str]) -> bool:
    """Tell whether the responses prove that the sender knows the password that a challenge asks for.

    Raises:
        AwsError: InvalidParameterException for a response that is missing.
    """
    signature, timestamp = required(responses, "PASSWORD_CLAIM_SIGNATURE"), required(responses, "TIMESTAMP")
    secret_block = required(responses, "PASSWORD_CLAIM_SECRET_BLOCK")
    return challenge is not None and challenge.proves(signature, timestamp, secret_block)


def _invented_user_id(pool_id: str, username: str) -> str:
    """Return a user id for a user who does not exist: the same each time, so that asking twice tells nothing."""
    return str(uuid.uuid5(uuid.NAMESPACE_OID, f"{pool_id}/{username.lower()}"))


def _salt(pool_id: str, user_id: str) -> int:
    """Return a user's salt: the same each time, also for a user who does not exist."""
    return int.from_bytes(hashlib.sha256(f"{pool_id}/{user_id}".encode()).digest()[:16], "big")

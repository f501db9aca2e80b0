"""Sign-in without sending the password: the two steps of the flow `USER_SRP_AUTH`."""

import hashlib
import uuid
from collections import defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from aws_stand_in.overlays.cognito import srp
from aws_stand_in.overlays.cognito.app_client import AppClient
from aws_stand_in.overlays.cognito.refusals import invalid_parameter, required

if TYPE_CHECKING:
    from moto.cognitoidp.models import CognitoIdpUser


class SrpSignIn:
    """Keeps the challenges that have been sent until they are answered."""

    def __init__(self) -> None:
        self._challenges: dict[str, dict[str, srp.Challenge]] = defaultdict(dict)

    def challenge(
        self, client: AppClient, user: "CognitoIdpUser | None", username: str, client_public: str
    ) -> dict[str, Any]:
        """Return the challenge PASSWORD_VERIFIER.

        A user who does not exist gets a challenge of the same form, which no password answers.

        Args:
            client: The app client that is used.
            user: The user; None for an unknown name.
            username: The name as it was given.
            client_public: SRP_A.

        Raises:
            AwsError: InvalidParameterException for an SRP_A that is not valid.
        """
        pool_id = client.pool.id
        user_id = user.username if user else _invented_user_id(pool_id, username)
        password = (user.password if user else None) or uuid.uuid4().hex
        try:
            challenge = srp.challenge(pool_id, user_id, password, client_public, _salt(pool_id, user_id))
        except srp.InvalidClientValueError as error:
            raise invalid_parameter(f"Invalid SRP_A: {error}.") from error
        self._challenges[client.location.account_id][challenge.secret_block] = challenge
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

    def is_answered(
        self, client: AppClient, user: "CognitoIdpUser | None", responses: Mapping[str, str]
    ) -> bool:
        """Tell whether the responses prove that the sender knows the user's password. Each challenge counts once.

        Raises:
            AwsError: InvalidParameterException for a response that is missing.
        """
        secret_block = required(responses, "PASSWORD_CLAIM_SECRET_BLOCK")
        signature = required(responses, "PASSWORD_CLAIM_SIGNATURE")
        timestamp = required(responses, "TIMESTAMP")
        challenge = self._challenges[client.location.account_id].pop(secret_block, None)
        return (
            challenge is not None
            and user is not None
            and user.username == challenge.user_id
            and challenge.proves(signature, timestamp, secret_block)
        )

    def forget(self, account_id: str) -> None:
        """Drop the challenges of an account."""
        self._challenges.pop(account_id, None)


def _invented_user_id(pool_id: str, username: str) -> str:
    """Return a user id for a user who does not exist: the same each time, so that asking twice tells nothing."""
    return str(uuid.uuid5(uuid.NAMESPACE_OID, f"{pool_id}/{username.lower()}"))


def _salt(pool_id: str, user_id: str) -> int:
    """Return a user's salt: the same each time, also for a user who does not exist."""
    return int.from_bytes(hashlib.sha256(f"{pool_id}/{user_id}".encode()).digest()[:16], "big")

"""Sign-in by challenges that functions define, create and verify: the flow `CUSTOM_AUTH`.

Source: Amazon Cognito Developer Guide, "Custom authentication challenge Lambda triggers".
"""

import uuid
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aws_stand_in.aws_response import AwsError, NotImitatedError
from aws_stand_in.overlays.cognito.app_client import AppClient
from aws_stand_in.overlays.cognito.refusals import invalid_parameter, not_authorized, wrong_password
from aws_stand_in.overlays.cognito.sign_in_triggers import SignInTriggers

if TYPE_CHECKING:
    from moto.cognitoidp.models import CognitoIdpUser

CHALLENGE = "CUSTOM_CHALLENGE"


@dataclass(slots=True)
class _Session:
    client_id: str
    username: str
    expires_at: float
    results: list[dict[str, Any]] = field(default_factory=list)
    private_parameters: Mapping[str, str] = field(default_factory=dict)
    metadata: str | None = None
    """What the function that created the challenge calls it."""


class CustomSignIn:
    """Asks functions for challenges, and keeps what was answered.

    Args:
        triggers: Calls a function.
        clock: Epoch seconds.
    """

    def __init__(self, triggers: SignInTriggers, clock: Callable[[], float]) -> None:
        self._triggers = triggers
        self._clock = clock
        self._sessions: dict[str, dict[str, _Session]] = defaultdict(dict)

    def begin(
        self, client: AppClient, user: "CognitoIdpUser | None", username: str, metadata: Mapping[str, str]
    ) -> "dict[str, Any] | CognitoIdpUser":
        """Return the first challenge, or the user if a function asks for none."""
        name = user.username if user else username
        return self._next(client, _Session(client.id, name, self._clock() + client.session_seconds), metadata)

    def answer(
        self, client: AppClient, session_id: str, answer: str, metadata: Mapping[str, str]
    ) -> "dict[str, Any] | CognitoIdpUser":
        """Return the challenge after an answer, or the user who has met the last one.

        Raises:
            AwsError: NotAuthorizedException for an unknown session, or if a function gives up.
        """
        session = self._sessions[client.location.account_id].pop(session_id, None)
        if session is None or session.client_id != client.id or self._clock() >= session.expires_at:
            raise not_authorized("Invalid session for the user.")
        request = {
            "privateChallengeParameters": session.private_parameters,
            "challengeAnswer": answer,
            "clientMetadata": dict(metadata),
        }
        response = self._call(
            client, "VerifyAuthChallengeResponse", session, request, {"answerCorrect": None}
        )
        result = {"challengeName": CHALLENGE, "challengeResult": bool(response.get("answerCorrect"))}
        session.results.append({**result, "challengeMetadata": session.metadata})
        return self._next(client, session, metadata)

    def forget(self, account_id: str) -> None:
        """Drop the sessions of an account."""
        self._sessions.pop(account_id, None)

    def _next(
        self, client: AppClient, session: _Session, metadata: Mapping[str, str]
    ) -> "dict[str, Any] | CognitoIdpUser":
        empty = {"challengeName": None, "issueTokens": None, "failAuthentication": None}
        request = {"session": session.results, "clientMetadata": dict(metadata)}
        decision = self._call(client, "DefineAuthChallenge", session, request, empty)
        user = client.find_user(session.username)
        if decision.get("failAuthentication"):
            raise wrong_password()
        if decision.get("issueTokens"):
            if user is None:
                raise wrong_password()
            return user
        return self._challenge(client, session, str(decision.get("challengeName")), metadata)

    def _challenge(
        self, client: AppClient, session: _Session, name: str, metadata: Mapping[str, str]
    ) -> dict[str, Any]:
        if name in ("SRP_A", "PASSWORD_VERIFIER"):
            raise NotImitatedError(f"the challenge {name} of CUSTOM_AUTH")
        if name != CHALLENGE:
            raise AwsError("InvalidLambdaResponseException", f"Unrecognizable challenge name {name}")
        empty = {
            "publicChallengeParameters": None,
            "privateChallengeParameters": None,
            "challengeMetadata": None,
        }
        request = {"challengeName": name, "session": session.results, "clientMetadata": dict(metadata)}
        created = self._call(client, "CreateAuthChallenge", session, request, empty)
        session.private_parameters = created.get("privateChallengeParameters") or {}
        session.metadata = created.get("challengeMetadata")
        session_id = f"{client.pool.id}:{uuid.uuid4()}"
        self._sessions[client.location.account_id][session_id] = session
        public = created.get("publicChallengeParameters") or {}
        parameters = {"USERNAME": session.username, **public}
        return {"ChallengeName": name, "ChallengeParameters": parameters, "Session": session_id}

    def _call(
        self,
        client: AppClient,
        trigger: str,
        session: _Session,
        request: Mapping[str, Any],
        response: Mapping[str, Any],
    ) -> dict[str, Any]:
        if not self._triggers.has(client, trigger):
            raise invalid_parameter(
                f"Custom auth lambda trigger {trigger} is not configured for the user pool."
            )
        user = client.find_user(session.username)
        told = {**request, "userNotFound": user is None}
        return self._triggers.call(
            client, f"{trigger}_Authentication", user, session.username, told, response=response
        )

"""Sign-in by challenges that functions define, create and verify: the flow `CUSTOM_AUTH`.

Source: Amazon Cognito Developer Guide, "Custom authentication challenge Lambda triggers".
"""

import uuid
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aws_stand_in.aws_response import AwsError
from aws_stand_in.overlays.cognito.app_client import AppClient
from aws_stand_in.overlays.cognito.errors import invalid_parameter, unknown_session, wrong_password
from aws_stand_in.overlays.cognito.sign_in_triggers import SignInTriggers

if TYPE_CHECKING:
    from moto.cognitoidp.models import CognitoIdpUser

CHALLENGE = "CUSTOM_CHALLENGE"
PASSWORD_VERIFIER = "PASSWORD_VERIFIER"


@dataclass(slots=True)
class _Session:
    client_id: str
    username: str
    expires_at: float
    results: list[dict[str, Any]] = field(default_factory=list)
    private_parameters: Mapping[str, str] = field(default_factory=dict)
    metadata: str | None = None
    """What the function that created the challenge calls it."""
    awaits_password: bool = False
    """Whether the user has to prove first that it knows the password."""


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
        return self._next(client, self._session(client, user, username), metadata)

    def begin_with_password(
        self, client: AppClient, user: "CognitoIdpUser | None", username: str, metadata: Mapping[str, str]
    ) -> str:
        """Return the session of a sign-in whose first challenge is the password, by the Secure Remote Password protocol.

        Source: Amazon Cognito Developer Guide, "Use SRP password verification in custom authentication flow".

        Raises:
            AwsError: InvalidLambdaResponseException if the function does not ask for the password; NotAuthorizedException if it
                gives up.
        """
        session = self._session(client, user, username)
        session.results.append(_passed("SRP_A"))
        decision = self._decision(client, session, metadata)
        if decision.get("challengeName") != PASSWORD_VERIFIER:
            raise _unknown_challenge(str(decision.get("challengeName")))
        session.awaits_password = True
        return self._keep(client, session)

    def password_is_right(
        self, client: AppClient, session_id: str, metadata: Mapping[str, str]
    ) -> "dict[str, Any] | CognitoIdpUser":
        """Return the challenge after the password, or the user if a function asks for none.

        Raises:
            AwsError: NotAuthorizedException for an unknown session, or if a function gives up.
        """
        session = self._take(client, session_id)
        if not session.awaits_password:
            raise unknown_session()
        session.awaits_password = False
        session.results.append(_passed(PASSWORD_VERIFIER))
        return self._next(client, session, metadata)

    def answer(
        self, client: AppClient, session_id: str, answer: str, metadata: Mapping[str, str]
    ) -> "dict[str, Any] | CognitoIdpUser":
        """Return the challenge after an answer, or the user who has met the last one.

        Raises:
            AwsError: NotAuthorizedException for an unknown session, or if a function gives up.
        """
        session = self._take(client, session_id)
        if session.awaits_password:
            raise unknown_session()
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

    def _session(self, client: AppClient, user: "CognitoIdpUser | None", username: str) -> _Session:
        name = user.username if user else username
        return _Session(client.id, name, self._clock() + client.session_seconds)

    def _keep(self, client: AppClient, session: _Session) -> str:
        session_id = f"{client.pool.id}:{uuid.uuid4()}"
        self._sessions[client.location.account_id][session_id] = session
        return session_id

    def _take(self, client: AppClient, session_id: str) -> _Session:
        session = self._sessions[client.location.account_id].pop(session_id, None)
        if session is None or session.client_id != client.id or self._clock() >= session.expires_at:
            raise unknown_session()
        return session

    def _decision(self, client: AppClient, session: _Session, metadata: Mapping[str, str]) -> dict[str, Any]:
        """Return what a function wants next.

        Raises:
            AwsError: NotAuthorizedException if it gives up.
        """
        empty = {"challengeName": None, "issueTokens": None, "failAuthentication": None}
        request = {"session": session.results, "clientMetadata": dict(metadata)}
        decision = self._call(client, "DefineAuthChallenge", session, request, empty)
        if decision.get("failAuthentication"):
            raise wrong_password()
        return decision

    def _next(
        self, client: AppClient, session: _Session, metadata: Mapping[str, str]
    ) -> "dict[str, Any] | CognitoIdpUser":
        decision = self._decision(client, session, metadata)
        user = client.find_user(session.username)
        if decision.get("issueTokens"):
            if user is None:
                raise wrong_password()
            return user
        return self._challenge(client, session, str(decision.get("challengeName")), metadata)

    def _challenge(
        self, client: AppClient, session: _Session, name: str, metadata: Mapping[str, str]
    ) -> dict[str, Any]:
        if name != CHALLENGE:
            raise _unknown_challenge(name)
        empty = {
            "publicChallengeParameters": None,
            "privateChallengeParameters": None,
            "challengeMetadata": None,
        }
        request = {"challengeName": name, "session": session.results, "clientMetadata": dict(metadata)}
        created = self._call(client, "CreateAuthChallenge", session, request, empty)
        session.private_parameters = created.get("privateChallengeParameters") or {}
        session.metadata = created.get("challengeMetadata")
        session_id = self._keep(client, session)
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


def _passed(challenge: str) -> dict[str, Any]:
    """Return the result of a challenge of Cognito's own, as functions see it."""
    return {"challengeName": challenge, "challengeResult": True, "challengeMetadata": None}


def _unknown_challenge(name: str) -> AwsError:
    return AwsError("InvalidLambdaResponseException", f"Unrecognizable challenge name {name}")

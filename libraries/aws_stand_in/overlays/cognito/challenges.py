"""What Cognito asks of a user after the password: a new one, or a second factor. Moto keeps the sessions."""

import json
import uuid
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from aws_stand_in.aws_response import NotImitatedError
from aws_stand_in.overlays.cognito.app_client import AppClient
from aws_stand_in.overlays.cognito.refusals import not_authorized, wrong_password

if TYPE_CHECKING:
    from moto.cognitoidp.models import CognitoIdpUser

_IMITATED = ("NEW_PASSWORD_REQUIRED", "SOFTWARE_TOKEN_MFA", "SMS_MFA", "MFA_SETUP")


def next_challenge(client: AppClient, user: "CognitoIdpUser") -> dict[str, Any] | None:
    """Return the challenge that a user has to meet before there are tokens; None if there is none."""
    parameters: dict[str, str] = {"USER_ID_FOR_SRP": user.username}
    requires_mfa = client.pool.mfa_config == "ON"
    if user.status == "FORCE_CHANGE_PASSWORD":
        name = "NEW_PASSWORD_REQUIRED"
        parameters |= {"userAttributes": json.dumps(user.attribute_lookup), "requiredAttributes": "[]"}
    elif user.software_token_mfa_enabled or (requires_mfa and user.token_verified):
        name = "SOFTWARE_TOKEN_MFA"
    elif user.sms_mfa_enabled:
        name = "SMS_MFA"
    elif requires_mfa:
        name = "MFA_SETUP"
        parameters["MFAS_CAN_SETUP"] = json.dumps(["SOFTWARE_TOKEN_MFA"])
    else:
        return None
    session = str(uuid.uuid4())
    client.location.backend.sessions[session] = (user.username, client.pool)
    return {"ChallengeName": name, "ChallengeParameters": parameters, "Session": session}


def answer_challenge(
    client: AppClient, challenge: str, session: str, responses: Mapping[str, str]
) -> "dict[str, Any] | CognitoIdpUser":
    """Let moto check the answer to a challenge.

    Returns:
        The next challenge, or the user who has met the last one.

    Raises:
        NotImitatedError: The challenge belongs to a flow that is not imitated.
        AwsError: The session is unknown, or the answer is wrong.
    """
    if challenge not in _IMITATED:
        raise NotImitatedError(f"the challenge {challenge}")
    backend = client.location.backend
    if session not in backend.sessions:
        raise not_authorized("Invalid session for the user.")
    username, _ = backend.sessions[session]
    result: dict[str, Any] = backend.respond_to_auth_challenge(
        session, client.id, challenge, {**responses, "USERNAME": username}
    )
    if "AuthenticationResult" not in result:
        return result
    client.pool.access_tokens.pop(result["AuthenticationResult"]["AccessToken"], None)
    user = client.find_user(username)
    if user is None:
        raise wrong_password()
    return user

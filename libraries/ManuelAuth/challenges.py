"""What Cognito asks for after the password, in place of tokens.

Source: Amazon Cognito user pools API reference, RespondToAuthChallenge, ChallengeName.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from robot.api.types import Secret

if TYPE_CHECKING:
    from pycognito.aws_srp import AWSSRP

SECOND_FACTOR: Final = "SOFTWARE_TOKEN_MFA"
NEW_PASSWORD: Final = "NEW_PASSWORD_REQUIRED"
ADVICE = {
    NEW_PASSWORD: "an administrator has created this user: give it a password that is permanent (admin-set-user-password)."
}
_ADVICE = "tests sign in with a password alone: use a user, and a pool, that need nothing else."


class ChallengedError(AssertionError):
    """Cognito asked for something else where a password should be enough.

    Args:
        email: Who signs in.
        answer: Cognito's answer. Its session is a secret.

    Attributes:
        code: What Cognito asks for, such as `SOFTWARE_TOKEN_MFA`.
        username: By which name Cognito knows who signs in.
        session: What continues the sign-in.
    """

    ROBOT_SUPPRESS_NAME = True

    def __init__(self, email: str, answer: Mapping[str, Any]) -> None:
        self.code = str(answer["ChallengeName"])
        self.username = str(answer.get("ChallengeParameters", {}).get("USER_ID_FOR_SRP", email))
        self.session = Secret(answer.get("Session", ""))
        super().__init__(
            f"Expected {email} to sign in with a password.\nGot the challenge {self.code} from Cognito, and no tokens\n"
            f"Hint: {ADVICE.get(self.code, _ADVICE)}"
        )


def answer_to_password(protocol: "AWSSRP") -> Mapping[str, Any]:
    """Answer the password challenge (SRP), and return Cognito's response: tokens, or another challenge.

    pycognito raises the challenges that it knows as exceptions whose text has the session.
    """
    from pycognito.exceptions import ForceChangePasswordException, MFAChallengeException

    try:
        answer: Mapping[str, Any] = protocol.authenticate_user()
    except MFAChallengeException as challenge:
        answer = challenge.get_tokens()
    except ForceChangePasswordException:
        answer = {"ChallengeName": NEW_PASSWORD}
    return answer

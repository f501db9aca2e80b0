"""What messages to users say: the words of a function, or those of Cognito.

Source: Amazon Cognito Developer Guide, "Custom message Lambda trigger".
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from aws_stand_in.overlays.cognito.pools import PoolLocation
from aws_stand_in.overlays.cognito.triggers import NO_CLIENT, Triggers, attributes_of

if TYPE_CHECKING:
    from moto.cognitoidp.models import CognitoIdpUser

CODE = "{####}"
"""Stands for the code in the words of a function."""
USERNAME = "{username}"
"""Stands for the user's name in the words of a function."""
INVITATION = f"Your username is {USERNAME} and temporary password is {CODE}."
_MEMBERS = {"EMAIL": "emailMessage", "SMS": "smsMessage"}


class Messages:
    """Words messages.

    Args:
        triggers: Calls a function.
    """

    def __init__(self, triggers: Triggers) -> None:
        self._triggers = triggers

    def text(  # noqa: PLR0913 - the parts of an event
        self,
        location: PoolLocation,
        user: "CognitoIdpUser",
        source: str,
        medium: str,
        code: str,
        *,
        metadata: Mapping[str, str],
    ) -> str:
        """Return the text of a message with a code.

        Args:
            location: The pool.
            user: Who gets it.
            source: Why: the second half of the `triggerSource`.
            medium: `EMAIL` or `SMS`.
            code: The code.
            metadata: The `ClientMetadata` of the request.
        """
        wording = self._wording(
            location, user, source, medium, {"usernameParameter": None, "clientMetadata": dict(metadata)}
        )
        return wording.replace(CODE, code) if wording else f"Your confirmation code is {code}"

    def invitation(
        self,
        location: PoolLocation,
        user: "CognitoIdpUser",
        medium: str,
        password: str,
        *,
        metadata: Mapping[str, str],
    ) -> str:
        """Return the text of a message with a user's name and temporary password."""
        request = {"usernameParameter": USERNAME, "clientMetadata": dict(metadata)}
        wording = self._wording(location, user, "AdminCreateUser", medium, request) or INVITATION
        return wording.replace(CODE, password).replace(USERNAME, user.username)

    def _wording(
        self,
        location: PoolLocation,
        user: "CognitoIdpUser",
        source: str,
        medium: str,
        request: Mapping[str, Any],
    ) -> str | None:
        response = self._triggers.call(
            location,
            f"CustomMessage_{source}",
            client_id=NO_CLIENT,
            username=user.username,
            request={
                "userAttributes": attributes_of(user),
                "codeParameter": CODE,
                "linkParameter": None,
                **request,
            },
            response={"smsMessage": None, "emailMessage": None, "emailSubject": None},
        )
        wording: str | None = response.get(_MEMBERS[medium])
        return wording

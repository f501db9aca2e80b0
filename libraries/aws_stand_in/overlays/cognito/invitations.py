"""The message to a user whom an administrator creates: the user's name and a temporary password.

Source: Amazon Cognito Developer Guide, "Creating user accounts as administrator"; API reference, AdminCreateUser.
"""

import secrets
import string
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from aws_stand_in.overlays.cognito.messages import Messages
from aws_stand_in.overlays.cognito.outbox import Outbox, SentMessage
from aws_stand_in.overlays.cognito.pools import PoolLocation

if TYPE_CHECKING:
    from moto.cognitoidp.models import CognitoIdpUser

_ADDRESSES = {"SMS": "phone_number", "EMAIL": "email"}
_KINDS = (string.ascii_lowercase, string.ascii_uppercase, string.digits, "!@#%*-")
_LENGTH = 16


class Invitations:
    """Sends temporary passwords.

    Args:
        outbox: Where the messages go.
        messages: Words them.
        clock: Epoch seconds.
    """

    def __init__(self, outbox: Outbox, messages: Messages, clock: Callable[[], float]) -> None:
        self._outbox = outbox
        self._messages = messages
        self._clock = clock

    def send(self, location: PoolLocation, user: "CognitoIdpUser", given: Mapping[str, Any]) -> None:
        """Send a user the temporary password by each medium that is wanted, by text message unless the request says so.

        Args:
            location: The pool.
            user: The new user.
            given: The parameters of AdminCreateUser.
        """
        password = str(user.password)
        for medium in given.get("DesiredDeliveryMediums") or ("SMS",):
            address = user.attribute_lookup.get(_ADDRESSES[medium])
            if address:
                metadata = given.get("ClientMetadata") or {}
                text = self._messages.invitation(location, user, medium, password, metadata=metadata)
                message = SentMessage(location.pool.id, address, medium, text, password, self._clock())
                self._outbox.send(location.account_id, message)


def temporary_password() -> str:
    """Return a password with characters of each kind that a policy may ask for."""
    kinds = [secrets.choice(kind) for kind in _KINDS]
    return "".join([*kinds, *(secrets.choice(string.ascii_letters) for _ in range(_LENGTH - len(kinds)))])

"""An authenticator app: one-time passwords from a shared secret and the time (RFC 6238)."""

import base64
from dataclasses import dataclass

from robot.api.types import Secret

STEP_SECONDS = 30
_DIGITS = 6


@dataclass
class Authenticator:
    """What an authenticator app keeps of an account. The key is a secret: never print it.

    Attributes:
        email: The user.
        key: The shared secret, in Base32.
        next_at: When the first one-time password begins that has not been asked for, in epoch seconds.
    """

    email: str
    key: Secret
    next_at: float = 0.0

    def one_time_password(self, moment: float) -> Secret:
        """Return the one-time password of a moment, in epoch seconds."""
        from cryptography.hazmat.primitives.hashes import SHA1
        from cryptography.hazmat.primitives.twofactor.totp import TOTP

        padded = self.key.value + "=" * (-len(self.key.value) % 8)
        totp = TOTP(base64.b32decode(padded), _DIGITS, SHA1(), STEP_SECONDS)  # noqa: S303 - as all authenticators have it
        return Secret(totp.generate(moment).decode())

    def __str__(self) -> str:
        return f"authenticator of {self.email}"

"""Who is signed in: one identity at a time, for the test or the suite that signed it in."""

from dataclasses import dataclass, field
from typing import Literal

from robot.api.types import Secret

from ManuelAuth.devices import UserDevice

TokenKind = Literal["id", "access", "refresh"]


@dataclass(frozen=True)
class Identity:
    """A signed-in user. The tokens are secrets: read `.value` at the last moment, and never print it.

    Attributes:
        email: The user's address.
        user_id: The user's `sub`.
        id_token: What the API takes.
        access_token: What Cognito's own user calls take.
        refresh_token: What new tokens are given for.
        device: The device that the user signed in on; None where the pool remembers none.
    """

    email: str
    user_id: str
    id_token: Secret
    access_token: Secret
    refresh_token: Secret
    device: UserDevice | None = None

    def token(self, kind: TokenKind) -> Secret:
        """Return the token of this kind."""
        return {"id": self.id_token, "access": self.access_token, "refresh": self.refresh_token}[kind]

    def __str__(self) -> str:
        return self.email


@dataclass
class _Scope:
    current: Identity | None
    known: dict[str, Identity] = field(default_factory=dict)


class IdentityStore:
    """The identities of a run, from the outermost suite inwards to the running test.

    What a test does with identities ends with the test: whether it signs in or out, the identity of its suite stays as it was.
    """

    def __init__(self) -> None:
        self._scopes = [_Scope(current=None)]

    @property
    def current(self) -> Identity | None:
        """The user that requests are sent as, or None."""
        return self._scopes[-1].current

    def remember(self, identity: Identity) -> None:
        """Make this the current identity, which can then be found by its e-mail address."""
        scope = self._scopes[-1]
        scope.known[identity.email] = identity
        scope.current = identity

    def forget(self) -> None:
        """Act as no user from here on; known identities can still be found."""
        self._scopes[-1].current = None

    def find(self, email: str) -> Identity:
        """Return the identity that signed in with this address, in the innermost scope that has one.

        Raises:
            LookupError: There is none; the message lists those that there are.
        """
        for scope in reversed(self._scopes):
            if email in scope.known:
                return scope.known[email]
        known = sorted({known for scope in self._scopes for known in scope.known})
        raise LookupError(f"{email!r} has not signed in. Users who have: {', '.join(known) or 'none'}.")

    def enter(self) -> None:
        """Begin the scope of a suite or a test, with the identity of the enclosing one."""
        self._scopes.append(_Scope(current=self.current))

    def leave(self) -> None:
        """End the scope, and forget its identities."""
        if len(self._scopes) > 1:
            self._scopes.pop()


_store = IdentityStore()


def identity_store() -> IdentityStore:
    """Return the one store of this process."""
    return _store


def current_identity() -> Identity | None:
    """Return the user that requests are sent as, or None.

    Example:
        >>> current_identity() is None
        True
    """
    return _store.current

"""Who is signed in: one identity at a time, for the test or the suite that signed it in."""

from dataclasses import dataclass, field
from typing import Literal

from robot.api.types import Secret

TokenKind = Literal["id", "access", "refresh"]


@dataclass(frozen=True)
class Identity:
    """A signed-in user. Its tokens are secrets: read `.value` at the last moment, and print nothing of it."""

    email: str
    user_id: str
    id_token: Secret
    access_token: Secret
    refresh_token: Secret

    def token(self, kind: TokenKind) -> Secret:
        """One of the three tokens by its kind."""
        return {"id": self.id_token, "access": self.access_token, "refresh": self.refresh_token}[kind]

    def __str__(self) -> str:
        return self.email


@dataclass
class _Scope:
    current: Identity | None
    known: dict[str, Identity] = field(default_factory=dict)


class IdentityStore:
    """The identities of a run, from the outermost suite inwards to the running test.

    What a test does with identities ends with the test: a test that signs in or out leaves the identity of
    its suite as it was.
    """

    def __init__(self) -> None:
        self._scopes = [_Scope(current=None)]

    @property
    def current(self) -> Identity | None:
        """Who requests are sent as, `None` when nobody is signed in."""
        return self._scopes[-1].current

    def remember(self, identity: Identity) -> None:
        """Make this the current identity, and known by its e-mail address."""
        scope = self._scopes[-1]
        scope.known[identity.email] = identity
        scope.current = identity

    def forget(self) -> None:
        """From here on nobody is signed in; identities stay known."""
        self._scopes[-1].current = None

    def find(self, email: str) -> Identity:
        """The identity that signed in with this address, the innermost first.

        Raises:
            LookupError: Nobody did; the message names who did.
        """
        for scope in reversed(self._scopes):
            if email in scope.known:
                return scope.known[email]
        known = sorted({known for scope in self._scopes for known in scope.known})
        raise LookupError(f"{email!r} has not signed in. Signed in are: {', '.join(known) or 'nobody'}.")

    def enter(self) -> None:
        """A suite or a test begins, with the identity of what is around it."""
        self._scopes.append(_Scope(current=self.current))

    def leave(self) -> None:
        """The suite or test ends, and its identities with it."""
        if len(self._scopes) > 1:
            self._scopes.pop()


_store = IdentityStore()


def identity_store() -> IdentityStore:
    """The one store of this process."""
    return _store


def current_identity() -> Identity | None:
    """Who requests are sent as, `None` when nobody is signed in.

    Example:
        >>> current_identity() is None
        True
    """
    return _store.current

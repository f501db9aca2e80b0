"""Users who sign in for a load, and whose tokens are renewed while it lasts."""

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ManuelAuth.accounts import Role
    from ManuelAuth.identity import Identity

_SHARE_LEFT = 0.2
"""Which share of a token's lifetime is left when it is renewed."""


class LoadUsers:
    """Users who are signed in, apart from the current user of the test.

    Args:
        identities: The users.
    """

    def __init__(self, identities: "Sequence[Identity]") -> None:
        self._identities = list(identities)

    @property
    def tokens(self) -> list[str]:
        """The tokens that the API takes."""
        from ManuelEnvironment import current_environment

        kind = current_environment().settings.token_kind
        return [identity.token(kind).value for identity in self._identities]

    def seconds_to_renewal(self) -> float:
        """Return in how many seconds the first token has a fifth of its lifetime left; infinity without users."""
        return min(map(_renewal_of, self._identities), default=float("inf")) - time.time()

    def renew(self) -> list[str]:
        """Return new tokens, in the order of the old ones.

        Raises:
            CognitoRefusedError: A user has been signed out.
        """
        from ManuelAuth.session import sign_in_session

        cognito = sign_in_session().cognito
        self._identities = [cognito.refresh(identity) for identity in self._identities]
        return self.tokens


def sign_in_users(count: int) -> LoadUsers:
    """Sign in as many users: new ones in an environment with disposable users, else those that it keeps for its tests.

    Raises:
        ConfigurationError: The environment keeps fewer.
        BlockedByCauseError: Nobody could sign in so far in this run.
    """
    from ManuelAuth.needed_sign_in import needed_sign_in
    from ManuelAuth.session import sign_in_session

    session = sign_in_session()
    identities = []
    for role in _roles(count):
        with needed_sign_in(role):
            identities.append(session.cognito.sign_in(session.account_for(role)))
    return LoadUsers(identities)


def _roles(count: int) -> "list[Role]":
    from ManuelEnvironment import ConfigurationError, current_environment

    settings = current_environment().settings
    if settings.users == "disposable":
        return ["user"] * count
    kept: list[Role] = ["user", "second-user"]
    if count > len(kept):
        raise ConfigurationError(
            f"environment {settings.environment}: has {len(kept)} users for its tests, and the load needs {count}: "
            "lower signed_in_users, or set `users: disposable`"
        )
    return kept[:count]


def _renewal_of(identity: "Identity") -> float:
    """Return when a user's tokens are to be renewed, in seconds since the epoch."""
    from ManuelAuth.tokens import read_claims

    claims = read_claims(identity.id_token)
    return float(claims["exp"] - _SHARE_LEFT * (claims["exp"] - claims["iat"]))

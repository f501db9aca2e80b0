"""A token that must be refused, and what is expected of the response to it."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from robot.api.types import Secret

from cause_register.forms import ExpectedStatus
from ManuelAuth.forge.flaws import SIGNATURE, flaw_of_forgery, flaw_of_token
from ManuelAuth.identity import current_identity
from ManuelAuth.session import sign_in_session
from ManuelAuth.tokens import read_claims, read_header
from ManuelEnvironment import current_environment

GIVEN = "'given by the test'"


@dataclass(frozen=True)
class ForgedToken:
    """A token that must be refused.

    Attributes:
        token: The token.
        name: How messages name it, with quotation marks.
        flaw: What a verifier that accepts it has not checked; None if that is not known.
    """

    token: Secret
    name: str
    flaw: str | None

    def expected(self, status: int) -> str:
        """Return which response is expected, as a phrase. The flaw is part of the cause, the name is not."""
        return str(ExpectedStatus(status, self.name, self.flaw))


def forged_token(forgery: Secret | str, options: Mapping[str, str]) -> ForgedToken:
    """Return a token that a test gives, or a forgery of the current user's by its name and options.

    Raises:
        AssertionError: A forgery is wanted, and no user is signed in.
        ValueError: There is no such forgery or option.
    """
    if isinstance(forgery, Secret):
        return ForgedToken(forgery, GIVEN, _flaw_of(forgery))
    return ForgedToken(sign_in_session().forge(forgery, options), repr(forgery), flaw_of_forgery(forgery))


def _flaw_of(token: Secret) -> str | None:
    """Return what is wrong with a token, in comparison with the current user's; None if that does not show."""
    parts, identity = _parts_of(token), current_identity()
    if parts is None:
        return SIGNATURE
    genuine = identity and _parts_of(identity.token(current_environment().settings.token_kind))
    now = time.time() + current_environment().clock_advanced.total_seconds()
    return flaw_of_token(*parts, *genuine, now=now) if genuine else None


def _parts_of(token: Secret) -> tuple[dict[str, Any], dict[str, Any]] | None:
    """Return claims and header of a token; None if it is not a JSON Web Token."""
    try:
        return read_claims(token), read_header(token)
    except ValueError:
        return None

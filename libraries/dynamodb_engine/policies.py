"""Resource policies: kept, and not enforced."""

import hashlib
from dataclasses import dataclass

import orjson

from dynamodb_engine.errors import ValidationError


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy.

    Attributes:
        text: JSON.
        revision: Which version of it this is.
    """

    text: str
    revision: str


def read_policy(text: str) -> Policy:
    """Return a policy with its revision.

    Raises:
        ValidationError: It is not JSON.
    """
    try:
        orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise ValidationError(f"Resource-based policy is not valid JSON: {error}") from error
    return Policy(text, hashlib.md5(text.encode(), usedforsecurity=False).hexdigest())

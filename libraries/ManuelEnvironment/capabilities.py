"""The capabilities of environments, which tests ask for with a tag `needs:<capability>`."""

import functools
import string
from collections.abc import Iterable
from enum import StrEnum

from field_comparison.suggestions import nearest_names, suggestion

TAG_PREFIX = "needs:"


class Capability(StrEnum):
    """Something that a test may need of its environment.

    The three that cost or change something in a deployed environment (`destructive`, `load`, `cost`) are never taken for
    granted: the environment has to list them.
    """

    FAULT_INJECTION = "fault-injection"
    AWS_INSPECTION = "aws-inspection"
    SIGNING_KEY = "signing-key"
    SECOND_USER = "second-user"
    ADMIN_USER = "admin-user"
    SECOND_POOL = "second-pool"
    SECOND_FACTOR = "second-factor"
    EMAIL_CODES = "email-codes"
    REMEMBERED_DEVICES = "remembered-devices"
    SHORT_TOKENS = "short-tokens"
    TIME_CONTROL = "time-control"
    BACKEND_LOG = "backend-log"
    DESTRUCTIVE = "destructive"
    LOAD = "load"
    COST = "cost"


OF_ONE_PROCESS = (Capability.BACKEND_LOG,)
"""What only a backend in the process of its stack can offer, no function of a template."""


def needed_by(tags: Iterable[str]) -> frozenset[str]:
    """Return the capabilities that a test with these tags needs; tags compare as in Robot Framework."""
    normalised = (_normalise(tag) for tag in tags)
    return frozenset(tag.removeprefix(TAG_PREFIX) for tag in normalised if tag.startswith(TAG_PREFIX))


def misspelt_needs(tags: Iterable[str]) -> list[str]:
    """Return a sentence for each tag that names an unknown capability, or that only resembles `needs:<capability>`."""
    return [problem for tag in tags if (problem := _problem(tag)) is not None]


@functools.cache
def _problem(tag: str) -> str | None:
    word, separator, name = _parts(_normalise(tag))
    if f"{word}{separator}" == TAG_PREFIX and name in set(Capability):
        return None
    near = nearest_names(name, Capability)
    looks_like_needs = nearest_names(word, ["needs", "need", "requires"], likeness=0.75)
    if f"{word}{separator}" != TAG_PREFIX and not (looks_like_needs and near):
        return None
    hint = suggestion(f"{TAG_PREFIX}{each}" for each in near) or f" There are: {', '.join(Capability)}."
    return f"the tag {tag!r} names no capability.{hint}"


def _parts(tag: str) -> tuple[str, str, str]:
    """Return a tag's first word, what separates it from the rest, and the rest; spaces do not count when tags are compared."""
    for word in ("needs", "need"):
        if tag.startswith(word) and tag.removeprefix(word) in set(Capability):
            return word, "", tag.removeprefix(word)
    word = tag[: next((index for index, character in enumerate(tag) if not character.isalpha()), len(tag))]
    rest = tag.removeprefix(word)
    name = rest.lstrip(string.punctuation)
    return word, rest.removesuffix(name), name


def _normalise(tag: str) -> str:
    from robot.utils import normalize

    normalised: str = normalize(tag, ignore="_")
    return normalised

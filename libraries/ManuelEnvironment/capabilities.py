"""What an environment can offer to a test, and what a test may ask for by a tag `needs:<capability>`."""

from collections.abc import Iterable
from enum import StrEnum

TAG_PREFIX = "needs:"


class Capability(StrEnum):
    """A thing that a test may need of its environment.

    The three that cost or change something on a deployed system (`destructive`, `load`, `cost`) are never taken for granted:
    an environment has to name them.
    """

    FAULT_INJECTION = "fault-injection"
    AWS_INSPECTION = "aws-inspection"
    SIGNING_KEY = "signing-key"
    SECOND_USER = "second-user"
    ADMIN_USER = "admin-user"
    SECOND_POOL = "second-pool"
    SHORT_TOKENS = "short-tokens"
    TIME_CONTROL = "time-control"
    DESTRUCTIVE = "destructive"
    LOAD = "load"
    COST = "cost"


def needed_by(tags: Iterable[str]) -> frozenset[str]:
    """The capabilities that a test with these tags needs, as they are written in the tags."""
    return frozenset(tag[len(TAG_PREFIX) :] for tag in tags if tag.startswith(TAG_PREFIX))

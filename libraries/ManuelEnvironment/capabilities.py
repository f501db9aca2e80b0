"""The capabilities of environments, which tests ask for with a tag `needs:<capability>`."""

from collections.abc import Iterable
from enum import StrEnum

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
    SHORT_TOKENS = "short-tokens"
    TIME_CONTROL = "time-control"
    DESTRUCTIVE = "destructive"
    LOAD = "load"
    COST = "cost"


def needed_by(tags: Iterable[str]) -> frozenset[str]:
    """Return the capabilities that a test with these tags needs, as written in the tags."""
    return frozenset(tag[len(TAG_PREFIX) :] for tag in tags if tag.startswith(TAG_PREFIX))

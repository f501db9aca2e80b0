"""How many of Locust's users there are at a moment."""

import math
from collections.abc import Sequence

from load_engine.mix.model import LoadMix
from load_engine.population import UserStage

REQUESTS_PER_USER = 1.0
"""How many requests a second each user sends where a mix has rates (`constant_throughput`)."""
_ENOUGH = 0.95


def stages_of_users(mix: LoadMix) -> Sequence[UserStage]:
    """Return the stages of a mix in users. For a rate there are as many users as requests become due in a second.

    Example:
        >>> mix = LoadMix(name="x", stages=("0/s to 200/s in 10 s",), requests=({"route": "/health"},))
        >>> stages_of_users(mix)
        [UserStage(seconds=10.0, from_users=0, to_users=200)]
    """
    return mix.user_stages or [
        UserStage(stage.seconds, _users(stage.from_rate), _users(stage.to_rate)) for stage in mix.rate_stages
    ]


def users_at(stages: Sequence[UserStage], seconds: float) -> int | None:
    """Return how many users there are so many seconds from the start; None after the last stage."""
    for stage in stages:
        if seconds < stage.seconds:
            return math.floor(stage.users_at(seconds))
        seconds -= stage.seconds
    return None


def shortfall(mix: LoadMix, sent: int) -> str | None:
    """Return how many of the requests of a mix with rates were not sent; None if almost all were."""
    due = sum(stage.arrivals for stage in mix.rate_stages)
    if sent >= due * _ENOUGH:
        return None
    return (
        f"{due:.0f} requests were due and {sent} were sent. Locust's users wait for responses, and do not catch up: "
        "the server is slower than a second, or Locust is still starting users when the load is already over."
    )


def _users(rate: float) -> int:
    return math.ceil(rate / REQUESTS_PER_USER)

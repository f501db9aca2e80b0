"""Stages of load as people write them."""

import re
from collections.abc import Callable

from durations import seconds_of
from load_engine.population import UserStage
from load_engine.rates import Rate
from load_engine.schedule import LoadStage

_STAGE = re.compile(r"(?:(?P<from>.+?)\s+to\s+)?(?P<to>.+?)\s+(?:for|in)\s+(?P<time>.+)", re.IGNORECASE)
_USERS = re.compile(
    r"(?:(?P<from>\d+)\s+to\s+)?(?P<to>\d+)\s+users?\s+(?:for|in)\s+(?P<time>.+)", re.IGNORECASE
)


def parse_stage(text: str, *, to_seconds: Callable[[str], float] = seconds_of) -> LoadStage:
    """Read a stage of a rate: `200/s for 30 s`, or `0/s to 200/s in 10 s` for a rate that rises or falls.

    Args:
        text: The stage.
        to_seconds: Reads its time.

    Raises:
        ValueError: The text is not a stage.

    Example:
        >>> parse_stage("0/s to 200/s in 10 s").arrivals
        1000.0
    """
    match = _STAGE.fullmatch(text.strip())
    if not match:
        raise ValueError(f"{text!r} is not a stage. Expected '200/s for 30 s' or '0/s to 200/s in 10 s'.")
    to_rate = Rate.parse(match["to"]).per_second
    from_rate = Rate.parse(match["from"]).per_second if match["from"] else to_rate
    return LoadStage(to_seconds(match["time"]), from_rate, to_rate)


def parse_user_stage(text: str) -> UserStage | None:
    """Read a stage of users: `20 users for 1 min`, or `0 to 20 users in 10 s` for a number that rises or falls.

    Returns:
        None if the text is not about users.

    Raises:
        ValueError: The time is malformed, or there is none.

    Example:
        >>> parse_user_stage("0 to 20 users in 10 s").users_at(5)
        10.0
    """
    match = _USERS.fullmatch(text.strip())
    if not match:
        return None
    to_users = int(match["to"])
    from_users = int(match["from"]) if match["from"] else to_users
    return UserStage(seconds_of(match["time"]), from_users, to_users)

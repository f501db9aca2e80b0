"""Stages of load as testers write them, with times in any format of Robot Framework."""

import re

from robot.utils import timestr_to_secs

from load_engine import LoadStage
from PerfMetrics.rates import Rate

_STAGE = re.compile(r"(?:(?P<from>.+?)\s+to\s+)?(?P<to>.+?)\s+(?:for|in)\s+(?P<time>.+)", re.IGNORECASE)


def parse_stage(text: str) -> LoadStage:
    """Read a stage: `200/s for 30 s`, or `0/s to 200/s in 10 s` for a rate that rises or falls.

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
    return LoadStage(timestr_to_secs(match["time"]), from_rate, to_rate)

"""Quota reset times: a quota refusal must end at midnight UTC of the quota's last day."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from cause_register.rules import DAY_IS_OVER, MONTH_IS_OVER
from ManuelAPI.violations import Violation

EARLY, LATE = timedelta(seconds=10), timedelta(seconds=2)
"""How far from midnight a refusal may end: clocks differ, and `retry_after` is in whole seconds."""
RULES = {"daily": DAY_IS_OVER, "monthly": MONTH_IS_OVER}


def wrong_reset_times(body: Mapping[str, Any]) -> Iterator[Violation]:
    """Yield a violation if, by its own members, the quota of a refusal does not end at midnight UTC, or with the month."""
    quota, ends = _refused_for(body), _end_of(body)
    if ends is None or quota not in RULES:
        return
    next_day = (ends + EARLY).replace(hour=0, minute=0, second=0, microsecond=0)
    is_at_midnight = next_day - EARLY <= ends <= next_day + LATE
    if not is_at_midnight or (quota == "monthly" and next_day.day != 1):
        message = f"the {quota} quota is said to end at {ends:%Y-%m-%d %H:%M:%S} UTC"
        finding = f"the {quota} quota does not end with a {RULES[quota]} of UTC"
        yield Violation(message, finding, "retry_after", RULES[quota])


def _refused_for(body: Mapping[str, Any]) -> Any:
    info = body.get("usage_info")
    is_refusal = body.get("error_type") == "quota_exceeded" and isinstance(info, dict)
    return info.get("quota") if is_refusal and info else None


def _end_of(body: Mapping[str, Any]) -> datetime | None:
    """Return when a refusal ends by the backend's clock; None if it does not say so."""
    try:
        return datetime.fromtimestamp(body["timestamp"] + body["retry_after"], UTC)
    except (KeyError, TypeError, ValueError, OverflowError, OSError):
        return None

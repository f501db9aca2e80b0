"""Answers that must be counted, and are missing from the usage in their own response."""

from http.client import OK
from typing import TYPE_CHECKING, Any

from cause_register.rules import UNCOUNTED
from ManuelAPI.json_bodies import object_of
from ManuelAPI.violations import Violation
from ManuelEnvironment import current_environment

if TYPE_CHECKING:
    from requests import Response

COUNTED = ("/api/query", "/api/transcribe")
COUNTERS = {"daily_used": "the day", "monthly_used": "the month"}


def answers_missing_from_usage(response: "Response") -> list[Violation]:
    """Return a violation if a question or a transcription was answered, and its user has still used nothing.

    Tests that look afterwards at a counter in which the answer does not count cannot be judged.
    """
    usage = _usage_of(response) if _is_counted(response) else {}
    unused = [name for name in COUNTERS if usage.get(name) == 0]
    if not unused:
        return []
    is_in_none = len(unused) == len(COUNTERS)
    finding = "the request is not counted" + ("" if is_in_none else f" for {COUNTERS[unused[0]]}")
    place = "usage" if is_in_none else f"usage.{unused[0]}"
    return [Violation(f"{finding}: usage is {usage}", finding, place, UNCOUNTED)]


def _is_counted(response: "Response") -> bool:
    url = str(response.request.url).partition("?")[0]
    paths = [f"{current_environment().api_base_url}{path}" for path in COUNTED]
    return response.request.method == "POST" and url in paths and response.status_code == OK


def _usage_of(response: "Response") -> dict[str, Any]:
    """Return the usage that an answer names; nothing if it comes from the cache and cached answers are not charged."""
    body = object_of(response)
    usage = body.get("usage")
    is_free = body.get("cache_status") == "hit" and not current_environment().settings.cache_hits_charged
    return {} if is_free or not isinstance(usage, dict) else usage

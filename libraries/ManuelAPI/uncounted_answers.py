"""Answers that count, and say themselves that they have not been counted."""

from http.client import OK
from typing import TYPE_CHECKING, Any

from cause_register.explanation import UNCOUNTED
from ManuelAPI.json_bodies import object_of
from ManuelAPI.violations import Violation
from ManuelEnvironment import current_environment

if TYPE_CHECKING:
    from requests import Response

COUNTED = ("/api/query", "/api/transcribe")
COUNTERS = ("daily_used", "monthly_used")


def uncounted_answers(response: "Response") -> list[Violation]:
    """Return a violation if a question or a transcription was answered, and its user has still used nothing.

    Tests that look at what a user has used afterwards cannot be judged.
    """
    usage = _usage_of(response) if _is_counted(response) else {}
    unused = [name for name in COUNTERS if usage.get(name) == 0]
    if not unused:
        return []
    finding = "the request is not counted"
    return [Violation(f"{finding}: usage is {usage}", finding, f"usage.{unused[0]}", UNCOUNTED)]


def _is_counted(response: "Response") -> bool:
    url = str(response.request.url).partition("?")[0]
    paths = [f"{current_environment().api_base_url}{path}" for path in COUNTED]
    return response.request.method == "POST" and url in paths and response.status_code == OK


def _usage_of(response: "Response") -> dict[str, Any]:
    """Return the usage that an answer names; nothing if it is one from the cache and such answers are not charged."""
    body = object_of(response)
    usage = body.get("usage")
    is_free = body.get("cache_status") == "hit" and not current_environment().settings.cache_hits_charged
    return {} if is_free or not isinstance(usage, dict) else usage

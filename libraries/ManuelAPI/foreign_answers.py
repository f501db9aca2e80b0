"""Answers from the cache that can't be those of the user who asks."""

from datetime import UTC, datetime
from http.client import OK
from typing import TYPE_CHECKING, Any

from cause_register.rules import PREMISE
from ManuelAPI.json_bodies import object_of
from ManuelAPI.violations import Violation
from ManuelEnvironment import current_environment

if TYPE_CHECKING:
    from requests import Response

FIRST = {"daily_used": 1, "monthly_used": 1}


def foreign_answers(response: "Response") -> list[Violation]:
    """Return a violation if the very first question of a user was answered from the cache: somebody else has asked it.

    That can be told only where answers from the cache are charged, and not in the first hour of a day, when the answer may be one
    of the day before: a month that begins anew each day is another matter. Such an answer says nothing about index and model, so
    that a test that needs them cannot be judged.
    """
    if not (_is_answer(response) and current_environment().settings.cache_hits_charged):
        return []
    answer = object_of(response)
    usage = answer.get("usage")
    if (
        answer.get("cache_status") != "hit"
        or not isinstance(usage, dict)
        or not usage.items() >= FIRST.items()
        or _may_be_of_the_day_before(answer)
    ):
        return []
    finding = "the first question of a user is answered from the cache"
    return [Violation(f"{finding}: usage is {usage}", finding, "cache_status", PREMISE)]


def _may_be_of_the_day_before(answer: dict[str, Any]) -> bool:
    """Return whether the day is younger than an answer in the cache can be, which is kept for an hour.

    An answer without a time, which is a deviation of its own, is one of this moment.
    """
    try:
        moment = datetime.fromtimestamp(answer["timestamp"], UTC)
    except (KeyError, TypeError, ValueError, OverflowError, OSError):
        moment = datetime.now(UTC)
    return moment.hour == 0


def _is_answer(response: "Response") -> bool:
    url = str(response.request.url).partition("?")[0]
    is_question = (response.request.method, url) == (
        "POST",
        f"{current_environment().api_base_url}/api/query",
    )
    return is_question and response.status_code == OK

"""The first question of a user that is answered from the cache was somebody else's."""

from datetime import datetime, tzinfo
from typing import Any

import pytest

from ManuelAPI.client import ApiRequest
from ManuelAPI.foreign_answers import foreign_answers

LAST_SECOND = 1_764_547_199
"""The last second of November 2025, in UTC."""
DAY = 86_400
QUESTION = ApiRequest("POST", "/api/query", json={"question": "How?"})
FIRST = {"daily_used": 1, "daily_limit": 50, "monthly_used": 1, "monthly_limit": 1000}


class Noon(datetime):
    """A clock that stands at noon."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> "Noon":
        return cls(2026, 11, 29, 12, tzinfo=tz)


def found(respond: Any, answer: object, request: ApiRequest = QUESTION, **settings: Any) -> list[str]:
    return [violation.finding for violation in foreign_answers(respond(request, answer, **settings))]


@pytest.mark.parametrize("timestamp", [LAST_SECOND, LAST_SECOND + 1 + 3600])
def test_a_first_question_cannot_come_from_the_cache(respond: Any, timestamp: int) -> None:
    assert found(respond, {"cache_status": "hit", "usage": FIRST, "timestamp": timestamp}) == [
        "the first question of a user is answered from the cache"
    ]


@pytest.mark.parametrize(
    "timestamp", [LAST_SECOND + 1, LAST_SECOND + 3600, LAST_SECOND + 1 - DAY, LAST_SECOND + 3600 - DAY]
)
def test_a_day_may_begin_with_an_answer_of_the_one_before(respond: Any, timestamp: int) -> None:
    assert found(respond, {"cache_status": "hit", "usage": FIRST, "timestamp": timestamp}) == []


@pytest.mark.parametrize("timestamp", [None, "today", 1e300])
def test_a_time_that_is_none_hides_no_foreign_answer(
    respond: Any, monkeypatch: pytest.MonkeyPatch, timestamp: object
) -> None:
    monkeypatch.setattr("ManuelAPI.foreign_answers.datetime", Noon)
    answer = {"cache_status": "hit", "usage": FIRST, "timestamp": timestamp}
    assert found(respond, answer) == ["the first question of a user is answered from the cache"]


@pytest.mark.parametrize(
    "answer",
    [
        {"cache_status": "miss", "usage": FIRST},
        {"cache_status": "hit", "usage": {**FIRST, "daily_used": 2, "monthly_used": 2}},
        {"cache_status": "hit", "usage": {**FIRST, "monthly_used": 7}},
        {"cache_status": "hit", "usage": None},
        {"cache_status": "hit"},
        [],
    ],
)
def test_any_other_answer_may_be_the_users_own(respond: Any, answer: object) -> None:
    assert found(respond, answer) == []


def test_it_cannot_be_told_where_answers_from_the_cache_are_not_charged(respond: Any) -> None:
    answer = {"cache_status": "hit", "usage": FIRST}
    assert found(respond, answer, cache_hits_charged=False) == []


def test_only_questions_are_looked_at(respond: Any) -> None:
    answer = {"cache_status": "hit", "usage": FIRST}
    assert found(respond, answer, ApiRequest("GET", "/api/user/usage")) == []

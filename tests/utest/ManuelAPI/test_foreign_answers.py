"""The first question of a user that is answered from the cache was somebody else's."""

from datetime import datetime, tzinfo
from typing import Any

import pytest

from ManuelAPI.client import ApiClient, ApiRequest
from ManuelAPI.foreign_answers import foreign_answers

LAST_SECOND = 1_764_547_199
"""The last second of November 2025, in UTC."""
QUESTION = ApiRequest("POST", "/api/query", json={"question": "How?"})
FIRST = {"daily_used": 1, "daily_limit": 50, "monthly_used": 1, "monthly_limit": 1000}


class Noon(datetime):
    """A clock that stands at noon."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> "Noon":
        return cls(2026, 11, 29, 12, tzinfo=tz)


def found(
    api: Any, use_environment: Any, answer: object, request: ApiRequest = QUESTION, **settings: Any
) -> list[str]:
    use_environment(api_base_url=api.url, **settings)
    client = ApiClient()
    client.contract_check.turn_off("the answers of these tests lack the headers")
    api.answer_json(answer)
    return [violation.finding for violation in foreign_answers(client.send(request))]


@pytest.mark.parametrize("timestamp", [LAST_SECOND, LAST_SECOND + 1 + 3600])
def test_a_first_question_cannot_come_from_the_cache(api: Any, use_environment: Any, timestamp: int) -> None:
    assert found(api, use_environment, {"cache_status": "hit", "usage": FIRST, "timestamp": timestamp}) == [
        "the first question of a user is answered from the cache"
    ]


@pytest.mark.parametrize("timestamp", [LAST_SECOND + 1, LAST_SECOND + 3600])
def test_a_month_may_begin_with_an_answer_of_the_last_one(
    api: Any, use_environment: Any, timestamp: int
) -> None:
    assert found(api, use_environment, {"cache_status": "hit", "usage": FIRST, "timestamp": timestamp}) == []


@pytest.mark.parametrize("timestamp", [None, "today", 1e300])
def test_a_time_that_is_none_hides_no_foreign_answer(
    api: Any, use_environment: Any, monkeypatch: pytest.MonkeyPatch, timestamp: object
) -> None:
    monkeypatch.setattr("ManuelAPI.foreign_answers.datetime", Noon)
    answer = {"cache_status": "hit", "usage": FIRST, "timestamp": timestamp}
    assert found(api, use_environment, answer) == ["the first question of a user is answered from the cache"]


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
def test_any_other_answer_may_be_the_users_own(api: Any, use_environment: Any, answer: object) -> None:
    assert found(api, use_environment, answer) == []


def test_it_cannot_be_told_where_answers_from_the_cache_are_not_charged(
    api: Any, use_environment: Any
) -> None:
    answer = {"cache_status": "hit", "usage": FIRST}
    assert found(api, use_environment, answer, cache_hits_charged=False) == []


def test_only_questions_are_looked_at(api: Any, use_environment: Any) -> None:
    answer = {"cache_status": "hit", "usage": FIRST}
    assert found(api, use_environment, answer, ApiRequest("GET", "/api/user/usage")) == []

"""The first question of a user that is answered from the cache was somebody else's."""

from typing import Any

import pytest

from ManuelAPI.client import ApiClient, ApiRequest
from ManuelAPI.foreign_answers import foreign_answers

QUESTION = ApiRequest("POST", "/api/query", json={"question": "How?"})
FIRST = {"daily_used": 1, "daily_limit": 50, "monthly_used": 1, "monthly_limit": 1000}


def found(
    api: Any, use_environment: Any, answer: object, request: ApiRequest = QUESTION, **settings: Any
) -> list[str]:
    use_environment(api_base_url=api.url, **settings)
    client = ApiClient()
    client.contract_check.turn_off("the answers of these tests lack the headers")
    api.answer_json(answer)
    return [violation.finding for violation in foreign_answers(client.send(request))]


def test_a_first_question_cannot_come_from_the_cache(api: Any, use_environment: Any) -> None:
    assert found(api, use_environment, {"cache_status": "hit", "usage": FIRST}) == [
        "the first question of a user is answered from the cache"
    ]


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

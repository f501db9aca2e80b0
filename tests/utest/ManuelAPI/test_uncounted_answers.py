"""Answers that say themselves that they have not been counted."""

from typing import Any

import pytest

from ManuelAPI.client import ApiClient, ApiRequest
from ManuelAPI.uncounted_answers import uncounted_answers

TRANSCRIPTION = ApiRequest("POST", "/api/transcribe", json={"audio_data": "UklGRg=="})
QUESTION = ApiRequest("POST", "/api/query", json={"question": "How?"})
UNUSED = {"daily_used": 0, "daily_limit": 50, "monthly_used": 0, "monthly_limit": 1000}
NOT_COUNTED = ["the request is not counted"]


def found(
    api: Any, use_environment: Any, answer: object, request: ApiRequest = TRANSCRIPTION, **settings: Any
) -> list[str]:
    use_environment(api_base_url=api.url, **settings)
    client = ApiClient()
    client.contract_check.turn_off("the answers of these tests lack the headers")
    api.answer_json(answer)
    return [violation.finding for violation in uncounted_answers(client.send(request))]


@pytest.mark.parametrize("request_", [TRANSCRIPTION, QUESTION])
def test_who_has_been_answered_has_used_something(
    api: Any, use_environment: Any, request_: ApiRequest
) -> None:
    assert found(api, use_environment, {"usage": UNUSED}, request_) == NOT_COUNTED
    assert found(api, use_environment, {"usage": {**UNUSED, "daily_used": 1}}, request_) == NOT_COUNTED
    used = {**UNUSED, "daily_used": 1, "monthly_used": 1}
    assert found(api, use_environment, {"usage": used}, request_) == []


@pytest.mark.parametrize("answer", [{"usage": None}, {"usage": {}}, {}, [], "text"])
def test_other_bodies_are_for_the_schema(api: Any, use_environment: Any, answer: object) -> None:
    assert found(api, use_environment, answer) == []


def test_only_requests_that_count_are_looked_at(api: Any, use_environment: Any) -> None:
    usage = ApiRequest("GET", "/api/user/usage")
    assert found(api, use_environment, {"usage": UNUSED}, usage) == []


def test_answers_from_the_cache_may_be_free(api: Any, use_environment: Any) -> None:
    hit = {"cache_status": "hit", "usage": UNUSED}
    assert found(api, use_environment, hit, QUESTION, cache_hits_charged=False) == []
    assert found(api, use_environment, hit, QUESTION) == NOT_COUNTED

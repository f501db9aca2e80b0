"""Answers that say themselves that they have not been counted."""

from typing import Any

import pytest

from ManuelAPI.answers_missing_from_usage import answers_missing_from_usage
from ManuelAPI.client import ApiRequest

TRANSCRIPTION = ApiRequest("POST", "/api/transcribe", json={"audio_data": "UklGRg=="})
QUESTION = ApiRequest("POST", "/api/query", json={"question": "How?"})
UNUSED = {"daily_used": 0, "daily_limit": 50, "monthly_used": 0, "monthly_limit": 1000}
NOT_COUNTED = ["the request is not counted"]


def found(respond: Any, answer: object, request: ApiRequest = TRANSCRIPTION, **settings: Any) -> list[str]:
    return [
        violation.finding for violation in answers_missing_from_usage(respond(request, answer, **settings))
    ]


@pytest.mark.parametrize("request_", [TRANSCRIPTION, QUESTION])
def test_who_has_been_answered_has_used_something(respond: Any, request_: ApiRequest) -> None:
    assert found(respond, {"usage": UNUSED}, request_) == NOT_COUNTED
    for_the_day, for_the_month = {**UNUSED, "monthly_used": 1}, {**UNUSED, "daily_used": 1}
    assert found(respond, {"usage": for_the_day}, request_) == ["the request is not counted for the day"]
    assert found(respond, {"usage": for_the_month}, request_) == ["the request is not counted for the month"]
    used = {**UNUSED, "daily_used": 1, "monthly_used": 1}
    assert found(respond, {"usage": used}, request_) == []


@pytest.mark.parametrize("answer", [{"usage": None}, {"usage": {}}, {}, [], "text"])
def test_other_bodies_are_for_the_schema(respond: Any, answer: object) -> None:
    assert found(respond, answer) == []


def test_only_requests_that_count_are_looked_at(respond: Any) -> None:
    usage = ApiRequest("GET", "/api/user/usage")
    assert found(respond, {"usage": UNUSED}, usage) == []


def test_answers_from_the_cache_may_be_free(respond: Any) -> None:
    hit = {"cache_status": "hit", "usage": UNUSED}
    assert found(respond, hit, QUESTION, cache_hits_charged=False) == []
    assert found(respond, hit, QUESTION) == NOT_COUNTED

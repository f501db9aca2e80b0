"""What a user has not asked cannot be answered from the cache."""

import json
from base64 import urlsafe_b64encode
from dataclasses import replace
from datetime import datetime, tzinfo
from typing import Any

import pytest

from ManuelAPI.cached_answers_of_other_users import FINDING, CachedAnswersOfOtherUsers
from ManuelAPI.client import ApiRequest

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


class FirstMinute(datetime):
    """A clock that stands at the first minute of a month."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> "FirstMinute":
        return cls(2025, 12, 1, 0, 1, tzinfo=tz)


def found(respond: Any, answer: object, request: ApiRequest = QUESTION, **settings: Any) -> list[str]:
    return [
        violation.finding
        for violation in CachedAnswersOfOtherUsers().violations(respond(request, answer, **settings))
    ]


@pytest.mark.parametrize("timestamp", [LAST_SECOND, LAST_SECOND + 1 + 3600])
def test_a_first_question_cannot_come_from_the_cache(respond: Any, timestamp: int) -> None:
    assert found(respond, {"cache_status": "hit", "usage": FIRST, "timestamp": timestamp}) == [FINDING]


@pytest.mark.parametrize(
    "timestamp", [LAST_SECOND + 1, LAST_SECOND + 3600, LAST_SECOND + 1 - DAY, LAST_SECOND + 3600 - DAY]
)
def test_a_day_may_begin_with_an_answer_of_the_one_before(respond: Any, timestamp: int) -> None:
    assert found(respond, {"cache_status": "hit", "usage": FIRST, "timestamp": timestamp}) == []


@pytest.mark.parametrize(
    ("timestamp", "foreign"), [(LAST_SECOND + 1, []), (LAST_SECOND + 1 - DAY, [FINDING])]
)
def test_what_a_tests_own_user_has_asked_is_counted_within_a_month(
    respond: Any, timestamp: int, foreign: list[str]
) -> None:
    answer = {"cache_status": "hit", "usage": FIRST, "timestamp": timestamp}
    assert found(respond, answer, users="disposable") == foreign


@pytest.mark.parametrize(("users", "foreign"), [("disposable", [FINDING]), ("configured", [])])
def test_a_tests_own_user_has_asked_nothing_before_the_session_began(
    respond: Any, monkeypatch: pytest.MonkeyPatch, users: str, foreign: list[str]
) -> None:
    monkeypatch.setattr("ManuelAPI.cached_answers_of_other_users.datetime", FirstMinute)
    answer = {"cache_status": "hit", "usage": FIRST, "timestamp": LAST_SECOND + 120}
    assert found(respond, answer, users=users) == foreign


@pytest.mark.parametrize("timestamp", [None, "today", 1e300])
def test_a_time_that_is_none_hides_no_foreign_answer(
    respond: Any, monkeypatch: pytest.MonkeyPatch, timestamp: object
) -> None:
    monkeypatch.setattr("ManuelAPI.cached_answers_of_other_users.datetime", Noon)
    answer = {"cache_status": "hit", "usage": FIRST, "timestamp": timestamp}
    assert found(respond, answer) == [FINDING]


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
def test_other_cached_answers_may_be_the_users_own(respond: Any, answer: object) -> None:
    assert found(respond, answer) == []


def test_it_cannot_be_told_where_answers_from_the_cache_are_not_charged(respond: Any) -> None:
    answer = {"cache_status": "hit", "usage": FIRST}
    assert found(respond, answer, cache_hits_charged=False) == []


def test_only_questions_are_looked_at(respond: Any) -> None:
    answer = {"cache_status": "hit", "usage": FIRST}
    assert found(respond, answer, ApiRequest("GET", "/api/user/usage")) == []


def asked(
    number: int, typed: str = "How?", status: str = "hit", **more: Any
) -> tuple[ApiRequest, dict[str, Any]]:
    usage = {"daily_used": number, "monthly_used": number}
    answer = {"cache_status": status, "usage": usage, "timestamp": LAST_SECOND, **more}
    sent = {"question": typed} if "question" not in more else {"question": typed, "file_data": "UklGRg=="}
    return ApiRequest("POST", "/api/query", json=sent), answer


@pytest.mark.parametrize(
    ("exchanges", "foreign"),
    [
        ([asked(1, status="miss"), asked(2)], []),
        ([asked(1, status="miss"), asked(2, "how ?")], []),
        ([asked(1, "Why?", "miss", question="How?"), asked(2)], []),
        ([asked(1, status="miss"), asked(2, "Why?", question="How?")], []),
        ([asked(1, status="miss"), asked(2, "Why?")], [FINDING]),
        ([asked(1, status="miss"), asked(2, "Why?"), asked(3, "Why?")], [FINDING]),
        ([asked(1, status="miss"), asked(3, "Why?")], []),
        ([asked(1, status="miss"), asked(2, "How?", question="Why?")], [FINDING]),
    ],
)
def test_what_was_not_asked_before_is_foreign(
    respond: Any, exchanges: list[tuple[ApiRequest, dict[str, Any]]], foreign: list[str]
) -> None:
    answers = CachedAnswersOfOtherUsers()
    responses = [respond(request, answer) for request, answer in exchanges]
    found = [violation.finding for each in responses for violation in answers.violations(each)]
    assert found == foreign


def token_of(user: str) -> str:
    claims = urlsafe_b64encode(json.dumps({"sub": user}).encode()).decode().rstrip("=")
    return f"Bearer eyJraWQiOiJ0ZXN0In0.{claims}.c2lnbmF0dXJl"


@pytest.mark.parametrize(("user", "foreign"), [("one", []), ("another", [FINDING])])
def test_each_user_has_asked_something_else(respond: Any, user: str, foreign: list[str]) -> None:
    answers = CachedAnswersOfOtherUsers()
    for each, number, status in (("one", 1, "miss"), ("another", 1, "miss"), (user, 2, "hit")):
        request, answer = asked(
            number, f"How does {each} do it?" if status == "miss" else "How does one do it?", status
        )
        request = replace(request, headers={"Authorization": token_of(each)})
        found = [violation.finding for violation in answers.violations(respond(request, answer))]
    assert found == foreign

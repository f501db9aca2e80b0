"""Using up quotas."""

from collections.abc import Callable
from typing import Any

import pytest
from robot.api import SkipExecution
from werkzeug.wrappers import Request, Response

from ManuelAPI import ManuelAPI
from ManuelEnvironment.causes import BlockedByCauseError, CauseNotes
from ManuelEnvironment.environment import Environment


class CountingApi:
    """An API that counts each question as one, or as `step`."""

    def __init__(self, step: int = 1, written: Callable[[int], Any] = int) -> None:
        self.step = step
        self.written = written
        self.used = 2
        self.questions: list[str] = []

    def __call__(self, request: Request) -> Response:
        if request.method == "POST":
            self.questions.append(request.json["question"])
            self.used += self.step
            return self.json({"usage": {"daily_used": self.written(self.used)}})
        usage = {
            "user_id": "ada",
            "current_usage": {"daily_queries": self.written(self.used)},
            "historical": [{"date": "2026-11-22"}],
        }
        return self.json(usage)

    @staticmethod
    def json(body: Any) -> Response:
        import json

        return Response(json.dumps(body), content_type="application/json")


@pytest.fixture
def keywords(environment: Environment) -> ManuelAPI:
    library = ManuelAPI()
    library.do_not_check_contract("the answers of these tests lack the headers")
    return library


def test_questions_are_asked_until_the_usage_is_reached(api: Any, keywords: ManuelAPI) -> None:
    api.answer = counting = CountingApi()
    assert keywords.use_quota(until=5).daily_used == 5
    assert len(counting.questions) == 3
    assert len(set(counting.questions)) == 1


def test_questions_differ_if_answers_from_the_cache_are_free(api: Any, use_environment: Any) -> None:
    use_environment(api_base_url=api.url, cache_hits_charged=False)
    library = ManuelAPI()
    library.do_not_check_contract("the answers of these tests lack the headers")
    api.answer = counting = CountingApi()
    library.use_quota(until=5)
    assert len(set(counting.questions)) == 3


def test_nothing_is_asked_if_the_usage_is_reached_already(api: Any, keywords: ManuelAPI) -> None:
    api.answer = counting = CountingApi()
    assert keywords.use_quota(until=2).daily_used == 2
    assert counting.questions == []


def test_a_test_is_blocked_if_no_question_has_been_counted_rightly(
    api: Any, keywords: ManuelAPI, notes: CauseNotes
) -> None:
    api.answer = CountingApi(step=2)
    blocked = pytest.raises(BlockedByCauseError, match=r"^blocked by counting of requests: more than that\n")
    with blocked:
        keywords.use_quota(until=5)
    api.answer = CountingApi(step=0)
    keywords.remember_usage()
    with pytest.raises(BlockedByCauseError, match=r"^blocked by counting of requests: less than that\n"):
        keywords.daily_usage_should_have_grown_by(1)
    assert {known.cause.title for known in notes.register.take_claimed()} == {
        "counting of requests: expected each successful request to count as one, got more than that",
        "counting of requests: expected each successful request to count as one, got less than that",
    }


def test_numbers_that_are_texts_are_counted_all_the_same(api: Any, keywords: ManuelAPI) -> None:
    api.answer = CountingApi(written=str)
    keywords.remember_usage()
    keywords.use_quota(until=5)
    keywords.daily_usage_should_have_grown_by(3)
    with pytest.raises(AssertionError, match=r"to have grown by 1 from 2\.\nGot growth by 3, to 5"):
        keywords.daily_usage_should_have_grown_by(1)


def test_a_question_that_is_not_counted_once_as_others_are_fails(api: Any, keywords: ManuelAPI) -> None:
    api.answer = CountingApi()
    keywords.use_quota(until=3)
    api.answer = CountingApi(step=2)
    with pytest.raises(AssertionError, match="Expected a daily usage of 3"):
        keywords.use_quota(until=5)


def test_a_quota_that_the_rate_limit_does_not_let_a_test_use_up_skips_it(
    api: Any, use_environment: Any
) -> None:
    use_environment(api_base_url=api.url, rate_limit_requests=12)
    library = ManuelAPI()
    library.do_not_check_contract("the answers of these tests lack the headers")
    api.answer = counting = CountingApi()
    assert library.use_quota(until=4).daily_used == 4
    with pytest.raises(SkipExecution, match=r"^rate_limit_requests is 12; this test needs 13$"):
        library.use_quota(until=7)
    assert len(counting.questions) == 2


class RefusedError(Exception):
    pass


class FakeDynamoDB:
    """A DynamoDB client that records the update, or rejects it."""

    exceptions = type("", (), {"ConditionalCheckFailedException": RefusedError})

    def __init__(self, *, refuses: bool = False) -> None:
        self.refuses = refuses
        self.updates: list[dict[str, Any]] = []

    def update_item(self, **update: Any) -> None:
        if self.refuses:
            raise RefusedError
        self.updates.append(update)


def test_the_usage_of_month_and_day_is_written_into_todays_item(
    api: Any, use_environment: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_environment(api_base_url=api.url, stage="dev", capabilities=["aws-inspection"])
    database = FakeDynamoDB()
    monkeypatch.setattr(Environment, "aws_client", lambda *_: database)
    library = ManuelAPI()
    library.do_not_check_contract("the answers of these tests lack the headers")
    api.answer = CountingApi()
    library.set_monthly_usage(999)
    library.set_daily_usage(50)
    update, update_of_day = database.updates
    assert "daily_count" in update_of_day["UpdateExpression"]
    assert update_of_day["ExpressionAttributeValues"] == {":queries": {"N": "50"}}
    assert "monthly_count" in update["UpdateExpression"]
    assert update["TableName"] == "manuel-usage-dev"
    assert update["Key"] == {"user_id": {"S": "ada"}, "date": {"S": "2026-11-22"}}
    assert update["ExpressionAttributeValues"] == {":queries": {"N": "999"}}


def test_a_user_without_an_item_of_today_fails(
    api: Any, use_environment: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_environment(api_base_url=api.url, stage="dev")
    monkeypatch.setattr(Environment, "aws_client", lambda *_: FakeDynamoDB(refuses=True))
    library = ManuelAPI()
    library.do_not_check_contract("the answers of these tests lack the headers")
    api.answer = CountingApi()
    with pytest.raises(AssertionError, match="Expected an item for ada and today in table manuel-usage-dev"):
        library.set_monthly_usage(999)

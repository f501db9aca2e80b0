"""Using quotas up."""

from typing import Any

import pytest
from werkzeug.wrappers import Request, Response

from ManuelAPI import ManuelAPI
from ManuelEnvironment.environment import Environment


class CountingApi:
    """Counts questions as it should, or `step` at a time."""

    def __init__(self, step: int = 1) -> None:
        self.step = step
        self.used = 2
        self.questions: list[str] = []

    def __call__(self, request: Request) -> Response:
        if request.method == "POST":
            self.questions.append(request.json["question"])
            self.used += self.step
            return self.json({"usage": {"daily_used": self.used}})
        usage = {
            "user_id": "ada",
            "current_usage": {"daily_queries": self.used},
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


def test_questions_are_asked_until_so_many_are_used(api: Any, keywords: ManuelAPI) -> None:
    api.answer = counting = CountingApi()
    assert keywords.use_quota(until=5).daily_used == 5
    assert len(counting.questions) == 3
    assert len(set(counting.questions)) == 1


def test_each_is_another_one_where_the_cache_is_free(api: Any, use_environment: Any) -> None:
    use_environment(api_base_url=api.url, cache_hits_charged=False)
    library = ManuelAPI()
    library.do_not_check_contract("the answers of these tests lack the headers")
    api.answer = counting = CountingApi()
    library.use_quota(until=5)
    assert len(set(counting.questions)) == 3


def test_nothing_is_asked_where_so_many_are_used_already(api: Any, keywords: ManuelAPI) -> None:
    api.answer = counting = CountingApi()
    assert keywords.use_quota(until=2).daily_used == 2
    assert counting.questions == []


def test_a_question_that_is_not_counted_once_fails(api: Any, keywords: ManuelAPI) -> None:
    api.answer = CountingApi(step=2)
    with pytest.raises(AssertionError, match="Expected a daily usage of 3"):
        keywords.use_quota(until=5)


class RefusedError(Exception):
    pass


class FakeDynamoDB:
    """Remembers the update, or refuses it."""

    exceptions = type("", (), {"ConditionalCheckFailedException": RefusedError})

    def __init__(self, *, refuses: bool = False) -> None:
        self.refuses = refuses
        self.updates: list[dict[str, Any]] = []

    def update_item(self, **update: Any) -> None:
        if self.refuses:
            raise RefusedError
        self.updates.append(update)


def test_the_months_count_is_written_into_todays_row(
    api: Any, use_environment: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_environment(api_base_url=api.url, stage="dev", capabilities=["aws-inspection"])
    database = FakeDynamoDB()
    monkeypatch.setattr(Environment, "aws_client", lambda *_: database)
    library = ManuelAPI()
    library.do_not_check_contract("the answers of these tests lack the headers")
    api.answer = CountingApi()
    library.set_monthly_usage(999)
    (update,) = database.updates
    assert update["TableName"] == "manuel-usage-dev"
    assert update["Key"] == {"user_id": {"S": "ada"}, "date": {"S": "2026-11-22"}}
    assert update["ExpressionAttributeValues"] == {":queries": {"N": "999"}}


def test_a_user_without_a_row_of_today(
    api: Any, use_environment: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_environment(api_base_url=api.url, stage="dev")
    monkeypatch.setattr(Environment, "aws_client", lambda *_: FakeDynamoDB(refuses=True))
    library = ManuelAPI()
    library.do_not_check_contract("the answers of these tests lack the headers")
    api.answer = CountingApi()
    with pytest.raises(AssertionError, match="Expected a row of today for ada in manuel-usage-dev"):
        library.set_monthly_usage(999)

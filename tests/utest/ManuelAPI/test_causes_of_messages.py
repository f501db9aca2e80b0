"""What keywords say in words of their own is read by those who look for the cause."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
import requests

from cause_register import Cause, CauseKind
from cause_register.explanation import explains
from cause_register.failure_message import single_failures
from cause_register.form import Form
from cause_register.forms import AnotherLength, AnotherValue, NothingIn, Unmet
from cause_register.reasons import reason_of_failure
from cause_register.rules import STATUS, UNSUPPORTED_VERSION
from load_engine.thresholds import Threshold
from ManuelAPI.client import body_of, require_status
from ManuelAPI.field_assertions import require_fields
from ManuelAPI.keywords.values import ValueKeywords
from ManuelAPI.many_responses import require_no_findings
from ManuelEnvironment.assertion_messages import EXPECTATIONS

pytestmark = pytest.mark.usefixtures("environment")
BREAKS_WITH = (502,)


def response(status: int, body: str = "{}", reason: str = "A Reason") -> requests.Response:
    answered = requests.Response()
    answered.status_code, answered.reason, answered._content = status, reason, body.encode()
    answered.request = requests.Request("GET", "http://a/api/quota").prepare()
    answered.elapsed = timedelta(milliseconds=7)
    return answered


def reason(failed: pytest.ExceptionInfo[AssertionError]) -> str:
    return reason_of_failure(str(failed.value), {"/api/quota": "/api/quota"}.get, BREAKS_WITH)


def deviation(**attributes: Any) -> Cause:
    return Cause(CauseKind.DEVIATION, "…", "…", "…", "…", operation="GET /api/quota", **attributes)


def test_a_status_is_read_where_a_refusal_and_where_a_success_is_expected() -> None:
    with pytest.raises(AssertionError) as broken:
        require_status(response(502), 400)
    assert reason(broken) == "Any error 502: expected a refusal"
    with pytest.raises(AssertionError) as created:
        require_status(response(201), 200)
    assert explains(deviation(place=STATUS, status=201), str(created.value))
    with pytest.raises(AssertionError) as served:
        require_status(response(200), 400)
    assert explains(deviation(rule=UNSUPPORTED_VERSION), str(served.value))


def test_an_error_of_several_is_read_as_that_of_one() -> None:
    with pytest.raises(AssertionError) as served:
        require_no_findings([response(200)], "be 400 validation_error", lambda _: ("200 A Reason",))
    assert single_failures(str(served.value)) == [
        "Expected status 400.\nGot 200 A Reason\nWhere: GET http://a/api/quota"
    ]


@pytest.mark.parametrize(
    ("content", "wanted", "expected"),
    [
        ({"daily": {"used": 1}}, {"daily.used": 3}, "Any response: the count of the day is too small"),
        ({"daily": {}}, {"daily.limit": "3"}, "GET /api/quota: there is nothing in daily.limit"),
        ({"history": []}, {"history.0.queries": 3}, "GET /api/quota: there is nothing in history"),
        ({"status": "failed"}, {"status": "ready"}, "GET /api/quota: status is failed"),
        ({"is_used": None}, {"is_used": True}, "GET /api/quota: is_used is null"),
    ],
)
def test_a_field_that_differs_is_read_by_its_name(
    content: dict[str, Any], wanted: dict[str, Any], expected: str
) -> None:
    with pytest.raises(AssertionError) as differs:
        require_fields("a quota", content, wanted, response(200))
    assert reason(differs) == expected


def test_a_body_that_is_not_json_is_read() -> None:
    with pytest.raises(AssertionError) as unreadable:
        body_of(response(200, "<html>"))
    assert explains(deviation(place="body", rule="type"), str(unreadable.value))


@pytest.mark.parametrize("bound", ["at_least", "more_than"])
def test_a_lower_bound_is_read(bound: str) -> None:
    with pytest.raises(AssertionError) as small:
        ValueKeywords().number_should_be(2, **{bound: 3})
    failure = f"looks[-1].wait: {small.value}\nFrom: GET http://a/api/quota, request id 7"
    assert reason_of_failure(failure, {"/api/quota": "/api/quota"}.get) == "GET /api/quota: wait is too small"


@pytest.mark.parametrize(
    ("assertion", "arguments", "got", "form"),
    [
        ("Should Be Equal", ["answer.id", "a"], "'b'", AnotherValue("answer.id", "'a'", "'b'")),
        ("Lists Should Be Equal", ["ids", ["a"]], "[]", AnotherValue("ids", "['a']", "[]")),
        ("Should Be Empty", ["ids"], "['a']", AnotherValue("ids", "empty", "['a']")),
        ("Length Should Be", ["ids", 1], "the length 0: []", AnotherLength("ids", 1, 0)),
        ("Should Not Be Empty", ["ids"], "[]", NothingIn("ids", "[]")),
    ],
)
def test_an_assertion_of_robot_framework_is_read(
    assertion: str, arguments: list[Any], got: str, form: Form
) -> None:
    assert type(form).read(str(Unmet(EXPECTATIONS[assertion].format(*arguments), got))) == form


@dataclass
class Load:
    """A measured load in which requests have failed."""

    errors: dict[str, int] = field(default_factory=lambda: {"HTTP 503": 4})

    def value(self, metric: str) -> float:
        return 0.25

    def inconclusive_reason(self, metric: str, limit: float) -> str | None:
        return None

    def other_explanation(self, metric: str, limit: float) -> str | None:
        return None


def test_a_threshold_that_refused_requests_exceed_is_read() -> None:
    problem = Threshold.parse("error_rate==0").problem(Load())
    failure = f"GET /api/quota at 8/s: {problem}"
    assert reason_of_failure(failure, {}.get) == "GET /api/quota: requests of a load fail with 503"

"""Parts of a response that have to agree with each other, or with the request."""

import json
from typing import Any

import jwt
import pytest
from requests import PreparedRequest, Response
from robot.api.types import Secret

from ManuelAPI.agreement import disagreements
from ManuelAuth.bearer import MaskedHeader

TRACE = "Root=1-6929f0a0-0123456789abcdef01234567"

VERSIONS = {"API_Version": "1.1", "Supported_Versions": "1.0, 1.1"}
TOKEN = jwt.encode({"sub": "4f1c"}, "a secret that is known to everybody", "HS256")


def findings(body: Any = None, sent: str = TRACE, authorization: str = "", **headers: str) -> list[str]:
    """Return what is found in a response with these headers, written with `_` for `-`; an empty one is left out."""
    made, made.request = Response(), PreparedRequest()
    made.request.headers = {"X-Amzn-Trace-Id": sent, "Authorization": authorization}  # type: ignore[assignment]
    sent_back = {**VERSIONS, **headers}
    made.headers.update({name.replace("_", "-"): value for name, value in sent_back.items() if value})
    made._content = json.dumps(body).encode()
    return [violation.finding for violation in disagreements(made)]


@pytest.mark.parametrize(
    ("member", "header", "value"),
    [("request_id", "x-amzn-RequestId", "one"), ("retry_after", "Retry-After", 30)],
)
def test_an_error_says_the_same_as_its_headers(member: str, header: str, value: Any) -> None:
    error = {"error_type": "service_unavailable", member: value}
    wrong = [f"`{member}` is not what header `{header}` says"]
    assert findings(error, **{header: str(value)}) == []
    assert findings(error) == []
    assert findings(error, **{header: f"{value}1"}) == wrong
    assert findings({"message": "Too Many Requests"}, **{header: str(value)}) == []


def test_an_error_says_in_its_body_too_when_to_try_again() -> None:
    assert findings({"error_type": "service_unavailable"}, Retry_After="30") == [
        "`retry_after` is not what header `Retry-After` says"
    ]


def test_an_error_of_the_backend_names_the_versions() -> None:
    error = {"error_type": "service_unavailable"}
    assert findings(error) == []
    assert findings(error, Supported_Versions="") == ["header `Supported-Versions` is missing"]
    assert findings(error, API_Version="", Supported_Versions="") == [
        "header `API-Version` is missing",
        "header `Supported-Versions` is missing",
    ]
    assert findings({"message": "Service Unavailable"}, API_Version="", Supported_Versions="") == []


@pytest.mark.parametrize("supported", ["1.0, 1.1", "1.0,1.1", "1.1"])
def test_the_version_is_one_of_those_that_there_are(supported: str) -> None:
    assert findings(API_Version="1.1", Supported_Versions=supported) == []
    assert findings(API_Version="1.2", Supported_Versions=supported) == [
        "header `API-Version` names no version of `Supported-Versions`"
    ]


SERVED = "an unknown API version is served"


@pytest.mark.parametrize(
    ("query", "header", "expected"),
    [
        ("", None, []),
        ("?version=1.0", None, []),
        ("", "1.1", []),
        ("?version=1.0", "1.1", []),
        ("?version=1.0", "9.9", [SERVED]),
        ("?version=9.9", "1.0", [SERVED]),
        ("?version=", None, [SERVED]),
        ("", "9.9", [SERVED]),
    ],
)
def test_a_version_that_there_is_not_is_not_served(
    query: str, header: str | None, expected: list[str]
) -> None:
    made, made.request = Response(), PreparedRequest()
    made.request.url = f"http://h/version{query}"
    made.request.headers = {"API-Version": header} if header else {}  # type: ignore[assignment]
    made.headers["Supported-Versions"] = "1.0, 1.1"
    made._content = b"{}"
    made.status_code = 200
    assert [violation.finding for violation in disagreements(made)] == expected
    made.status_code = 400
    assert disagreements(made) == []


@pytest.mark.parametrize("got", [TRACE, f"{TRACE};Sampled=0", f"Self=1;{TRACE}"])
def test_the_trace_is_that_of_the_request(got: str) -> None:
    other = got.replace("34567", "34568")
    assert findings(X_Amzn_Trace_Id=got) == []
    assert findings(X_Amzn_Trace_Id=other) == ["header `X-Amzn-Trace-Id` is not that of the request"]
    assert findings(sent="mine", X_Amzn_Trace_Id=other) == []


@pytest.mark.parametrize("authorization", [f"Bearer {TOKEN}", MaskedHeader(Secret(TOKEN)), TOKEN])
def test_the_user_is_that_of_the_token(authorization: str) -> None:
    assert findings({"user_id": "4f1c"}, authorization=authorization) == []
    assert findings({"user_id": "reader@example.com"}, authorization=authorization) == [
        "`user_id` is not the `sub` of the request's token"
    ]


@pytest.mark.parametrize("authorization", ["", "Bearer not.a.token", "Basic YQ=="])
def test_without_a_token_any_user_may_be_named(authorization: str) -> None:
    assert findings({"user_id": "4f1c"}, authorization=authorization) == []


def test_a_breaker_stays_open_no_longer_than_its_time() -> None:
    breakers = {"s3": {"retry_after": 30, "reset_timeout_seconds": 30}, "bedrock": {"retry_after": None}}
    assert findings({"circuit_breakers": breakers}) == []
    breakers["s3"]["retry_after"] = 31
    assert findings({"circuit_breakers": breakers}) == [
        "`retry_after` of a breaker is longer than it stays open"
    ]


ELSEWHERE = ["header `Location` does not point to the new manual"]


@pytest.mark.parametrize(
    ("location", "expected"),
    [
        ("/prod/api/manuals/7", []),
        ("https://api.example/prod/api/manuals/7", []),
        ("/prod/api/manuals/7?a=b", []),
        ("/api/manuals/7", ELSEWHERE),
        ("/prod/v1/api/manuals/7", ELSEWHERE),
        ("/api/manuals/upload", ELSEWHERE),
        ("/api/manuals/17", ELSEWHERE),
        ("7", []),
    ],
)
def test_a_location_leads_to_what_was_created(location: str, expected: list[str]) -> None:
    made, made.request = Response(), PreparedRequest()
    made.request.headers = {}  # type: ignore[assignment]
    made.request.url = "https://api.example/prod/api/manuals/upload"
    made.headers["Location"] = location
    made._content = b'{"manual_id": "7"}'
    for status, found in ((201, expected), (200, expected), (303, expected), (409, [])):
        made.status_code = status
        assert [violation.finding for violation in disagreements(made)] == found
    made._content = b'{"name": "7"}'
    assert disagreements(made) == []


UNLIKE_CHECKS = ["`status` is not that of the checks"]


@pytest.mark.parametrize(
    ("status", "breakers", "expected"),
    [
        ("healthy", "healthy", []),
        ("degraded", "degraded", []),
        ("unhealthy", "unhealthy", []),
        ("degraded", "healthy", UNLIKE_CHECKS),
        ("healthy", "degraded", UNLIKE_CHECKS),
        ("healthy", "ok", []),
    ],
)
def test_a_service_is_as_healthy_as_its_checks(status: str, breakers: str, expected: list[str]) -> None:
    checks = {"configuration": "healthy", "circuit_breakers": breakers}
    assert findings({"status": status, "checks": checks}) == expected
    assert findings({"status": status}) == []


def quota(status: str, daily: int, monthly: int = 0) -> dict[str, Any]:
    return {
        "status": status,
        "quotas": {"daily": {"used": daily, "limit": 50}, "monthly": {"used": monthly, "limit": 1000}},
    }


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (quota("OK", 24), quota("MODERATE", 24)),
        (quota("MODERATE", 25), quota("OK", 25)),
        (quota("WARNING", 38), quota("MODERATE", 38)),
        (quota("CRITICAL", 1, 900), quota("OK", 1, 900)),
        (quota("EXCEEDED", 50), quota("CRITICAL", 50)),
        (quota("EXCEEDED", 70), quota("OK", 70)),
    ],
)
def test_the_status_of_the_quotas_is_that_of_the_most_used(
    right: dict[str, Any], wrong: dict[str, Any]
) -> None:
    assert findings(right) == []
    assert findings(wrong) == ["`status` is not that of the quota of which most is used"]


@pytest.mark.parametrize(
    "body",
    [
        {"status": "healthy"},
        {"status": "OK", "quotas": {}},
        {"status": None, "quotas": {"daily": {"used": 9, "limit": 9}}},
        {"status": "OK", "quotas": {"daily": {"used": "9", "limit": 9}}},
        {"status": "OK", "quotas": {"daily": {"used": 9, "limit": 0}}},
        {"status": "OK", "quotas": {"daily": {"used": -1, "limit": 9}}},
    ],
)
def test_a_status_without_numbers_is_for_the_schema(body: dict[str, Any]) -> None:
    assert findings(body) == []


@pytest.mark.parametrize("body", [[], "text", {"circuit_breakers": []}, {"circuit_breakers": {"s3": 1}}])
def test_bodies_of_another_kind_are_for_the_schema(body: Any) -> None:
    assert findings(body) == []


MIDNIGHT, MONTH = 1_796_169_600, 1_796_083_200
"""The beginnings of December 2nd and of December 2026."""


def refusal(quota: str, ends: int, **others: Any) -> dict[str, Any]:
    said = {
        "error_type": "quota_exceeded",
        "timestamp": ends - 300,
        "retry_after": 300,
        "usage_info": {"quota": quota},
    }
    return said | others


@pytest.mark.parametrize("ends", [MIDNIGHT, MIDNIGHT - 10, MIDNIGHT + 2, MONTH])
def test_a_daily_quota_is_reset_at_midnight(ends: int) -> None:
    assert findings(refusal("daily", ends)) == []


@pytest.mark.parametrize("ends", [MIDNIGHT - 11, MIDNIGHT + 3, MIDNIGHT + 3600, MIDNIGHT - 3600])
def test_a_daily_quota_that_ends_at_another_time_is_one_of_another_day(ends: int) -> None:
    assert findings(refusal("daily", ends)) == ["the daily quota does not end with a day of UTC"]


@pytest.mark.parametrize(
    ("ends", "is_right"), [(MONTH, True), (MONTH - 9, True), (MIDNIGHT, False), (MONTH + 60, False)]
)
def test_a_monthly_quota_is_reset_with_a_month(ends: int, is_right: bool) -> None:
    assert findings(refusal("monthly", ends)) == (
        [] if is_right else ["the monthly quota does not end with a month of UTC"]
    )


@pytest.mark.parametrize(
    "other",
    [
        {"error_type": "rate_limit_exceeded"},
        {"usage_info": {"quota": "hourly"}},
        {"usage_info": None},
        {"timestamp": None},
        {"retry_after": "soon"},
        {"timestamp": 1e300},
    ],
)
def test_any_other_refusal_ends_when_it_likes(other: dict[str, Any]) -> None:
    assert findings(refusal("daily", MIDNIGHT + 3600, **other)) == []

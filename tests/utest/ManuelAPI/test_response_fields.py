"""Assertions about the fields of responses."""

from typing import Any

import pytest

from ManuelAPI import ManuelAPI
from ManuelEnvironment.causes import BlockedByCauseError
from ManuelEnvironment.environment import Environment

BODY = {
    "status": "degraded",
    "services": {"s3": {"status": "healthy", "latency_ms": 12.5}},
    "sources": [{"page": 7}],
}


@pytest.fixture
def keywords(api: Any, environment: Environment) -> ManuelAPI:
    library = ManuelAPI()
    library.do_not_check_contract("the answers of these tests are not of the API")
    api.answer_json(BODY)
    library.send_request("GET", "/health/deep")
    return library


def test_fields_of_the_last_response_and_of_an_object(keywords: ManuelAPI) -> None:
    fields = {"status": "degraded", "services.s3.latency_ms": "12.5", "sources.0.page": 7}
    keywords.response_should_have(**fields)
    keywords.fields_should_be(keywords.get_response_body(), **fields)


def test_every_field_that_differs_is_named(keywords: ManuelAPI) -> None:
    with pytest.raises(AssertionError) as raised:
        keywords.response_should_have(
            **{"status": "healthy", "services.s3.status": "healthy", "services.s3.latency": 1}
        )
    lines = str(raised.value).splitlines()
    assert lines[:4] == [
        "Expected a response with status=healthy, services.s3.status=healthy, services.s3.latency=1.",
        "Got one that differs:",
        '  - status is "degraded"',
        "  - there is no field services.s3.latency. Did you mean services.s3.latency_ms or services.s3.status or services.s3?",
    ]
    assert lines[4].startswith("Where: GET http://127.0.0.1:")
    with pytest.raises(
        AssertionError, match=r'(?s)Expected an object with status=healthy.*status is "degraded"'
    ):
        keywords.fields_should_be(BODY, status="healthy")


def test_something_has_to_be_compared(keywords: ManuelAPI) -> None:
    with pytest.raises(ValueError, match="There is no field to compare in a response"):
        keywords.response_should_have()


def test_fields_of_an_operation_that_cannot_be_used_say_nothing(api: Any, keywords: ManuelAPI) -> None:
    api.answer_json({"detail": "Not Found"}, 404)
    with pytest.raises(BlockedByCauseError):
        keywords.get_usage()
    keywords.send_request("GET", "/api/user/usage")
    keywords.response_should_have(detail="Not Found")
    with pytest.raises(BlockedByCauseError, match=r"^blocked by GET /api/user/usage 404"):
        keywords.response_should_have(user_id="reader")

"""An error names fields that a request has."""

import json
from typing import Any

import pytest
from requests import PreparedRequest, Response

from ManuelAPI.contract_check import manuel_contract
from ManuelAPI.named_fields import FINDING, unknown_fields


def findings(*fields: Any, url: str = "http://127.0.0.1/api/manuals?limit=0", body: str = "{}") -> list[str]:
    """Return what is found in an error with details about these fields."""
    response, request = Response(), PreparedRequest()
    request.prepare("POST", url, headers={"X-Colour": "red"}, data=body)
    response.request = request
    details = [{"field": field, "message": "it is wrong"} for field in fields]
    response._content = json.dumps({"error_type": "validation_error", "details": details}).encode()
    names = manuel_contract().field_names
    return [violation.finding for violation in unknown_fields(response, names)]


@pytest.mark.parametrize(
    "field",
    [
        *("limit", "file_name", "Idempotency-Key", "jobId", "id", "body"),
        *("fileName", "body.question", "/question", "query.limit", "question.0"),
    ],
)
def test_a_field_of_the_contract_may_be_named_in_any_way(field: str) -> None:
    assert findings(field) == []


def test_what_the_request_has_may_be_named() -> None:
    assert findings("colour", url="http://127.0.0.1/api/manuals?colour=red") == []
    assert findings("colour", body='{"colour": 1}') == []
    assert findings("x-colour") == []
    assert findings("colour") == [FINDING]


@pytest.mark.parametrize("fields", [("limis",), ("limit", "limis"), ("",)])
def test_anything_else_is_found_once(fields: tuple[str, ...]) -> None:
    assert findings(*fields) == [FINDING]


@pytest.mark.parametrize("body", ["[]", "{}", '{"details": 1}', '{"details": [1, {"field": 2}]}'])
def test_details_that_are_none_are_for_the_schema(body: str) -> None:
    response = Response()
    response.request = PreparedRequest()
    response._content = body.encode()
    assert unknown_fields(response, ()) == []

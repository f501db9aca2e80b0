"""What a failure message says to look at next."""

import json
from typing import Any

import pytest
import requests

from ManuelAPI import advice
from ManuelAPI.advice import hint_for

NOT_FOUND = {"error": "There is no manual with this id.", "error_type": "not_found"}


def response(
    status: int, body: Any = None, *, token: bool = True, request_id: bool = True
) -> requests.Response:
    answer = requests.Response()
    answer.status_code = status
    answer._content = body.encode() if isinstance(body, str) else json.dumps(body or {}).encode()
    headers = {"Authorization": "Bearer token"} if token else {}
    answer.request = requests.Request("GET", "http://api.example/things", headers=headers).prepare()
    answer.headers.update({"x-amzn-RequestId": "1"} if request_id else {})
    return answer


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (response(401), advice.TOKEN_REJECTED),
        (response(401, token=False), advice.NO_TOKEN),
        (response(403, {"message": "Missing Authentication Token"}), advice.NO_ROUTE),
        (response(403, {"error": "No.", "error_type": "forbidden"}), advice.FORBIDDEN),
        (response(404, NOT_FOUND), advice.NO_OBJECT),
        (response(404, {"message": "Not Found"}), advice.NO_ROUTE),
        (response(404, "<html>Not Found</html>"), advice.NO_ROUTE),
        (response(404, [1]), advice.NO_ROUTE),
        (response(405), advice.NO_ROUTE),
        (response(429, {"error": "No.", "error_type": "quota_exceeded"}), advice.USER_LIMITED),
        (response(429, {"message": "Too Many Requests"}, token=False), advice.ADDRESS_LIMITED),
        (response(503), advice.BY_STATUS[503]),
        (response(500), advice.SEARCH_BY_ID),
        (response(500, request_id=False), advice.SEARCH_BY_TIME),
    ],
)
def test_advice_fits_what_was_sent_and_received(answer: requests.Response, expected: str) -> None:
    assert hint_for(answer) == expected


def test_no_advice_about_a_token_that_was_not_sent() -> None:
    assert "token_kind" not in hint_for(response(401, token=False))
    assert "Get Token Claims" not in hint_for(response(401, token=False))


def test_no_advice_about_an_object_where_the_route_is_missing() -> None:
    for status in (403, 404, 405):
        assert "owns" not in hint_for(response(status, {"message": "Not Found"}))

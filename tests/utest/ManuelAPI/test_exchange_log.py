"""The log of requests and responses repeats nothing that a test has been told, and leaves nothing else out."""

from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest
from robot.api import logger
from werkzeug.wrappers import Request, Response

from ManuelAPI.client import ApiClient, ApiRequest

COMMON = {
    "Content-Type": "application/json",
    "X-Frame-Options": "DENY",
    "Vary": "Origin",
    "Cache-Control": "no-store",
}

NOON = "Mon, 01 Jan 2029 12:00:00 GMT"


@pytest.fixture
def client(environment: Any) -> ApiClient:
    client = ApiClient()
    client.contract_check.turn_off("not the subject")
    client.session.current()
    return client


@pytest.fixture
def logged(client: ApiClient, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    messages: list[str] = []
    monkeypatch.setattr(logger, "info", messages.append)
    return messages


@pytest.fixture
def api_with_ids(api: Any) -> Iterator[Any]:
    """An API whose responses have a request id, which is also in their body."""
    numbers = count(1)

    def answer(request: Request) -> Response:
        identifier = f"id-{next(numbers)}"
        headers = {
            **COMMON,
            "x-amzn-RequestId": identifier,
            "X-Amzn-Trace-Id": f"Root={identifier}",
            **api.others,
        }
        return Response(f'{{"id": "{identifier}", "path": "{request.path}"}}', 200, headers)

    api.others = {"Date": NOON}
    api.answer = answer
    return api


def test_the_first_exchange_of_a_test_is_logged_with_everything(
    api_with_ids: Any, client: ApiClient, logged: list[str]
) -> None:
    client.send(ApiRequest("POST", "/x", json={"a": 1}))

    first, sent, received, headers = logged[0].split("\n")
    assert first.startswith(f"POST {api_with_ids.url}/x, request id id-1, trace id Root=id-1, ")
    assert (sent, received) == ('sent: {"a": 1}', 'received: 200 OK: {"id": "id-1", "path": "/x"}')
    assert all(f"'{name}': '{value}'" in headers for name, value in COMMON.items())


def test_headers_are_those_of_the_first_exchange_but_for_what_differs(
    api_with_ids: Any, client: ApiClient, logged: list[str]
) -> None:
    api_with_ids.others = {"X-Cache": "hit", "Date": NOON}
    client.send(ApiRequest("GET", "/x"))
    api_with_ids.others = {"Retry-After": "7", "Date": NOON}
    client.send(ApiRequest("GET", "/other"))

    assert logged[1].split("\n")[3] == (
        "headers: as first, without X-Cache, but {'Retry-After': '7', 'Content-Length': '32'}"
    )


def test_a_long_body_is_logged_once(api_with_ids: Any, client: ApiClient, logged: list[str]) -> None:
    for path in ("/x", "/other"):
        client.send(ApiRequest("POST", path, body="1" * 200))

    assert [message.split("\n")[1] for message in logged] == [
        f"sent: {'1' * 200}",
        "sent: what request id id-1 sent",
    ]


def test_an_exchange_like_the_one_before_is_logged_in_one_line(
    api_with_ids: Any, client: ApiClient, logged: list[str]
) -> None:
    for _ in range(3):
        client.send(ApiRequest("GET", "/x"))

    assert [message.rpartition(", ")[0] for message in logged[1:]] == [
        "again: id-2, Root=id-2",
        "again: id-3, Root=id-3",
    ]


def test_of_many_exchanges_like_the_one_before_the_first_are_logged_and_the_others_for_debugging(
    api_with_ids: Any, client: ApiClient, logged: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for_debugging: list[str] = []
    monkeypatch.setattr(logger, "debug", for_debugging.append)
    for path, number in (("/other", 9), ("/x", 23)):
        logged.clear()
        for _ in range(number):
            client.send(ApiRequest("GET", path))
    api_with_ids.others = {"Date": "Tue"}
    for _ in range(2):
        client.send(ApiRequest("GET", "/x"))

    repeated = [message.rpartition(", ")[0] for message in logged if message.startswith("again: ")]
    assert repeated == [f"again: id-{number}, Root=id-{number}" for number in (*range(11, 31), 34)]
    assert [message.rpartition(", ")[0] for message in for_debugging] == [
        "again: id-31, Root=id-31",
        "again: id-32, Root=id-32",
    ]
    assert sum(message.endswith("is logged at level DEBUG.") for message in logged) == 1


@pytest.mark.parametrize(
    ("request_", "date"),
    [
        (ApiRequest("GET", "/other"), "Mon"),
        (ApiRequest("GET", "/x", json={"a": 1}), "Mon"),
        (ApiRequest("GET", "/x"), "Tue"),
    ],
    ids=["another path", "another body", "another header"],
)
def test_whatever_differs_is_logged(
    request_: ApiRequest, date: str, api_with_ids: Any, client: ApiClient, logged: list[str]
) -> None:
    api_with_ids.others = {"Date": "Mon"}
    client.send(ApiRequest("GET", "/x"))
    api_with_ids.others = {"Date": date}
    client.send(request_)

    assert logged[1].startswith(f"GET {api_with_ids.url}{request_.path}, request id id-2, ")


def test_a_test_does_not_refer_to_another_one(
    api_with_ids: Any, client: ApiClient, logged: list[str]
) -> None:
    client.send(ApiRequest("GET", "/x"))
    client.exchange_log.begin()
    client.send(ApiRequest("GET", "/x"))

    assert "request id id-2" in logged[1]
    assert "'Vary': 'Origin'" in logged[1]

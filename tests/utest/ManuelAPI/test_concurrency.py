"""Requests that are in flight together."""

import threading
from typing import Any

import pytest
from robot.api.types import Secret
from werkzeug.wrappers import Request, Response

from ManuelAPI import ManuelAPI
from ManuelAPI.unreachable import ApiUnreachableError
from ManuelAuth.identity import Identity


def user(name: str) -> Identity:
    return Identity(f"{name}@example.com", name, Secret(f"id-of-{name}"), Secret("access"), Secret("refresh"))


@pytest.fixture
def keywords(environment: Any) -> ManuelAPI:
    library = ManuelAPI()
    library.do_not_check_contract("the answers of these tests lack the headers")
    return library


def echo(request: Request) -> Response:
    return Response(f'"{request.method} {request.path} {request.headers.get("Authorization")}"')


def test_all_are_in_flight_together_and_answered_in_order(api: Any, keywords: ManuelAPI) -> None:
    all_here = threading.Barrier(8, timeout=5)

    def wait_for_all(request: Request) -> Response:
        all_here.wait()
        return echo(request)

    api.answer = wait_for_all
    users = [user("ada"), user("bob")]
    responses = keywords.send_requests_at_once("GET /a", "DELETE /b", users=users, times=2)
    round_of = {
        name: [f"GET /a Bearer id-of-{name}", f"DELETE /b Bearer id-of-{name}"] for name in ("ada", "bob")
    }
    assert [response.json() for response in responses] == [*round_of["ada"] * 2, *round_of["bob"] * 2]


def test_the_current_user_sends_where_none_is_named(
    api: Any, keywords: ManuelAPI, signed_in: Identity
) -> None:
    api.answer = echo
    (response,) = keywords.send_requests_at_once("POST /a", json={"question": "?"})
    assert response.json() == f"POST /a Bearer {signed_in.id_token.value}"
    assert api.requests[0].json == {"question": "?"}


def test_each_round_has_its_number(api: Any, keywords: ManuelAPI, signed_in: Identity) -> None:
    api.answer = echo
    keywords.send_requests_at_once("POST /a", json={"question": "Machine {number}?"}, times=3)
    asked = sorted(request.json["question"] for request in api.requests)
    assert asked == ["Machine 1?", "Machine 2?", "Machine 3?"]


def test_nobody_sends_without_a_token(api: Any, keywords: ManuelAPI) -> None:
    api.answer = echo
    (response,) = keywords.send_requests_at_once("GET /health")
    assert response.json() == "GET /health None"


def test_what_is_no_route(keywords: ManuelAPI) -> None:
    with pytest.raises(ValueError, match="'/health' is no route"):
        keywords.send_requests_at_once("/health")


def test_an_api_that_is_not_there(use_environment: Any) -> None:
    use_environment(api_base_url="http://127.0.0.1:9")
    with pytest.raises(ApiUnreachableError):
        ManuelAPI().send_requests_at_once("GET /health", times=2)

"""Simultaneous requests."""

import threading
from datetime import timedelta
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


def test_requests_are_simultaneous_and_responses_are_in_order(api: Any, keywords: ManuelAPI) -> None:
    all_here = threading.Barrier(8, timeout=30)

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


def test_the_current_user_is_the_default_sender(api: Any, keywords: ManuelAPI, signed_in: Identity) -> None:
    api.answer = echo
    (response,) = keywords.send_requests_at_once("POST /a", json={"question": "?"})
    assert response.json() == f"POST /a Bearer {signed_in.id_token.value}"
    assert api.requests[0].json == {"question": "?"}


def test_something_happens_while_a_request_is_under_way(
    api: Any, keywords: ManuelAPI, signed_in: Identity
) -> None:
    meanwhile = threading.Event()

    def wait_for_it(request: Request) -> Response:
        assert meanwhile.wait(30)
        return echo(request)

    api.answer = wait_for_it
    request = keywords.begin_request("POST /a", json={"question": "?"})
    meanwhile.set()
    response = keywords.finish_request(request, status=200)
    assert response.json() == f"POST /a Bearer {signed_in.id_token.value}"
    assert keywords.get_last_response() is response
    with pytest.raises(AssertionError, match="Expected status 503"):
        keywords.finish_request(request, status=503)


def test_each_round_has_its_number(api: Any, keywords: ManuelAPI, signed_in: Identity) -> None:
    api.answer = echo
    keywords.send_requests_at_once("POST /a", json={"question": "Machine {number}?"}, times=3)
    asked = sorted(request.json["question"] for request in api.requests)
    assert asked == ["Machine 1?", "Machine 2?", "Machine 3?"]


def test_requests_without_a_user_have_no_token(api: Any, keywords: ManuelAPI) -> None:
    api.answer = echo
    (response,) = keywords.send_requests_at_once("GET /health")
    assert response.json() == "GET /health None"


def test_a_route_needs_a_method_and_a_path(keywords: ManuelAPI) -> None:
    with pytest.raises(ValueError, match="'/health' is not a route"):
        keywords.send_requests_at_once("/health")


def test_an_unreachable_api_fails(use_environment: Any) -> None:
    use_environment(api_base_url="http://127.0.0.1:9")
    with pytest.raises(ApiUnreachableError):
        ManuelAPI().send_requests_at_once("GET /health", times=2)


def respond(*statuses: int, api: Any, keywords: ManuelAPI) -> list[Any]:
    left = iter(statuses)
    api.answer = lambda _: Response("{}", next(left))
    return [keywords.send_request("GET", "/api/manuals") for _ in statuses]


def test_statuses_are_counted(api: Any, keywords: ManuelAPI) -> None:
    responses = respond(200, 429, 200, api=api, keywords=keywords)
    assert keywords.get_status_counts(responses) == {"200": 2, "429": 1}
    keywords.statuses_should_be(responses, **{"200": 2, "429": 1})
    for wrong in ({"200": 3}, {"200": 2}, {"200": 1, "429": 2}, {"200": 2, "429": 1, "500": 1}):
        with pytest.raises(AssertionError, match=r"200 \(2 times\), 429 \(1 times\)"):
            keywords.statuses_should_be(responses, **wrong)


def test_statuses_must_be_among_the_allowed_ones(api: Any, keywords: ManuelAPI) -> None:
    responses = respond(200, 404, api=api, keywords=keywords)
    keywords.statuses_should_be_among(responses, 200, 404)
    with pytest.raises(AssertionError, match="404 NOT FOUND"):
        keywords.statuses_should_be_among(responses, 200)


def test_response_times_are_sorted(api: Any, keywords: ManuelAPI) -> None:
    responses = respond(200, 200, 200, api=api, keywords=keywords)
    for response, seconds in zip(responses, (2, 1, 3), strict=True):
        response.elapsed = timedelta(seconds=seconds)
    assert keywords.get_response_times(responses) == [1, 2, 3]


def test_the_time_of_the_last_response_is_checked(api: Any, keywords: ManuelAPI) -> None:
    (response,) = respond(200, api=api, keywords=keywords)
    response.elapsed = timedelta(seconds=3)
    keywords.response_time_should_be(at_least=timedelta(seconds=3), less_than=timedelta(seconds=4))
    with pytest.raises(AssertionError, match=r"Expected a response in 0 to 3 s\.\n\w+ one in 3 s"):
        keywords.response_time_should_be(less_than=timedelta(seconds=3))
    with pytest.raises(AssertionError, match="in 4 to 5 s"):
        keywords.response_time_should_be(at_least=timedelta(seconds=4), less_than=timedelta(seconds=5))


def test_nothing_at_once_is_refused(keywords: ManuelAPI) -> None:
    with pytest.raises(ValueError, match=r"^times is 0\. Expected 1 or more\.$"):
        keywords.send_requests_at_once("GET /health", times=0)

"""Requests to every operation of the contract, and what is said of their responses."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from robot import running
from robot.api.types import Secret
from werkzeug.wrappers import Request, Response

from api_gateway.routes import read_document
from ManuelAPI import ManuelAPI
from ManuelAPI.contract_check import manuel_contract
from ManuelAPI.mistakes import MISTAKES
from ManuelAPI.resource_files import CONTRACT
from ManuelAPI.valid_requests import can_be_served, every_operation
from ManuelAuth.forge import FORGERIES
from ManuelAuth.identity import Identity
from ManuelEnvironment.environment import Environment

SUITES = Path(__file__).parents[3] / "suites"
IDS = {"id": "018f6f5e-6f0a-7c1e-8b8e-2f6d1c0b9a11", "jobId": "0X4QLZ8R7B"}
SECURITY_HEADERS = {
    "Strict-Transport-Security": "max-age=31536000",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
}


@pytest.fixture
def keywords(environment: Environment, signed_in: Identity) -> ManuelAPI:
    library = ManuelAPI()
    library.do_not_check_contract("the answers of these tests lack the headers")
    return library


def answers(body: Any, status: int = 200, **headers: str) -> Callable[[Request], Response]:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda _: Response(json.dumps(body), status, named, content_type="application/json")


def sent_to(api: Any) -> set[str]:
    contract = manuel_contract()
    return {str(contract.find_operation(request.method, request.path)) for request in api.requests}


def test_a_valid_request_is_sent_to_every_route_and_deletions_come_last(
    api: Any, keywords: ManuelAPI
) -> None:
    keywords.call_every_route(**IDS)
    assert sent_to(api) == {str(each) for each in every_operation() if can_be_served(each)}
    assert api.requests[-1].method == "DELETE"
    assert api.requests[-1].path == f"/api/manuals/{IDS['id']}"


def test_valid_requests_have_what_the_contract_asks_for(api: Any, keywords: ManuelAPI) -> None:
    keywords.call_every_route(origin="https://app.example.com", version="1.0", **IDS)
    assert len(api.requests) == sum(can_be_served(each) for each in every_operation())
    for request in api.requests:
        operation = manuel_contract().find_operation(request.method, request.path)
        assert operation is not None
        assert ("Authorization" in request.headers) == operation.needs_token
        assert bool(request.get_data()) == (operation.example_body is not None)
        assert (request.headers["Origin"], request.headers["API-Version"]) == (
            "https://app.example.com",
            "1.0",
        )


def test_routes_that_are_not_served_are_listed_in_one_failure(api: Any, keywords: ManuelAPI) -> None:
    api.answer = lambda request: api.json(
        {}, 500 if "usage" in request.path else 501 if "job" in request.path else 200
    )
    with pytest.raises(AssertionError) as failure:
        keywords.call_every_route(**IDS)
    count = sum(can_be_served(each) for each in every_operation())
    assert f"Expected each of {count} responses to have a status of success.\nGot 2 that differ:" in str(
        failure.value
    )
    assert "  - GET /api/user/usage: 500 INTERNAL SERVER ERROR" in str(failure.value)
    assert f"  - GET /api/ingestion/job/{IDS['jobId']}: 501" in str(failure.value)


def test_what_all_that_differ_have_in_common_is_listed_once(api: Any, keywords: ManuelAPI) -> None:
    api.answer = lambda request: api.json(
        {}, 500 if "quota" in request.path or "job" in request.path else 200
    )
    with pytest.raises(AssertionError) as failure:
        keywords.call_every_route(**IDS)
    routes = f"GET /api/user/quota, GET /api/ingestion/job/{IDS['jobId']}"
    said = f"\nGot 2 that differ in the same way, those to {routes}:\n  - 500 INTERNAL SERVER ERROR: {{}}\nWhere: GET "
    assert said in str(failure.value)


def test_an_id_that_is_missing_is_named(keywords: ManuelAPI) -> None:
    with pytest.raises(
        ValueError, match=r"needs the id of something that belongs to a user\. Expected an argument jobId="
    ):
        keywords.call_every_route(id=IDS["id"])
    with pytest.raises(ValueError, match=r"Expected an argument id=…, got jobId\."):
        keywords.ask_every_route_for(jobId=IDS["jobId"])


@pytest.mark.parametrize("whose", ["user", "address"])
def test_only_routes_with_a_limit_are_called(api: Any, keywords: ManuelAPI, whose: Any) -> None:
    api.answer_json({}, 429)
    keywords.call_every_route(limited_by=whose, status=429)
    served = [each for each in every_operation() if can_be_served(each)]
    assert sent_to(api) == {str(each) for each in served if each.limited_by == whose}
    assert "GET /health" not in sent_to(api)


def test_whatever_belongs_to_a_user_is_asked_for(api: Any, keywords: ManuelAPI) -> None:
    keywords.ask_every_route_for(**IDS)
    assert sent_to(api) == {
        "GET /api/manuals/{id}",
        "DELETE /api/manuals/{id}",
        "GET /api/ingestion/job/{jobId}",
    }


@pytest.mark.parametrize("mistake", MISTAKES)
def test_each_mistake_can_be_made_on_several_routes(api: Any, keywords: ManuelAPI, mistake: str) -> None:
    responses = keywords.make_mistake_on_every_route(mistake)
    assert len(responses) > 2


def test_mistakes_are_what_they_are_called(api: Any, keywords: ManuelAPI) -> None:
    def requests_with(mistake: str) -> list[Request]:
        api.requests.clear()
        keywords.make_mistake_on_every_route(mistake, origin="https://app.example.com")
        assert len(api.requests) > 2
        assert all(request.headers["Origin"] == "https://app.example.com" for request in api.requests)
        return list(api.requests)

    assert not any("Authorization" in each.headers for each in requests_with("no token"))
    assert {each.method for each in requests_with("HEAD")} == {"HEAD"}
    assert {each.headers["API-Version"] for each in requests_with("unknown version")} == {"99.9"}
    assert {each.headers["Content-Type"] for each in requests_with("other media type")} == {"text/plain"}
    assert {each.get_data() for each in requests_with("broken JSON")} == {b'{"'}
    assert all(len(each.get_data()) > 10 * 1024 * 1024 for each in requests_with("too long body"))


def test_an_unknown_mistake_is_an_error(keywords: ManuelAPI) -> None:
    with pytest.raises(
        ValueError, match=r"There is no mistake 'no tokn'\. The mistakes are: no token, malformed token"
    ):
        keywords.make_mistake_on_every_route("no tokn")


def test_a_forged_token_must_be_refused_on_every_route(api: Any, keywords: ManuelAPI) -> None:
    def refuse(request: Request) -> Response:
        forged = request.headers["Authorization"] == "Bearer forged"
        refused = forged and request.path != api_forgets
        return api.json({"message": "Unauthorized"}, 401) if refused else api.json({"user_id": "reader"})

    api.answer, api_forgets = refuse, ""
    keywords.token_should_be_refused_on_every_route(Secret("forged"))
    assert len(api.requests) == 1 + sum(each.needs_token for each in every_operation())
    api_forgets = "/api/manuals/upload"
    with pytest.raises(AssertionError, match=r"Got 1 that differ:\n  - POST /api/manuals/upload: 200 OK"):
        keywords.token_should_be_refused_on_every_route(Secret("forged"))


def test_an_api_that_refuses_every_token_fails(api: Any, keywords: ManuelAPI) -> None:
    api.answer_json({"message": "Unauthorized"}, 401)
    with pytest.raises(AssertionError, match="Expected status 200"):
        keywords.token_should_be_refused_on_every_route(Secret("forged"))


GOOD_ERROR = {"error": "Not so.", "error_type": "not_found", "timestamp": 1, "request_id": "7"}


def test_errors_in_the_form_of_all_errors_pass(api: Any, keywords: ManuelAPI) -> None:
    api.answer_json(GOOD_ERROR, 404)
    keywords.each_error_should_be(keywords.make_mistake_on_every_route("unknown id"), 404, "not_found")
    api.answer_json({"message": "Unauthorized"}, 401)
    keywords.each_error_should_be(
        keywords.make_mistake_on_every_route("no token"), 401, message="Unauthorized"
    )


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (GOOD_ERROR, 400),
        ({**GOOD_ERROR, "error_type": "other"}, 404),
        ({"message": "There is none."}, 404),
        ({name: value for name, value in GOOD_ERROR.items() if name != "request_id"}, 404),
        ({**GOOD_ERROR, "error": "KeyError: arn:aws:s3"}, 404),
    ],
)
def test_other_errors_fail(api: Any, keywords: ManuelAPI, body: Any, status: int) -> None:
    api.answer_json(body, status)
    responses = keywords.make_mistake_on_every_route("unknown id")
    with pytest.raises(AssertionError, match="Got 3 that differ"):
        keywords.each_error_should_be(responses, 404, "not_found")


def test_without_responses_nothing_holds(keywords: ManuelAPI) -> None:
    with pytest.raises(AssertionError, match="Got none: no request was sent"):
        keywords.each_error_should_be([], 404, "not_found")


@pytest.mark.parametrize(
    "answer",
    [answers({}, 405), answers({"message": "Missing Authentication Token"}, 403)],
    ids=("405", "403"),
)
def test_a_method_may_be_refused_in_two_ways(api: Any, keywords: ManuelAPI, answer: Any) -> None:
    api.answer = answer
    for mistake in ("unknown method", "HEAD"):
        keywords.each_method_should_be_refused(keywords.make_mistake_on_every_route(mistake))
    keywords.send_request("PATCH", "/api/manuals")
    keywords.method_should_be_refused()


@pytest.mark.parametrize(
    "answer", [answers({}, 200), answers({"message": "Forbidden"}, 403), answers({}, 500)]
)
def test_a_method_must_not_be_answered_otherwise(api: Any, keywords: ManuelAPI, answer: Any) -> None:
    api.answer = answer
    with pytest.raises(AssertionError, match="to refuse the method with 405, or as the gateway does"):
        keywords.each_method_should_be_refused(keywords.make_mistake_on_every_route("unknown method"))
    keywords.send_request("PATCH", "/api/manuals")
    with pytest.raises(
        AssertionError, match="Expected the method to be refused with 405, or with 403 Missing"
    ):
        keywords.method_should_be_refused()


@pytest.mark.parametrize(
    "transport",
    [
        "max-age=31536000",
        "max-age=63072000; includeSubDomains; preload",
        'includeSubDomains; Max-Age="63072000"',
    ],
)
def test_security_headers_are_accepted(api: Any, keywords: ManuelAPI, transport: str) -> None:
    api.answer = answers({}, **{**SECURITY_HEADERS, "Strict-Transport-Security": transport})
    keywords.each_response_should_have_security_headers(keywords.make_mistake_on_every_route("no token"))
    keywords.security_headers_should_be_set()


@pytest.mark.parametrize(
    ("name", "value", "finding"),
    [
        (
            "Strict-Transport-Security",
            "max-age=31535999",
            "is max-age=31535999, not a max-age of a year or more",
        ),
        (
            "Strict-Transport-Security",
            "includeSubDomains",
            "is includeSubDomains, not a max-age of a year or more",
        ),
        ("X-Frame-Options", "SAMEORIGIN", "header X-Frame-Options is SAMEORIGIN, not DENY"),
    ],
)
def test_wrong_security_headers_are_listed(
    api: Any, keywords: ManuelAPI, name: str, value: str, finding: str
) -> None:
    api.answer = answers({}, **{**SECURITY_HEADERS, name: value})
    with pytest.raises(AssertionError, match=finding):
        keywords.each_response_should_have_security_headers(keywords.make_mistake_on_every_route("no token"))
    with pytest.raises(AssertionError, match=finding):
        keywords.security_headers_should_be_set()


def test_missing_security_headers_are_listed(api: Any, keywords: ManuelAPI) -> None:
    api.answer_json({})
    responses = keywords.make_mistake_on_every_route("unknown id")
    with pytest.raises(AssertionError) as failure:
        keywords.each_response_should_have_security_headers(responses)
    assert "Got 3 that differ in the same way, those to " in str(failure.value)
    assert all(f"header {name} is missing" in str(failure.value) for name in SECURITY_HEADERS)


def test_an_origin_must_be_allowed_exactly_if_it_is_on_the_list(
    api: Any, use_environment: Callable[..., Environment], keywords: ManuelAPI
) -> None:
    use_environment(api_base_url=api.url, allowed_origins=["https://app.example.com"])
    allowed = {"Access_Control_Allow_Origin": "https://app.example.com", "Vary": "Origin"}
    api.answer = answers({}, **allowed)
    shown = keywords.make_mistake_on_every_route("no token", origin="https://app.example.com")
    keywords.each_response_should_follow_cors(shown)
    leaked = keywords.make_mistake_on_every_route("no token", origin="https://attacker.example")
    with pytest.raises(AssertionError, match="must not be allowed"):
        keywords.each_response_should_follow_cors(leaked)
    api.answer = answers({})
    hidden = keywords.make_mistake_on_every_route("no token", origin="https://app.example.com")
    with pytest.raises(AssertionError, match="Origin is missing, but origin https://app"):
        keywords.each_response_should_follow_cors(hidden)
    with pytest.raises(ValueError, match="with a header Origin"):
        keywords.each_response_should_follow_cors(keywords.make_mistake_on_every_route("no token"))


def test_a_header_must_be_the_same_on_each_response(api: Any, keywords: ManuelAPI) -> None:
    api.answer = answers({}, API_Version="1.0")
    responses = keywords.make_mistake_on_every_route("no token")
    keywords.each_response_should_have_header(responses, "API-Version", "1.0")
    with pytest.raises(AssertionError, match=r"header API-Version is 1\.0"):
        keywords.each_response_should_have_header(responses, "API-Version", "1.1")


def test_times_of_responses_are_compared(api: Any, keywords: ManuelAPI) -> None:
    api.answer = lambda _: Response('{"timestamp": 1790000000}', content_type="application/json")
    responses = keywords.make_mistake_on_every_route("unknown id")
    keywords.each_timestamp_should_be_between(responses, 1_790_000_001, 1_790_000_002)
    with pytest.raises(AssertionError, match=r"timestamp is 2026-09-21 14:13:20\+00:00"):
        keywords.each_timestamp_should_be_between(responses, 1_790_000_002, 1_790_000_003)
    api.answer = lambda _: Response("[]", content_type="application/json")
    responses = keywords.make_mistake_on_every_route("unknown id")
    with pytest.raises(AssertionError, match="Expected responses with a `timestamp`"):
        keywords.each_timestamp_should_be_between(responses, 1_790_000_000, 1_790_000_000)


def test_every_parameter_of_a_path_is_covered() -> None:
    """What is in a path is one of a few names, or belongs to a user and is tested with another user's id."""
    document = read_document(CONTRACT)
    schemas = {
        f"#/components/schemas/{name}": schema for name, schema in document["components"]["schemas"].items()
    }
    parameters = {
        f"{path}: {parameter['name']}": parameter
        for path, item in document["paths"].items()
        for parameter in item.get("parameters", [])
    }
    enumerated = {
        name for name, each in parameters.items() if "enum" in schemas.get(each["schema"].get("$ref"), {})
    }
    owned = {name for name, each in parameters.items() if each.get("x-owned-by") == "user"}
    assert enumerated
    assert parameters.keys() - enumerated == owned


def test_every_body_has_an_example() -> None:
    paths = read_document(CONTRACT)["paths"]
    taking_a_body = {
        str(each) for each in every_operation() if "requestBody" in paths[each.path][each.method.lower()]
    }
    assert "POST /api/query" in taking_a_body
    assert {str(each) for each in every_operation() if each.example_body is not None} == taking_a_body


def forgeries_by_test(suite: str) -> dict[str, set[str]]:
    """Return which forgeries each test of a suite sends."""
    tests = running.TestSuite.from_file_system(SUITES / suite).tests
    sent = {test.name: set(_arguments(test.body)) & FORGERIES.keys() for test in tests}
    return {name: forgeries for name, forgeries in sent.items() if forgeries}


def _arguments(steps: Any) -> Iterator[str]:
    for step in steps:
        yield from getattr(step, "args", ())
        yield from _arguments(getattr(step, "body", ()))


def test_every_class_of_forgery_is_sent_to_every_route() -> None:
    """A test of these suites is a class; one of its forgeries at least goes to every route."""
    everywhere = set().union(*forgeries_by_test("security/every_route.robot").values())
    for suite in ("authentication/forged_tokens.robot", "authentication/minted_tokens.robot"):
        classes = forgeries_by_test(suite)
        assert len(classes) > 5
        assert [name for name, forgeries in classes.items() if not forgeries & everywhere] == []

"""Requests on the session, and the messages when they fail."""

import socket
import time
from collections.abc import Callable
from typing import Any

import pytest
from robot import running
from robot.api import SkipExecution
from robot.api.types import Secret
from werkzeug.wrappers import Request, Response

from cause_register import Cause, CauseKind
from ManuelAPI import ManuelAPI
from ManuelAPI.client import ApiClient, ApiRequest
from ManuelAPI.unreachable import ApiUnreachableError
from ManuelAuth.bearer import MaskedHeader
from ManuelAuth.identity import Identity, identity_store
from ManuelEnvironment import BlockedError
from ManuelEnvironment.causes import BlockedByCauseError, CauseNotes
from support.good_responses import GOOD_HEADERS, HEALTH


def answer_with(body: Any, status: int = 200, **headers: str) -> Callable[[Request], Response]:
    import json

    given = {**GOOD_HEADERS, **{name.replace("_", "-"): value for name, value in headers.items()}}
    return lambda _: Response(json.dumps(body), status, given, content_type="application/json")


@pytest.fixture
def client(environment: Any) -> ApiClient:
    return ApiClient()


@pytest.fixture
def keywords(environment: Any) -> ManuelAPI:
    return ManuelAPI()


def test_the_current_identity_is_read_when_the_request_is_sent(
    api: Any, client: ApiClient, signed_in: Identity
) -> None:
    client.contract_check.turn_off("not the subject")
    client.send(ApiRequest("GET", "/api/user/usage"))
    identity_store().forget()
    client.send(ApiRequest("GET", "/api/user/usage"))
    client.send(ApiRequest("GET", "/api/user/usage", anonymous=True))
    sent = [request.headers.get("Authorization") for request in api.requests]
    assert sent == [f"Bearer {signed_in.id_token.value}", None, None]


def test_the_access_token_is_sent_if_the_environment_expects_it(
    api: Any, use_environment: Any, signed_in: Identity
) -> None:
    use_environment(api_base_url=api.url, token_kind="access")
    client = ApiClient()
    client.contract_check.turn_off("not the subject")
    client.send(ApiRequest("GET", "/x"))
    assert api.requests[0].headers["Authorization"] == "Bearer access"


def test_an_authorization_header_of_the_test_is_sent_unchanged(
    api: Any, client: ApiClient, signed_in: Identity
) -> None:
    client.contract_check.turn_off("not the subject")
    client.send(ApiRequest("GET", "/x", headers={"Authorization": "Basic dTpw"}))
    client.send(ApiRequest("GET", "/x", headers={"Authorization": MaskedHeader(Secret("forged"))}))
    assert [request.headers["Authorization"] for request in api.requests] == ["Basic dTpw", "Bearer forged"]


def test_the_token_is_sent_to_no_other_host(api: Any, client: ApiClient, signed_in: Identity) -> None:
    _, session = client.session.current()
    other = api.url.replace("127.0.0.1", "localhost")
    session.hooks["response"] = []
    session.get(f"{other}/x", timeout=30)
    assert "Authorization" not in api.requests[0].headers


def test_a_path_is_sent_exactly_as_written(api: Any, client: ApiClient) -> None:
    client.contract_check.turn_off("not the subject")
    for path in ("/api/./user//usage", "/api/%2E%2E/x", "/a/../b?x=%41"):
        client.send(ApiRequest("GET", path))
    assert [request.environ["RAW_URI"] for request in api.requests] == [
        "/api/./user//usage",
        "/api/%2E%2E/x",
        "/a/../b?x=%41",
    ]


def test_the_body_of_a_valid_response_has_attribute_access(api: Any, keywords: ManuelAPI) -> None:
    api.answer = answer_with(HEALTH)
    assert keywords.get_health().checks.configuration == "healthy"


def titles(notes: CauseNotes) -> list[str]:
    return [cause.title for cause in notes.met]


def test_an_undocumented_member_is_noted_with_all_that_is_needed_to_find_it(
    api: Any, keywords: ManuelAPI, notes: CauseNotes
) -> None:
    api.answer = answer_with({**HEALTH, "host": "ip-10-0-0-1"})
    keywords.get_health()
    (known,) = notes.register.take_claimed()
    assert known.cause.title == "GET /health 200: `host` is not in the contract"
    assert known.cause.expected == "a response that matches openapi.yaml for GET /health with status 200"
    assert known.cause.got == (
        "one that differs: Additional properties are not allowed ('host' was unexpected)"
    )
    assert known.example.where.startswith(f"GET {api.url}/health, request id 5a2e7f4e")
    assert known.example.trace_id == "Root=1-0-1"


def test_a_security_header_of_another_value_is_noted(
    api: Any, keywords: ManuelAPI, notes: CauseNotes
) -> None:
    api.answer = answer_with(HEALTH, X_Frame_Options="SAMEORIGIN")
    keywords.get_health()
    (cause,) = notes.met
    assert cause.title == "Any response: header `X-Frame-Options` is not the documented value"
    assert "header X-Frame-Options is 'SAMEORIGIN'" in cause.got


def test_what_all_responses_or_all_errors_have_in_common_is_one_cause(
    api: Any, client: ApiClient, notes: CauseNotes
) -> None:
    error = {"error": "No.", "error_type": "validation_error", "timestamp": 1763800000}
    for path, status, body in (
        ("/health", 200, HEALTH),
        ("/version", 400, error),
        ("/health", 400, error),
        ("/version", 500, error),
    ):
        api.answer = answer_with(body, status, Vary="")
        client.send(ApiRequest("GET", path))
    assert sorted(titles(notes)) == [
        "Any error 500: the status is not documented",
        "Any error: `request_id` is missing",
        "Any response: header `Vary` is too short",
    ]


def test_what_several_operations_show_is_one_cause(api: Any, client: ApiClient, notes: CauseNotes) -> None:
    api.answer = answer_with({"current_usage": {"monthly_queries": -1, "daily_remaining": -1}})
    client.send(ApiRequest("GET", "/api/user/usage"))
    api.answer = answer_with({"quotas": {"monthly": {"used": -2, "percent_used": -0.1}}})
    client.send(ApiRequest("GET", "/api/user/quota"))
    assert [title for title in sorted(titles(notes)) if "too small" in title] == [
        "Any response: the count of the month is too small",
        "Any response: what is left of the day is too small",
    ]


def test_a_backend_that_breaks_is_one_cause_whatever_its_gateway_does_not_know(
    api: Any, client: ApiClient, notes: CauseNotes
) -> None:
    sent, other = (f"Root=1-6929f0a0-{digit * 24}" for digit in "12")
    for status in (500, 200):
        api.answer = answer_with({"message": "Internal server error"}, status, **{"X-Amzn-Trace-Id": other})
        client.send(ApiRequest("GET", "/version", headers={"X-Amzn-Trace-Id": sent}))
        trace = "Any response: header `X-Amzn-Trace-Id` is not that of the request"
        assert (trace in titles(notes)) is (status == 200)
    assert "Any error 500: the status is not documented" in titles(notes)


def test_headers_that_are_all_missing_are_one_cause_of_any_response(
    api: Any, client: ApiClient, notes: CauseNotes
) -> None:
    for path in ("/health", "/version"):
        api.answer_json(HEALTH)
        client.send(ApiRequest("GET", path))
    assert [title for title in titles(notes) if "header" in title] == [
        "Any response: many of the documented headers are missing"
    ]


def test_a_header_that_contradicts_another_is_one_cause_whichever_response_has_it(
    api: Any, client: ApiClient, notes: CauseNotes
) -> None:
    for path, status, body in (("/health", 200, HEALTH), ("/version", 200, {}), ("/health", 503, {})):
        api.answer = answer_with(body, status, **{"API-Version": "1.0", "Supported-Versions": "1.1, 2.0"})
        client.send(ApiRequest("GET", path))
    assert [title for title in titles(notes) if "API-Version" in title] == [
        "Any response: header `API-Version` names no version of `Supported-Versions`"
    ]


def test_the_address_of_what_was_created_is_one_cause(api: Any, client: ApiClient, notes: CauseNotes) -> None:
    for path in ("upload", "download"):
        api.answer = answer_with({"manual_id": "7"}, 201, Location=f"/api/manuals/{path}")
        client.send(ApiRequest("POST", f"/api/manuals/{path}"))
        api.answer = answer_with({"manual_id": "7"}, 201)
        client.send(ApiRequest("POST", f"/api/manuals/{path}"))
    assert [title for title in sorted(titles(notes)) if "Location" in title] == [
        "Any response: header `Location` does not point to the new manual",
        "Any response: header `Location` is missing",
    ]


def test_an_answer_that_is_not_counted_is_one_cause(api: Any, client: ApiClient, notes: CauseNotes) -> None:
    api.answer = answer_with({"usage": {"daily_used": 1, "monthly_used": 0}})
    for path in ("query", "transcribe"):
        client.send(ApiRequest("POST", f"/api/{path}"))
    assert [title for title in titles(notes) if "counted" in title] == [
        "Any answer: the request is not counted for the month"
    ]


def test_a_day_that_is_over_is_noted_once_the_backend_has_told_the_time(
    api: Any, client: ApiClient, notes: CauseNotes
) -> None:
    usage = {"historical": [{"date": "2025-11-20", "queries": 1}], "current_usage": {"daily_queries": 1}}
    api.answer = answer_with(usage)
    client.send(ApiRequest("GET", "/api/user/usage"))
    api.answer = answer_with(HEALTH)
    client.send(ApiRequest("GET", "/health"))
    assert not any("is over" in title for title in titles(notes))
    api.answer = answer_with(usage)
    client.send(ApiRequest("GET", "/api/user/usage"))
    assert "GET /api/user/usage 200: the usage is that of a day that is over" in titles(notes)


def test_a_status_or_header_of_one_operation_is_a_cause_of_its_own(
    api: Any, client: ApiClient, notes: CauseNotes
) -> None:
    api.answer = answer_with({"message": "Too Many Requests"}, 429)
    client.send(ApiRequest("GET", "/version"))
    api.answer = answer_with({"message": "Conflict"}, 409)
    client.send(ApiRequest("GET", "/health"))
    assert sorted(titles(notes)) == [
        "Any error 429: header `Retry-After` is missing",
        "GET /health 409: the status is not documented",
    ]


def test_a_deviation_is_the_same_cause_whatever_values_index_and_id_it_has(
    api: Any, keywords: ManuelAPI, notes: CauseNotes
) -> None:
    for value in ("a", "b"):
        api.answer = answer_with({**HEALTH, "uptime_seconds": value})
        keywords.get_health()
    (known,) = notes.register.take_claimed()
    assert notes.met == {known.cause: 2}


def test_a_control_blocks_a_test_whose_response_is_none_of_the_contract(
    api: Any, keywords: ManuelAPI
) -> None:
    api.answer = answer_with(HEALTH)
    keywords.get_health()
    keywords.response_should_match_the_contract()
    api.answer = answer_with({})
    keywords.get_health()
    with pytest.raises(BlockedByCauseError, match=r"^blocked by GET /health 200: "):
        keywords.response_should_match_the_contract()


def test_a_token_in_a_response_is_not_written_to_the_register(
    api: Any, keywords: ManuelAPI, notes: CauseNotes
) -> None:
    api.answer = answer_with({**HEALTH, "status": "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.c2ln"})
    keywords.get_health()
    (known,) = notes.register.take_claimed()
    assert "<secret>" in known.cause.got
    assert "eyJ" not in known.to_json()


def test_the_contract_check_is_on_again_after_the_test_that_turned_it_off(
    api: Any, keywords: ManuelAPI, notes: CauseNotes
) -> None:
    api.answer = answer_with({**HEALTH, "host": "x"})
    scopes = keywords.ROBOT_LIBRARY_LISTENER[0]
    scopes.start_test(running.TestCase(), None)
    keywords.do_not_check_contract("a reason")
    keywords.get_health()
    assert titles(notes) == []
    scopes.end_test(None, None)
    keywords.get_health()
    assert titles(notes) == ["GET /health 200: `host` is not in the contract"]


def test_the_message_says_what_was_expected_and_got_and_where_and_gives_a_hint(
    api: Any, keywords: ManuelAPI
) -> None:
    api.answer = answer_with({"error": "No", "error_type": "quota_exceeded"}, 429)
    with pytest.raises(AssertionError) as failure:
        keywords.get_health(status=200)
    lines = str(failure.value).splitlines()
    assert lines[0] == "Expected status 200."
    assert lines[1] == 'Got 429 TOO MANY REQUESTS: {"error": "No", "error_type": "quota_exceeded"}'
    assert lines[2].startswith(f"Where: GET {api.url}/health, request id 5a2e7f4e-8a4c")
    assert "trace id Root=1-0-1" in lines[2]
    assert lines[3].startswith("Hint: A rate limit or quota is used up")


@pytest.mark.parametrize(
    ("status", "found"), [(418, []), (410, ["GET /health 410: the status is not documented"])]
)
def test_the_status_for_which_an_operation_is_unusable_is_no_second_cause(
    api: Any, client: ApiClient, notes: CauseNotes, status: int, found: list[str]
) -> None:
    unusable = Cause(
        CauseKind.UNUSABLE,
        "GET /health 418",
        "unusable",
        "success",
        "418",
        operation="GET /health",
        status=418,
    )
    notes.note(unusable)
    api.answer = answer_with(HEALTH, status)
    client.send(ApiRequest("GET", "/health"))
    assert [title for title in titles(notes) if title != "unusable"] == found


def test_the_response_to_an_unknown_path_must_be_the_gateways(
    api: Any, client: ApiClient, notes: CauseNotes
) -> None:
    api.answer = answer_with({"message": "Missing Authentication Token"}, 403)
    client.send(ApiRequest("GET", "/nowhere"))
    assert titles(notes) == []
    api.answer = answer_with({"secret": 1}, 200)
    client.send(ApiRequest("GET", "/nowhere"))
    client.send(ApiRequest("GET", "/somewhere"))
    assert titles(notes) == ["Any unknown path or method 200: the status is not documented"]


def test_a_forbidden_origin_must_not_be_allowed(api: Any, use_environment: Any, notes: CauseNotes) -> None:
    use_environment(api_base_url=api.url, allowed_origins=["https://app.example"])
    client = ApiClient()
    good, evil = "https://app.example", "https://evil.example"
    api.answer = answer_with(HEALTH, Access_Control_Allow_Origin=good)
    client.send(ApiRequest("GET", "/health", headers={"Origin": good}))
    assert titles(notes) == []
    client.send(ApiRequest("GET", "/health", headers={"Origin": evil}))
    assert titles(notes) == ["Any response: an origin is allowed that must not be"]
    api.answer = answer_with(HEALTH)
    client.send(ApiRequest("GET", "/health", headers={"Origin": evil}))
    client.send(ApiRequest("GET", "/health", headers={"Origin": good}))
    assert titles(notes)[1:] == ["Any response: an allowed origin is not allowed"]


def test_a_refused_connection_fails_fast_with_a_hint(use_environment: Any) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}"
    use_environment(api_base_url=url)
    started = time.monotonic()
    with pytest.raises(ApiUnreachableError) as failure:
        ApiClient().send(ApiRequest("GET", "/health"))
    assert time.monotonic() - started < 15
    lines = str(failure.value).splitlines()
    assert lines[0] == f"Expected a response to GET {url}/health."
    assert lines[1].startswith("Got none in 4 attempts: [Errno 111] Connection refused")
    assert lines[2].startswith("Where: environment dev, trace id Root=1-")
    assert lines[3] == (
        f"Hint: Is the API running at {url}? Start it, or correct api_base_url in the environment's variable file."
    )


def test_a_timeout_is_named(api: Any, use_environment: Any) -> None:
    use_environment(api_base_url=api.url, timeout_seconds=0.2)
    api.answer = lambda _: time.sleep(0.5) or Response("")
    with pytest.raises(ApiUnreachableError, match=r"none within 0\.2 s"):
        ApiClient().send(ApiRequest("GET", "/health"))


def test_a_dropped_connection_is_named(use_environment: Any) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        use_environment(api_base_url=f"http://127.0.0.1:{server.getsockname()[1]}", max_retries=0)
        import threading

        def drop() -> None:
            connection, _ = server.accept()
            connection.recv(1000)
            connection.close()

        thread = threading.Thread(target=drop)
        thread.start()
        with pytest.raises(ApiUnreachableError, match="Remote end closed connection without response"):
            ApiClient().send(ApiRequest("GET", "/health"))
        thread.join()


def test_assertions_about_the_last_response_need_one(keywords: ManuelAPI) -> None:
    with pytest.raises(AssertionError, match="nothing has been sent yet in this test or suite"):
        keywords.response_status_should_be(200)


def test_error_should_be(api: Any, keywords: ManuelAPI) -> None:
    body = {
        "error": "question: a text is needed",
        "error_type": "validation_error",
        "timestamp": 1,
        "request_id": "5a2e7f4e-8a4c-4b0f-9f6e-0d6e8f9a1b2c",
    }
    api.answer = answer_with(body, 400)
    keywords.send_request("POST", "/api/query", body="[]")
    assert api.requests[0].content_type == "application/json"
    assert keywords.error_should_be(400, "validation_error", mentions="Question").timestamp == 1
    with pytest.raises(AssertionError, match="Expected status 401"):
        keywords.error_should_be(401)
    with pytest.raises(AssertionError, match="Expected error_type 'invalid_json'"):
        keywords.error_should_be(400, "invalid_json")
    with pytest.raises(AssertionError, match="Expected message 'Unauthorized'"):
        keywords.error_should_be(400, message="Unauthorized")
    with pytest.raises(AssertionError, match="Expected an error that mentions 'file_data'"):
        keywords.error_should_be(400, mentions="file_data")


def test_headers_are_compared_by_name_without_regard_to_case(api: Any, keywords: ManuelAPI) -> None:
    api.answer = answer_with(HEALTH, Allow="GET, OPTIONS")
    keywords.get_health()
    keywords.response_header_should_be("x-frame-options", "DENY")
    keywords.response_header_should_contain("Allow", "options", "get")
    keywords.response_should_have_no_header("X-Powered-By")
    assert keywords.get_response_header("allow") == "GET, OPTIONS"
    with pytest.raises(AssertionError, match="Got X-Frame-Options: DENY"):
        keywords.response_header_should_be("X-Frame-Options", "SAMEORIGIN")
    with pytest.raises(AssertionError, match="Expected header Allow to contain DELETE"):
        keywords.response_header_should_contain("Allow", "GET", "DELETE")
    with pytest.raises(AssertionError, match="Got a response without Server-Timing"):
        keywords.response_header_should_be("Server-Timing", "x")
    with pytest.raises(AssertionError, match="Expected no header Allow"):
        keywords.response_should_have_no_header("Allow")


def test_preflight_needs_no_token(api: Any, keywords: ManuelAPI, signed_in: Identity) -> None:
    api.answer = lambda _: Response(status=204, headers=GOOD_HEADERS)
    keywords.send_preflight("/api/manuals", origin="https://evil.example", method="DELETE")
    request = api.requests[0]
    assert request.method == "OPTIONS"
    assert "Authorization" not in request.headers
    assert request.headers["Access-Control-Request-Method"] == "DELETE"


def test_a_request_without_an_id_skips_the_test_that_needs_it(api: Any, keywords: ManuelAPI) -> None:
    api.answer = answer_with(HEALTH, **{"x-amzn-RequestId": "r-1"})
    keywords.get_health()
    assert keywords.get_request_id() == "r-1"
    api.answer_json(HEALTH)
    keywords.get_health()
    with pytest.raises(SkipExecution, match=r"^no gateway names requests by x-amzn-RequestId: "):
        keywords.get_request_id()


def test_preflight_names_headers_as_browsers_do(api: Any, keywords: ManuelAPI) -> None:
    api.answer = lambda _: Response(status=204, headers=GOOD_HEADERS)
    keywords.send_preflight(
        "/api/manuals", origin="https://evil.example", headers=["Idempotency-Key", "API-Version"]
    )
    assert api.requests[0].headers["Access-Control-Request-Headers"] == "api-version,idempotency-key"


def test_a_header_is_sent_once_for_each_value(api: Any, keywords: ManuelAPI, signed_in: Identity) -> None:
    keywords.do_not_check_contract("not the subject")
    response = keywords.send_request(
        "GET", "/x", headers={"Authorization": [Secret("Bearer good"), "Bearer bad"], "X-Once": "1"}
    )
    assert api.requests[0].headers["Authorization"] == "Bearer good,Bearer bad"
    assert api.requests[0].headers["X-Once"] == "1"
    assert "good" not in str(response.request.headers)


def test_responses_to_keywords_of_requests_library_are_checked_against_the_contract(
    api: Any, client: ApiClient, notes: CauseNotes
) -> None:
    library, _ = client.session.current()
    api.answer = answer_with(HEALTH)
    library.get_on_session("manuel", "/health")
    assert client.last_response.json() == HEALTH
    assert titles(notes) == []
    api.answer = answer_with({})
    library.get_on_session("manuel", "/health")
    assert "GET /health 200: `status` is missing" in titles(notes)


def test_each_response_is_told_once_also_those_to_keywords_of_requests_library(
    api: Any, client: ApiClient
) -> None:
    api.answer = answer_with(HEALTH)
    seen: list[Any] = []
    client.observe(seen.append)
    library, _ = client.session.current()
    responses = [library.get_on_session("manuel", "/health"), client.send(ApiRequest("GET", "/health"))]
    assert seen == responses


def test_nothing_is_sent_without_an_api(api: Any, environment: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_environment: object) -> None:
        raise BlockedError("api_base_url", "there is none")

    monkeypatch.setattr(type(environment), "require_api", refuse)
    with pytest.raises(BlockedError):
        ApiClient().send(ApiRequest("GET", "/health"))
    assert api.requests == []


@pytest.mark.parametrize("path", ["health", "@elsewhere.example/", ".elsewhere.example/", ":80/", ""])
def test_a_path_cannot_lead_to_another_host(api: Any, environment: Any, path: str) -> None:
    with pytest.raises(ValueError, match=r"is not a path of the API. Expected one that begins with /"):
        ApiClient().send(ApiRequest("GET", path))
    assert api.requests == []


def test_a_body_of_preflights_is_one_deviation(api: Any, client: ApiClient, notes: CauseNotes) -> None:
    api.answer = answer_with("OK", 200)
    for path in ("/health", "/api/manuals"):
        client.send(ApiRequest("OPTIONS", path, anonymous=True))
    assert titles(notes) == ["Any preflight: there is a body, but none is documented"]

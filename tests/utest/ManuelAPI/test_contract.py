"""The violations of the contract that are found in a response."""

import json
from typing import Any

import pytest
import requests

from ManuelAPI.contract import Contract, Operation
from ManuelAPI.resource_files import CONTRACT
from ManuelAPI.violations import Violation, missing_headers, without_repetitions

DOCUMENT: dict[str, Any] = {
    "openapi": "3.1.0",
    "paths": {
        "/things/{id}": {
            "get": {
                "responses": {"200": {"$ref": "#/components/responses/Thing"}, "204": {"description": "None"}}
            },
            "delete": {"responses": {"4XX": {"description": "An error"}}},
        },
        "/things/new": {"get": {"responses": {"200": {"$ref": "#/components/responses/Thing"}}}},
    },
    "components": {
        "headers": {
            "Retry-After": {"required": True, "schema": {"$ref": "#/components/schemas/Count"}},
            "Vary": {"schema": {"type": "string", "pattern": "Origin"}},
        },
        "responses": {
            "Thing": {
                "headers": {
                    "Retry-After": {"$ref": "#/components/headers/Retry-After"},
                    "Vary": {"$ref": "#/components/headers/Vary"},
                },
                "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}},
            }
        },
        "schemas": {
            "Count": {"type": "integer", "minimum": 1},
            "Thing": {
                "type": "object",
                "additionalProperties": False,
                "required": ["count", "made"],
                "properties": {
                    "count": {"$ref": "#/components/schemas/Count"},
                    "made": {"type": "string", "format": "date-time"},
                },
            },
        },
    },
}
GOOD = '{"count": 1, "made": "2026-01-01T00:00:00Z"}'


@pytest.fixture
def contract() -> Contract:
    return Contract(DOCUMENT)


def response(
    body: str = GOOD,
    status: int = 200,
    method: str = "GET",
    media_type: str = "application/json",
    **headers: str,
) -> requests.Response:
    answer = requests.Response()
    answer.status_code = status
    answer._content = body.encode()
    answer.request = requests.Request(method, "http://api.example/things/1").prepare()
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    answer.headers.update({"Content-Type": media_type, "Retry-After": "1", **named})
    return answer


def contract_of_body(schema: dict[str, Any]) -> Contract:
    """Return a contract that promises a body of this schema."""
    documented = {"content": {"application/json": {"schema": schema}}}
    return Contract({"paths": {"/things/{id}": {"get": {"responses": {"200": documented}}}}})


def violations(contract: Contract, answer: requests.Response) -> list[str]:
    operation = contract.find_operation("GET", "/things/1")
    assert operation is not None
    return [str(violation) for violation in contract.violations(operation, answer)]


def test_a_valid_response_has_no_violations(contract: Contract) -> None:
    assert violations(contract, response()) == []
    assert violations(contract, response(media_type="Application/JSON; charset=utf-8", Vary="Origin")) == []


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (response(status=500), "status 500 is not documented; documented are 200, 204"),
        (response(status=204), f"the body has {len(GOOD)} bytes, but no body is documented"),
        (response(media_type="text/html"), "the media type is text/html; documented is application/json"),
        (response(media_type=""), "the media type is missing; documented is application/json"),
        (response(Retry_After="soon"), """header Retry-After is 'soon': "soon" is not of type "integer\""""),
        (response(Retry_After="0"), "header Retry-After is '0': 0 is less than the minimum of 1"),
        (response(Vary="Accept"), """header Vary is 'Accept': "Accept" does not match "Origin\""""),
        (
            response("{"),
            "the body is not JSON: Expecting property name enclosed in double quotes: line 1 column 2 (char 1)",
        ),
        (response('{"count": NaN}'), "the body is not JSON: NaN is not a JSON value"),
        (response('{"count": 1, "count": 1}'), "the body is not JSON: member 'count' occurs twice"),
        (response(GOOD.replace("1", '"1"', 1)), """count: "1" is not of type "integer\""""),
        (response(GOOD.replace("T00:00:00Z", "")), """made: "2026-01-01" is not a "date-time\""""),
        (response('{"count": 1}'), """"made" is a required property"""),
        (
            response('{"error": "No", "request_id": "7"}'),
            "the body has error, request_id, and none of the documented members",
        ),
        (
            response(GOOD.replace("{", '{"key": 1, ')),
            "Additional properties are not allowed ('key' was unexpected)",
        ),
    ],
)
def test_the_violation_of_an_invalid_response_is_described(
    contract: Contract, answer: requests.Response, expected: str
) -> None:
    assert violations(contract, answer) == [expected]


@pytest.mark.parametrize("count", ["5.0", "1e3"])
def test_an_integer_is_written_as_one(contract: Contract, count: str) -> None:
    number = f"{float(count)}"
    message = f"count: {number} is not written as an integer"
    assert violations(contract, response(GOOD.replace("1", count, 1))) == [message]
    assert violations(contract, response(Retry_After="5.0")) == [
        "header Retry-After is '5.0': 5.0 is not written as an integer"
    ]
    assert violations(contract, response(GOOD.replace("1", "5", 1))) == []


def test_an_integer_that_may_be_null_is_written_as_one() -> None:
    either = contract_of_body({"type": ["integer", "null"]})
    assert violations(either, response("5.0")) == ["5.0 is not written as an integer"]
    assert violations(either, response("null")) == []
    assert violations(contract_of_body({"type": "number"}), response("5.0")) == []


def test_a_missing_required_header_is_described(contract: Contract) -> None:
    answer = response()
    del answer.headers["Retry-After"]
    assert violations(contract, answer) == ["header Retry-After is missing"]


def test_many_missing_headers_are_one_violation() -> None:
    two = missing_headers(["Vary", "Retry-After"])
    assert [violation.place for violation in two] == ["header Vary", "header Retry-After"]
    (many,) = missing_headers(["Vary", "Retry-After", "Referrer-Policy"])
    assert (many.place, many.rule) == ("header Vary, Retry-After, Referrer-Policy", "required")
    assert many.message == "headers Vary, Retry-After, Referrer-Policy are missing"


def test_all_violations_are_listed_at_once(contract: Contract) -> None:
    assert len(violations(contract, response('{"count": 0}', Retry_After="0"))) == 3
    assert len(violations(contract, response('{"count": 1, "error": "No"}'))) == 2
    assert len(violations(contract, response("{}"))) == 2


def of_type(*members: str) -> list[Violation]:
    return [
        Violation(
            f"{each}: '1' is not an integer",
            f"`usage.{each}` is not of type integer",
            f"usage.{each}",
            "type",
        )
        for each in members
    ]


def test_many_members_of_an_object_of_the_same_wrong_type_are_one_violation() -> None:
    missing = Violation("m", "`usage.d` is missing", "usage.d", "required")
    assert without_repetitions([*of_type("a", "b", "c"), missing]) == [
        Violation(
            "a: '1' is not an integer; b: '1' is not an integer; c: '1' is not an integer",
            "`usage.*` is not of type integer",
            "usage.*",
            "type",
        ),
        missing,
    ]


def test_few_members_and_members_of_another_object_or_type_are_one_violation_each() -> None:
    text = Violation("c: 1 is not a text", "`usage.c` is not of type string", "usage.c", "type")
    of_another = Violation("c: '1' is not an integer", "`quota.c` is not of type integer", "quota.c", "type")
    at_the_top = [
        Violation("m", f"`{name}` is not of type integer", name, "type") for name in ("a", "b", "c", "d")
    ]
    several = [*of_type("a", "b"), text, of_another, *at_the_top]
    assert sorted(without_repetitions(several), key=str) == sorted(several, key=str)


def test_fixed_paths_take_precedence_over_those_with_parameters(contract: Contract) -> None:
    assert contract.find_path("/things/new") == "/things/new"
    assert contract.find_path("/things/7") == "/things/{id}"
    assert contract.find_path("/things/7/parts") is None
    assert contract.find_path("/things/") is None


def test_a_method_that_the_path_does_not_have_is_not_an_operation(contract: Contract) -> None:
    assert contract.find_operation("PATCH", "/things/1") is None
    assert contract.find_operation("BREW", "/things/1") is None


def test_head_is_a_method_of_its_own(contract: Contract) -> None:
    assert contract.find_operation("GET", "/things/1") is not None
    assert contract.find_operation("HEAD", "/things/1") is None


def test_a_range_of_statuses_is_documented(contract: Contract) -> None:
    operation = contract.find_operation("DELETE", "/things/1")
    assert operation is not None
    assert contract.violations(operation, response("", status=418, method="DELETE")) == []
    assert contract.violations(operation, response("", status=500, method="DELETE"))


@pytest.fixture(scope="module")
def manuel() -> Contract:
    return Contract.load(CONTRACT)


def required_headers(manuel: Contract, operation: Operation, status: str) -> set[str]:
    """Return the headers that a response without any header is said to lack."""
    bare = response("", int(status), operation.method)
    bare.headers.clear()
    found = manuel.violations(operation, bare)
    return {name for violation in found if violation.rule == "required" for name in violation.headers}


def operation_of(manuel: Contract, method: str, path: str) -> Operation:
    operation = manuel.find_operation(method, path)
    assert operation is not None
    return operation


def body_violations(manuel: Contract, operation: Operation, status: int, body: object) -> list[str]:
    """Return how a body violates the contract, apart from the headers of its response."""
    found = manuel.violations(operation, response(json.dumps(body), status, operation.method))
    return [str(violation) for violation in found if not violation.headers]


def example_of(operation: Operation, status: str) -> dict[str, Any]:
    """Return the contract's example of a response's body."""
    return dict(operation.responses[status]["content"]["application/json"]["example"])


def test_every_response_of_the_contract_promises_the_security_headers(manuel: Contract) -> None:
    promised = {
        "Strict-Transport-Security",
        "X-Content-Type-Options",
        "X-Frame-Options",
        "Content-Security-Policy",
        "Referrer-Policy",
    }
    for operation in manuel.operations():
        for status in operation.responses:
            assert promised <= required_headers(manuel, operation, status), f"{operation} {status}"


def test_only_what_belongs_to_a_user_must_not_be_cached(manuel: Contract) -> None:
    for operation in manuel.operations():
        for status in operation.responses:
            is_users = operation.needs_token and status.startswith("2")
            required = required_headers(manuel, operation, status)
            assert ("Cache-Control" in required) == is_users, f"{operation} {status}"


def test_no_operation_may_crash(manuel: Contract) -> None:
    assert not any({"500", "502"} & set(operation.responses) for operation in manuel.operations())


@pytest.mark.parametrize(
    ("body", "violations"),
    [
        ({"message": "Unauthorized"}, 0),
        ({"message": "Unauthorized: kid not found"}, 1),
        ({"message": "Unauthorized", "sub": "x"}, 1),
    ],
)
def test_the_refusal_of_a_token_does_not_say_why(
    manuel: Contract, body: dict[str, str], violations: int
) -> None:
    listing = operation_of(manuel, "GET", "/api/manuals")
    assert len(body_violations(manuel, listing, 401, body)) == violations


def header_errors(manuel: Contract, name: str, value: str) -> list[Violation]:
    """Return what is wrong with a header's value in a response that may have this header."""
    operation, status = next(
        (operation, status)
        for operation in manuel.operations()
        for status, documented in operation.responses.items()
        if name in documented["headers"]
    )
    answer = response("", int(status), operation.method)
    answer.headers[name] = value
    return [each for each in manuel.violations(operation, answer) if each.headers == [name]]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Strict-Transport-Security", "max-age=31536000"),
        ("Strict-Transport-Security", "max-age=31540000"),
        ("Strict-Transport-Security", "max-age=63072000; includeSubDomains; preload"),
        ("Strict-Transport-Security", 'includeSubDomains; Max-Age="100000000"'),
        ("Cache-Control", "no-store"),
        ("Cache-Control", "private, No-Store, max-age=0"),
        ("Supported-Versions", "1.0, 1.1,2.0"),
        ("Access-Control-Allow-Methods", "GET,DELETE, OPTIONS"),
        ("Access-Control-Max-Age", "86400"),
        ("API-Version", "2.7"),
        ("x-amzn-RequestId", "01J5ZC7W9T"),
    ],
)
def test_headers_may_be_written_in_more_than_one_way(manuel: Contract, name: str, value: str) -> None:
    assert header_errors(manuel, name, value) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Strict-Transport-Security", "max-age=31535999"),
        ("Strict-Transport-Security", "max-age=0"),
        ("Strict-Transport-Security", "max-age=3153600"),
        ("Strict-Transport-Security", "includeSubDomains"),
        ("Strict-Transport-Security", "s-max-age=63072000"),
        ("Cache-Control", "no-cache"),
        ("Cache-Control", "no-stores"),
        ("Supported-Versions", "1"),
        ("Retry-After", "5.0"),
        ("Retry-After", "0"),
        ("Access-Control-Max-Age", "600.0"),
    ],
)
def test_other_values_of_headers_are_violations(manuel: Contract, name: str, value: str) -> None:
    assert header_errors(manuel, name, value) != []


@pytest.mark.parametrize("status", [200, 204])
def test_a_preflight_has_one_of_two_statuses_and_no_body(manuel: Contract, status: int) -> None:
    preflight = operation_of(manuel, "OPTIONS", "/api/manuals")
    assert body_violations(manuel, preflight, status, {}) == [
        "the body has 2 bytes, but no body is documented"
    ]
    empty = response("", status, "OPTIONS")
    assert [each for each in manuel.violations(preflight, empty) if not each.headers] == []


def test_the_names_of_health_checks_and_the_build_are_free(manuel: Contract) -> None:
    example = {
        "status": "healthy",
        "timestamp": 1763800000,
        "service": "manuel-api",
        "version": "2026.11.28",
        "environment": "staging",
        "checks": {"memory": "degraded"},
        "uptime_seconds": 12,
    }
    health = operation_of(manuel, "GET", "/health")
    assert body_violations(manuel, health, 200, example) == []
    assert body_violations(manuel, health, 200, {**example, "region": "eu-west-1"}) == [
        "Additional properties are not allowed ('region' was unexpected)"
    ]


def test_every_example_of_the_contract_is_valid(manuel: Contract) -> None:
    """Also by the rule that integers are written as such, which is not one of JSON Schema."""
    examples = [
        (operation, int(status), content["example"])
        for operation in manuel.operations()
        for status, documented in operation.responses.items()
        for content in documented.get("content", {}).values()
        if "example" in content
    ]
    assert len(examples) > 100
    for operation, status, example in examples:
        assert body_violations(manuel, operation, status, example) == [], f"{operation} {status}"


def test_every_operation_has_an_example_path(manuel: Contract) -> None:
    for operation in manuel.operations():
        assert manuel.find_operation(operation.method, operation.example_path) == operation


def test_operations_know_whether_they_need_a_token(manuel: Contract) -> None:
    public = {str(operation) for operation in manuel.operations() if not operation.needs_token}
    preflights = {str(operation) for operation in manuel.operations() if operation.method == "OPTIONS"}
    assert len(preflights) > 10
    assert public == preflights | {
        "GET /health",
        "GET /health/deep",
        "GET /version",
        "GET /version/compatibility",
        "GET /version/changelog",
    }


def test_states_may_have_other_words(manuel: Contract) -> None:
    renamed = manuel.with_states({"ready": "processed", "COMPLETE": "done"})
    manual = operation_of(manuel, "GET", "/api/manuals/1")
    job = operation_of(manuel, "GET", "/api/ingestion/job/1")
    for operation, state, renamed_state in ((manual, "ready", "processed"), (job, "COMPLETE", "done")):
        named = {**example_of(operation, "200"), "status": state}
        otherwise = {**named, "status": renamed_state}
        assert body_violations(manuel, operation, 200, named) == []
        assert body_violations(renamed, operation, 200, otherwise) == []
        assert len(body_violations(manuel, operation, 200, otherwise)) == 1
        assert len(body_violations(renamed, operation, 200, named)) == 1
    unchanged = {**example_of(job, "200"), "status": "FAILED"}
    assert body_violations(renamed, job, 200, unchanged) == []

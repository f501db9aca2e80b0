"""The single failures that a message is about."""

import pytest

from cause_register.failure_message import CUT, differ_alike, is_incomplete, single_failures

WHERE = "Where: GET http://host/prod/health, request id 1, 3 ms\nHint: Look at the log."


def each(expected: str, *findings: str) -> str:
    lines = "".join(f"\n  - {finding}" for finding in findings)
    return f"Expected each of 9 responses to {expected}.\nGot {len(findings)} that differ:{lines}\n{WHERE}"


@pytest.mark.parametrize(
    ("expected", "finding", "one"),
    [
        ("have status 401", "200 OK: {}", "Expected status 401.\nGot 200 OK: {}"),
        (
            "have status 401 for the forged token 'a'",
            "200 OK: {}",
            "Expected status 401 for the forged token 'a'.\nGot 200 OK: {}",
        ),
        ("be 404 not_found", "403 Forbidden: {}", "Expected status 404.\nGot 403 Forbidden: {}"),
        (
            "be 413 Request Too Long",
            "413 Too Large: {}",
            "Expected a response to be 413 Request Too Long.\nGot 413 Too Large: {}",
        ),
        (
            "have the security headers",
            "header Vary is missing",
            "Expected a response with the security headers.\nGot one that differs:\n  - header Vary is missing",
        ),
    ],
)
def test_a_failure_of_each_response_is_that_of_one(expected: str, finding: str, one: str) -> None:
    message = each(expected, f"GET /prod/health: {finding}", f"options /prod/version?a=1: {finding}")
    assert single_failures(message) == [
        f"{one}\nWhere: GET http://host/prod/health",
        f"{one}\nWhere: options http://host/prod/version?a=1",
    ]


def test_what_all_that_differ_have_in_common_is_that_of_each() -> None:
    routes = "GET /prod/health, options /prod/version?a=1,2"
    in_common = f"Got 2 that differ in the same way, those to {routes}:\n  - header A is 1\n  - header B is 2"
    listed = (
        "Expected a response with the headers.\nGot one that differs:\n  - header A is 1\n  - header B is 2"
    )
    assert single_failures(f"Expected each of 9 responses to have the headers.\n{in_common}\n{WHERE}") == [
        f"{listed}\nWhere: GET http://host/prod/health",
        f"{listed}\nWhere: options http://host/prod/version?a=1,2",
    ]


ALIKE = "Expected each of 2 responses to have status 401.\nGot 2 that differ in the same way, those to GET /a, GET /b:"


@pytest.mark.parametrize(
    ("message", "alike"),
    [
        (f"{ALIKE}\n  - 200 OK: {{}}\n{WHERE}", True),
        (
            f"Experiment 'e': expected the steady state to hold.\nGot a failure of step 1: {ALIKE}\n  - 200 OK: {{}}\n{WHERE}",
            True,
        ),
        (f"{ALIKE.replace('of 2', 'of 3')}\n  - 200 OK: {{}}\n{WHERE}", False),
        (f"{ALIKE}\n    {CUT}\n{WHERE}", False),
        (each("have status 401", *["GET /a: 200 OK"] * 9), False),
        (each("have status 401", *[f"GET /{n}: 200 OK" for n in range(9)]), True),
        (each("have status 401", *[f"GET /{n}: 200 OK" for n in range(8)]), False),
        (each("have status 401", *[f"GET /{n}: 20{n % 2} OK" for n in range(9)]), False),
        ("Expected status 401.\nGot 200 OK: {}", False),
    ],
)
def test_responses_differ_alike_if_each_of_them_does_in_the_same_way(message: str, alike: bool) -> None:
    assert differ_alike(message) is alike


def test_the_findings_about_one_response_stay_together() -> None:
    message = each(
        "have the headers", "GET /a: header A is 1", "GET /a: header B is 2", "GET /b: header A is 1"
    )
    assert [failure.count("  - ") for failure in single_failures(message)] == [2, 1]


def test_responses_of_one_route_that_differ_in_another_way_are_failures_of_their_own() -> None:
    message = each(
        "have status 200", "GET /a: 404 Not Found", "GET /a: 404 Not Found", "GET /a: 500 Error: b"
    )
    assert single_failures(message) == [
        "Expected status 200.\nGot 404 Not Found\nWhere: GET http://host/a",
        "Expected status 200.\nGot 500 Error: b\nWhere: GET http://host/a",
    ]


def test_a_response_that_is_another_one_is_not_among_the_findings_about_the_one_before() -> None:
    message = each("be 404 not_found", "GET /a: there is no field message", "GET /a: 500 Error: b")
    assert [failure.splitlines()[0] for failure in single_failures(message)] == [
        "Expected a response to be 404 not_found.",
        "Expected status 404.",
    ]


@pytest.mark.parametrize("finding", ["GET /health:200", "the health check", "GET health: 200 OK"])
def test_a_list_of_something_else_is_one_failure(finding: str) -> None:
    message = each("have status 401", "GET /health: 200 OK", finding)
    assert single_failures(message) == [message]


@pytest.mark.parametrize(
    "message",
    [
        f"Several failures occurred:\n\n1) Expected a.\nGot b\n    {CUT}\n7) Expected c.\nGot d",
        each("have status 401", "GET /a: 200 OK").replace("\nWhere", f"\n    {CUT}\nWhere"),
    ],
)
def test_what_is_missing_between_failures_may_be_another_failure(message: str) -> None:
    assert is_incomplete(message)
    assert single_failures(message) == [message]


@pytest.mark.parametrize(
    "message",
    [
        f"Expected status 200.\nGot 500 Error: a\n    {CUT}\nz",
        each("have status 401", "GET /a: 200 OK") + f"\n    {CUT}\nz",
        "1) Expected a.\nGot b\n\n2) Expected c.\nGot d",
    ],
)
def test_what_is_missing_after_a_failure_is_not(message: str) -> None:
    assert not is_incomplete(message)


def test_the_failure_of_a_step_of_an_experiment_is_that_failure() -> None:
    failure = (
        "Expected status 200.\nGot 500 Internal Server Error\nWhere: POST http://h/api/query, request id 7"
    )
    experiment = (
        "Experiment 'Slow model': expected the system to do what it should while the failures were active."
    )
    step = "Got a failure of Question Should Be Answered    How do I clean it?: "
    assert single_failures(f"{experiment}\n{step}{failure}") == [failure]
    assert single_failures(f"{experiment}\n{step}1 != 4") == [f"{experiment}\n{step}1 != 4"]


def test_a_failure_after_retries_is_that_of_the_last_one() -> None:
    failure = 'Expected a response with status=ready.\nGot one that differs:\n  - status is "failed"'
    retried = "Keyword 'Manual Should Be Ready' failed after retrying {}. The last error was: "
    assert single_failures(f"{retried.format('for 10 seconds')}{failure}") == [failure]
    assert single_failures(f"Setup failed:\n{retried.format('2 times')}{failure}") == [failure]


def routes_with(expected: str, *statuses: str) -> str:
    lines = "".join(f"\n  - GET /{number}: {status}" for number, status in enumerate(statuses))
    return f"Expected each of {len(statuses)} responses to {expected}.\nGot {len(statuses)} that differ:{lines}\n{WHERE}"


def test_a_forged_token_is_accepted_alike_on_routes_that_answer_otherwise() -> None:
    forged = "have status 401 for the forged token 'expired'"
    assert differ_alike(
        routes_with(forged, "200 OK: {}", "201 Created: {}", "404 Not Found not_found", "403 Forbidden")
    )
    assert not differ_alike(routes_with(forged, "200 OK: {}", "503 Service Unavailable: {}"))
    assert not differ_alike(routes_with("have status 401", "200 OK: {}", "201 Created: {}"))

"""A backend that breaks with a status which no operation documents breaks once, wherever it is noticed."""

import pytest

from cause_register.cause import UNKNOWN_CALLS
from cause_register.reasons import reason_of_failure

PATHS = {"/api/query": "/api/query", "/api/manuals/7": "/api/manuals/{id}"}
COUNTED = ("dynamodb.UpdateItem attempt 1: 200, 1 ms", "dynamodb.UpdateItem attempt 2: 200, 1 ms")
READ = (*COUNTED, "dynamodb.Query attempt 1: 200, 1 ms")


def reason(
    expected: str,
    got: str = "502 Bad Gateway: no JSON",
    path: str = "/api/query",
    calls: tuple[str, ...] = (),
) -> str:
    listed = "\nAWS calls of the request:" + "".join(f"\n  {call}" for call in calls) if calls else ""
    failure = f"Expected {expected}.\nGot {got}\nWhere: POST https://api.example{path}, request id r-1{listed}\nHint: Search."
    return reason_of_failure(failure, PATHS.get, breaks_with={502})


def test_a_backend_breaks_in_whatever_it_should_refuse_in_the_same_way() -> None:
    said = {
        reason("status 400"),
        reason("status 400", path="/api/manuals/7"),
        reason("status 404", calls=READ),
        reason("a rejection with status 400 to 499"),
        reason("status 401 for the forged token 'kid-list'"),
    }
    assert said == {"Any error 502: expected a refusal"}


def test_a_backend_breaks_in_whatever_it_should_answer_in_the_same_way_if_it_is_in_the_same_place() -> None:
    said = {
        reason("status 200", calls=COUNTED),
        reason("status 201", path="/api/manuals/7", calls=COUNTED[:1]),
        reason("a success or status 429", calls=COUNTED),
        reason("a response that has 'question'", calls=COUNTED),
        reason(
            "the statuses 200 (3 times), 429 (9 times)",
            "200 (3 times), 429 (7 times), 502 (2 times)",
            calls=COUNTED,
        ),
    }
    assert said == {"Any error 502 after dynamodb.UpdateItem: expected an answer"}


def test_a_backend_that_breaks_in_another_place_breaks_again() -> None:
    assert (
        reason("status 200", calls=READ)
        == "Any error 502 after dynamodb.UpdateItem, dynamodb.Query: expected an answer"
    )
    assert reason("status 200", calls=("none",)) == "Any error 502 after no AWS call: expected an answer"


def test_where_a_backend_breaks_is_unknown_if_its_calls_are() -> None:
    unknown = reason(
        "status 200", calls=(f"{UNKNOWN_CALLS}no call is traced; since then:", f"  {COUNTED[0]}")
    )
    assert unknown == reason("status 200") == "POST /api/query: expected status 200, got 502 Bad Gateway"


@pytest.mark.parametrize(
    ("expected", "got"),
    [
        ("status 200", "502 Bad Gateway: no JSON"),
        ("status 503", "502 Bad Gateway: no JSON"),
        ("status 400", "500 Internal Server Error: no JSON"),
        ("the statuses 200 (9 times)", "200 (2 times), 502 (6 times), 503 (1 times)"),
    ],
)
def test_anything_else_is_a_failure_of_its_operation(expected: str, got: str) -> None:
    assert reason(expected, got).startswith("POST /api/query: expected ")


def test_a_status_that_is_documented_somewhere_is_one_of_its_operation() -> None:
    failure = "Expected status 400.\nGot 502 Bad Gateway: no JSON\nWhere: POST https://api.example/prod/api/query, request id r-1"
    assert (
        reason_of_failure(failure, PATHS.get) == "POST /api/query: expected status 400, got 502 Bad Gateway"
    )

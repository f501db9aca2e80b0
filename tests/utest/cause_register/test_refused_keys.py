"""A key that is refused as that of another request is so in all operations."""

import pytest

from cause_register.reasons import reason_of_failure
from cause_register.refused_keys import REFUSED_KEY

PATHS = {"/upload": "/upload", "/download": "/download"}
REUSED = '400 Bad Request: {"error": "…", "error_type": "idempotency_key_reused"}'


def reason(expected: str, got: str = REUSED, path: str = "/upload") -> str:
    failure = f"Expected {expected}.\nGot {got}\nWhere: POST https://api.example{path}, request id r-1"
    return reason_of_failure(failure, PATHS.get)


def test_a_refused_key_is_the_same_whatever_success_was_expected_of_which_operation() -> None:
    said = {
        reason("a status of success, 200 to 299"),
        reason("status 201"),
        reason("status 201", path="/download"),
        reason("a response that has 'manual_id'"),
    }
    assert said == {REFUSED_KEY}


@pytest.mark.parametrize(
    ("expected", "got"),
    [
        ("status 409", REUSED),
        ("status 400", "201 Created: {}"),
        ("status 201", REUSED.replace("idempotency_key_reused", "validation_error")),
    ],
)
def test_anything_else_is_a_failure_of_its_operation(expected: str, got: str) -> None:
    assert reason(expected, got).startswith(f"POST /upload: expected {expected}, got ")

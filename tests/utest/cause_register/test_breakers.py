"""A circuit breaker is known by how many failures it has counted, whatever a test has triggered."""

import pytest

from cause_register.breakers import wrong_breaker
from cause_register.reasons import reason_of_failure

BREAKER = (
    "Expected the circuit breaker of s3 to be {}.\nGot {} failures, 0 of 2 successes.\nHint: Get AWS Calls."
)


@pytest.mark.parametrize(
    ("expected", "got", "said"),
    [
        ("open", "closed with 4 of 5", "too small"),
        ("closed with 4 failures in a row", "closed with 2 of 5", "too small"),
        ("open", "closed with 0 of 5", "0 and should not be"),
        ("closed with 1 failures in a row", "closed with 0 of 5", "0 and should not be"),
        ("closed with 4 failures in a row", "open with 7 of 5", "too large"),
        ("closed", "closed with 3 of 5", "not 0 and should be"),
    ],
)
def test_a_breaker_is_known_by_the_failures_it_has_counted(expected: str, got: str, said: str) -> None:
    wrong = wrong_breaker(BREAKER.format(expected, got))
    assert str(wrong) == f"number of failures of the circuit breaker of s3 is {said}"


@pytest.mark.parametrize(
    ("expected", "got"),
    [("open", "closed with 5 of 5"), ("half_open", "open with 5 of 5"), ("closed", "open with 0 of 5")],
)
def test_a_breaker_that_has_counted_rightly_is_wrong_in_another_way(expected: str, got: str) -> None:
    assert wrong_breaker(BREAKER.format(expected, got)) is None


def test_it_is_an_outcome_without_a_request() -> None:
    wrong = BREAKER.format("open", "closed with 4 of 5")
    assert reason_of_failure(wrong, {}.get) == "number of failures of the circuit breaker of s3 is too small"

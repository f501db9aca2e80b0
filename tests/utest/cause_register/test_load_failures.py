"""Load that is refused in one way is reported once, however many of its requests are."""

import pytest

from cause_register.load_failures import failed_load

RATE = "Expected error_rate{}, got error_rate of {}: HTTP 503 ({}x)."
INFINITE = (
    "Expected max<5s, got max of infinity: a failed request counts as slower, and there were HTTP 503 (1x)."
)


@pytest.mark.parametrize(
    "failure",
    [
        f"POST /api/query by 10 users: {RATE.format('==0', '0.1', 1)}",
        f"POST /api/query: {RATE.format('<=0.01', '0.03333', 2)}",
        f"POST /api/query at 8/s: {INFINITE} {RATE.format('==0', '0.0625', 1)}",
    ],
)
def test_load_that_fails_with_a_status_is_known_by_it(failure: str) -> None:
    assert failed_load(failure) == "POST /api/query: requests of a load fail with 503"


def test_other_statuses_are_another_failure() -> None:
    both = "POST /api/query: Expected error_rate==0, got error_rate of 0.5: HTTP 503 (1x), HTTP 429 (4x)."
    assert failed_load(both) == "POST /api/query: requests of a load fail with 429 or 503"


@pytest.mark.parametrize(
    "failure",
    [
        "GET /api/user/usage: Expected p(95)<=300, got p(95) of 814.8.",
        f"POST /api/query at 8/s: Expected p(95)<=300, got p(95) of 814.8. {RATE.format('==0', '0.0625', 1)}",
        f"POST /api/query at 8/s: {RATE.format('==0', '0.0625', 1)} Expected rate>=8, got rate of 7.",
        f"POST /api/query cache: {RATE.format('==0', '0.1', 1)} Expected error_rate==0, got error_rate of 1: HTTP 429 (1x).",
        "Expected every request to succeed.\nGot HTTP 503: b'no'",
    ],
)
def test_load_that_is_slow_as_well_is_another_failure(failure: str) -> None:
    assert failed_load(failure) == ""

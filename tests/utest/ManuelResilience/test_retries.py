from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from ManuelResilience.keywords.retries import RetryKeywords, pauses_between


class Journal:
    def __init__(self, *pauses_ms: float) -> None:
        self.attempts: list[dict[str, Any]] = []
        now = 1000.0
        for pause in (*pauses_ms, 0.0):
            self.attempts.append({"invocation_id": "one", "started_at": now, "duration_ms": 10.0})
            now += (10.0 + pause) / 1000

    def get_aws_calls(self, call: str) -> list[dict[str, Any]]:
        assert call == "sqs.SendMessage"
        return self.attempts


def test_pauses_are_measured_within_a_call() -> None:
    other = {"invocation_id": "two", "started_at": 2000.0, "duration_ms": 5.0}
    assert pauses_between([*Journal(100, 250).attempts, other]) == pytest.approx([100, 250])


def test_random_pauses_are_returned(import_libraries: Callable[..., None]) -> None:
    import_libraries(MockAWS=Journal(100, 250, 40))
    pauses = RetryKeywords().retries_should_back_off("sqs.SendMessage")
    assert pauses == pytest.approx([100, 250, 40])


@pytest.mark.parametrize(
    ("pauses", "complaint"),
    [
        ((), "too few pauses: none"),
        ((100, 200), "too few pauses"),
        ((1, 2, 3), "retries without pauses"),
        ((100, 100, 101), "pauses without jitter"),
        ((100, 200, 3000), "a pause that is too long"),
    ],
)
def test_pauses_that_are_not_a_backoff_are_named(
    import_libraries: Callable[..., None], pauses: tuple[float, ...], complaint: str
) -> None:
    import_libraries(MockAWS=Journal(*pauses))
    with pytest.raises(AssertionError, match=complaint):
        RetryKeywords().retries_should_back_off("sqs.SendMessage", longest=timedelta(seconds=2))


def test_a_library_that_is_not_imported_is_named(import_libraries: Callable[..., None]) -> None:
    import_libraries()
    with pytest.raises(
        RuntimeError, match=r"This keyword needs the library MockAWS: import resources/failures\.resource"
    ):
        RetryKeywords().retries_should_back_off("sqs.SendMessage")

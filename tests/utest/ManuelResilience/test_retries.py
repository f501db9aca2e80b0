import random
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from typing import Any

import pytest

from ManuelResilience.keywords.retries import RetryKeywords, pauses_by_retry

EVEN = (400, 410, 405, 400, 430, 402)


class Journal:
    """Calls that were retried, each after these pauses in milliseconds."""

    def __init__(self, *calls: Sequence[float]) -> None:
        self.attempts = [
            attempt for number, pauses in enumerate(calls) for attempt in _attempts(number, pauses)
        ]

    def get_aws_calls(self, call: str) -> list[dict[str, Any]]:
        assert call == "sqs.SendMessage"
        return self.attempts


def _attempts(call: int, pauses: Sequence[float]) -> Iterator[dict[str, Any]]:
    now = 1000.0 * call
    for pause in (*pauses, 0.0):
        yield {"invocation_id": call, "started_at": now, "duration_ms": 10.0}
        now += (10.0 + pause) / 1000


def test_pauses_are_measured_within_a_call_and_belong_to_a_retry() -> None:
    first, second = pauses_by_retry(Journal((100, 250), (), (40,)).attempts)
    assert first == pytest.approx([100, 40])
    assert second == pytest.approx([250])


def test_random_pauses_are_returned(import_libraries: Callable[..., None]) -> None:
    import_libraries(MockAWS=Journal((100, 900), (250,), (40,), (700, 1800), (500,), (900,)))
    pauses = RetryKeywords().retries_should_back_off("sqs.SendMessage")
    assert pauses == pytest.approx([100, 250, 40, 700, 500, 900, 900, 1800])


def test_pauses_by_full_and_by_equal_jitter_are_random(import_libraries: Callable[..., None]) -> None:
    source = random.Random(7)
    for least in (0.0, 0.5):
        import_libraries(
            MockAWS=Journal(*([1000 * step * source.uniform(least, 1) for step in (1, 2)] for _ in range(6)))
        )
        assert len(RetryKeywords().retries_should_back_off("sqs.SendMessage")) == 12


@pytest.mark.parametrize(
    ("calls", "complaint"),
    [
        ([], "fewer than 6 calls that were retried: none"),
        ([(100, 900)] * 5, "fewer than 6 calls that were retried"),
        ([(1, 2), (3,), (2,), (9,), (4,), (5,)], "retries without pauses"),
        ([(pause,) for pause in EVEN], "pauses without jitter"),
        ([(pause, 2 * pause) for pause in EVEN], "pauses without jitter"),
        ([*((pause, 2 * pause) for pause in EVEN[:-1]), (900, 1700)], "pauses without jitter"),
        ([(100,), (200,), (300,), (900,), (1500,), (3000,)], "a pause that is too long"),
    ],
)
def test_pauses_that_are_not_a_backoff_are_named(
    import_libraries: Callable[..., None], calls: list[Sequence[float]], complaint: str
) -> None:
    import_libraries(MockAWS=Journal(*calls))
    with pytest.raises(AssertionError, match=complaint):
        RetryKeywords().retries_should_back_off("sqs.SendMessage", longest=timedelta(seconds=2))


def test_a_library_that_is_not_imported_is_named(import_libraries: Callable[..., None]) -> None:
    import_libraries()
    with pytest.raises(
        RuntimeError, match=r"This keyword needs the library MockAWS: import resources/failures\.resource"
    ):
        RetryKeywords().retries_should_back_off("sqs.SendMessage")

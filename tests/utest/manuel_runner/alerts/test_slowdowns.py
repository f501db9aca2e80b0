"""Which figures have become slower with the latest run."""

from random import Random

import pytest

from manuel_runner.alerts.slowdowns import slowdowns
from manuel_runner.results.history import Entry

FAST, SLOW = [100.0, 104.0] * 5, [150.0, 154.0] * 5


def history(name: str, values: list[float], selection: str = "all tests") -> list[Entry]:
    return [
        Entry(
            f"run-{number:02}",
            "local",
            f"2026-01-{number + 1:02}",
            None,
            "a machine",
            {name: value},
            selection,
        )
        for number, value in enumerate(values)
    ]


def told(name: str, values: list[float]) -> list[int]:
    """Return the numbers of the runs that are told about."""
    runs = history(name, values)
    return [number for number in range(len(runs)) if slowdowns(runs[: number + 1])]


@pytest.mark.parametrize(
    ("name", "values"), [("GET /health p95_ms", FAST + SLOW), ("load throughput_per_s", SLOW + FAST)]
)
def test_a_slower_level_is_told_once_and_soon_after_it_began(name: str, values: list[float]) -> None:
    (number,) = told(name, values)
    assert 10 < number < 20


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("GET /health p95_ms", SLOW + FAST),
        ("load throughput_per_s", FAST + SLOW),
        ("GET /health p95_ms", [*FAST, 900.0, *FAST]),
        ("success_rate", SLOW + FAST),
    ],
)
def test_what_is_not_slower_is_not_told(name: str, values: list[float]) -> None:
    assert told(name, values) == []


def test_a_second_slower_level_is_told_as_well() -> None:
    assert len(told("GET /health p95_ms", FAST + SLOW + [value * 2 for value in SLOW])) == 2


def test_figures_that_never_change_their_level_are_hardly_ever_told() -> None:
    random = Random(1)
    noise = [[100 * random.lognormvariate(0, 0.15) for _ in range(25)] for _ in range(20)]
    assert sum(len(told("GET /health p95_ms", values)) for values in noise) <= 1


def test_the_line_has_both_levels() -> None:
    runs = history("GET /health p95_ms", FAST + SLOW)
    lines = [line for number in range(len(runs)) for line in slowdowns(runs[: number + 1])]
    assert lines == ["GET /health p95_ms: 102 → 150 (+47%)"]


def test_only_runs_of_the_same_tests_are_compared() -> None:
    others = history("GET /health p95_ms", FAST, "--include smoke")
    assert slowdowns([*others, *history("GET /health p95_ms", SLOW)]) == []
    assert slowdowns([]) == []

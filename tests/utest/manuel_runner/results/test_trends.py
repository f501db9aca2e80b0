import pytest

from manuel_runner.results.history import Entry
from manuel_runner.results.trends import trends


def entry(number: int, *, machine: str = "Linux x86_64, 2 CPUs", **series: float) -> Entry:
    return Entry(f"run-{number:02}", "local", f"2026-01-{number + 1:02}", None, machine, series)


def history(name: str, values: list[float]) -> list[Entry]:
    return [entry(number, **{name: value}) for number, value in enumerate(values)]


OLD, NEW = [100.0, 104.0] * 5, [150.0, 154.0] * 5


@pytest.mark.parametrize(
    ("series", "values", "direction"),
    [
        ("p95_ms", OLD + NEW, "worse"),
        ("p95_ms", NEW + OLD, "better"),
        ("throughput_per_s", OLD + NEW, "better"),
        ("throughput_per_s", NEW + OLD, "worse"),
        ("success_rate", NEW + OLD, "worse"),
        ("p95_ms", OLD + OLD, "stable"),
        ("p95_ms", [100.0, 104.0] * 5 + [101.0, 105.0] * 5, "stable"),
    ],
)
def test_direction_of_a_trend(series: str, values: list[float], direction: str) -> None:
    assert [trend.direction for trend in trends(history(series, values))] == [direction]


def test_a_change_names_its_first_run() -> None:
    (trend,) = trends(history("p95_ms", OLD + NEW))
    assert (trend.changed_at, trend.before, trend.now) == ("run-10", 102.0, 152.0)


def test_a_single_slow_run_is_not_a_change() -> None:
    (trend,) = trends(history("p95_ms", [*OLD, 900.0, *OLD]))
    assert trend.changed_at is None


def test_runs_on_other_machines_are_ignored() -> None:
    mixed = [*history("p95_ms", OLD), *(entry(20 + i, machine="another", p95_ms=9.0) for i in range(5))]
    (trend,) = trends(mixed)
    assert trend.values == (9.0,) * 5


def test_an_empty_history_has_no_trends() -> None:
    assert trends([]) == []


def test_other_figures_have_no_trend() -> None:
    assert trends(history("count", OLD)) == []

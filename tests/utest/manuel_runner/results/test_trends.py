from dataclasses import replace

import pytest

from manuel_runner.results.history import Entry
from manuel_runner.results.trends import Trend, comparable_runs

ALL = "all tests"


def entry(
    number: int, *, machine: str = "Linux x86_64, 2 CPUs", selection: str = ALL, **series: float
) -> Entry:
    return Entry(f"run-{number:02}", "local", f"2026-01-{number + 1:02}", None, machine, series, selection)


def trends(history: list[Entry]) -> list[Trend]:
    (runs,) = comparable_runs(history)
    return runs.trends


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


def test_selections_and_environments_are_not_mixed_and_the_latest_comes_first() -> None:
    mixed = [
        *history("p95_ms", OLD),
        *(replace(entry(20 + i, p95_ms=8.0), environment="staging") for i in range(5)),
        *(entry(30 + i, selection="--include smoke", p95_ms=9.0) for i in range(5)),
    ]
    groups = comparable_runs(mixed)
    assert [(runs.selection, runs.environment, len(runs.entries)) for runs in groups] == [
        ("--include smoke", "local", 5),
        (ALL, "staging", 5),
        (ALL, "local", 10),
    ]
    assert [trend.values for runs in groups for trend in runs.trends] == [(9.0,) * 5, (8.0,) * 5, tuple(OLD)]


def test_a_run_that_lacks_a_figure_does_not_end_its_trend() -> None:
    (other, trend) = trends([*history("p95_ms", OLD), entry(20, success_rate=100.0)])
    assert (other.series, trend.series, trend.values) == ("success_rate", "p95_ms", tuple(OLD))


def test_an_empty_history_has_no_trends() -> None:
    assert comparable_runs([]) == []


def test_other_figures_have_no_trend() -> None:
    assert trends(history("count", OLD)) == []

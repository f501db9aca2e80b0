"""Which figures have become slower with the latest run."""

from collections.abc import Sequence
from statistics import median

from load_engine.statistics.change_points import change_points
from load_engine.statistics.comparison import mann_whitney
from manuel_runner.results.history import Entry
from manuel_runner.results.trends import SMALLEST_EFFECT, comparable_runs

CHANCE = 0.0003
_TIMES = "_ms"
_RATES = "throughput_per_s"


def slowdowns(history: Sequence[Entry]) -> list[str]:
    """Return a line for each time or throughput that the latest run shows to be at a new level, 5 % worse or more.

    A level lies between two change points, so a single slow run is not one. A new one is found some runs after it began, and
    reported once: by the run that shows it first.
    """
    if not history:
        return []
    latest, *_ = comparable_runs(history)
    found = {
        trend.series: change
        for trend in latest.trends
        if trend.run_ids[-1] == history[-1].run_id and (change := _new_level(trend.values))
    }
    return [
        f"{series}: {before:.4g} → {now:.4g} ({now / before - 1:+.0%})"
        for series, (before, now) in found.items()
        if _is_slower(series, before, now)
    ]


def _new_level(values: Sequence[float]) -> tuple[float, float] | None:
    """Return the levels before and after a change that shows with the last value; None if none does."""
    level = values[_start_of_level(values[:-1]) :]
    change = _change(level)
    return (median(level[:change]), median(level[change:])) if change else None


def _start_of_level(values: Sequence[float]) -> int:
    """Return where the present level begins; what is older could hide a change in it."""
    start = 0
    while change := _change(values[start:]):
        start += change
    return start


def _change(values: Sequence[float]) -> int:
    """Return the index of the last change that is hardly chance; 0 if there is none.

    Each run asks again, so that a change point alone would be a false alarm three times as often as this: of figures that vary by
    15 % and never change their level, one in 2,000 is reported in a run.
    """
    points = [0, *change_points(values)]
    if len(points) == 1:
        return 0
    smaller, larger = sorted((values[points[-2] : points[-1]], values[points[-1] :]), key=median)
    return points[-1] if mann_whitney(smaller, larger).p_value < CHANCE else 0


def _is_slower(series: str, before: float, now: float) -> bool:
    if series.endswith(_RATES):
        return now < before * (1 - SMALLEST_EFFECT)
    return series.endswith(_TIMES) and now > before * (1 + SMALLEST_EFFECT)

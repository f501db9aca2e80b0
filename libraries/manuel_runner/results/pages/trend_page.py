"""The trends of all figures: what has changed first, for each selection of tests and environment, a chart behind each figure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from load_engine.charts.sparkline import sparkline
from load_engine.charts.svg import BLUE, RED, Plot, Scale
from manuel_runner.results.flakiness import FlakyTest, flaky_tests
from manuel_runner.results.pages.templates import figure, render
from manuel_runner.results.trends import ComparableRuns, Trend

if TYPE_CHECKING:
    from markupsafe import Markup

_ORDER = {"worse": 0, "better": 1, "stable": 2}


@dataclass(frozen=True)
class _Section:
    """What is shown of the runs of one selection of tests in one environment."""

    title: str
    runs: int
    changed: Sequence[Trend]
    stable: Sequence[Trend]
    flaky: Sequence[FlakyTest]

    @classmethod
    def of(cls, runs: ComparableRuns) -> "_Section":
        trends = sorted(runs.trends, key=_worst_first)
        return cls(
            title=f"{runs.selection} on {runs.environment}",
            runs=len(runs.entries),
            changed=[trend for trend in trends if trend.direction != "stable"],
            stable=[trend for trend in trends if trend.direction == "stable"],
            flaky=flaky_tests(runs),
        )


def render_trend_page(runs: Sequence[ComparableRuns]) -> str:
    """Return the page; it needs no script.

    Args:
        runs: The runs by selection and environment, those of the latest run first.
    """
    return render(
        "trends.html.jinja",
        sections=[_Section.of(each) for each in runs],
        sparkline=_sparkline,
        chart=_chart,
        caption=_caption,
    )


def _worst_first(trend: Trend) -> tuple[int, float, str]:
    return _ORDER[trend.direction], -abs(trend.change), trend.series


def _caption(trend: Trend) -> str:
    if trend.changed_at is None:
        return f"No change of level in {_runs(trend)}; median {figure(trend.now)}."
    return (
        f"{trend.direction.capitalize()}: {figure(trend.before)} to {figure(trend.now)} ({trend.change:+.0%}) "
        f"since run {trend.changed_at}."
    )


def _runs(trend: Trend) -> str:
    return f"{len(trend.values)} run{'s' if len(trend.values) != 1 else ''}"


def _sparkline(trend: Trend) -> "Markup":
    from markupsafe import Markup

    return Markup(sparkline(trend.values, f"{trend.series}: {_caption(trend)}"))  # noqa: S704 - escaped by the chart


def _chart(trend: Trend) -> "Markup":
    from markupsafe import Markup

    last = len(trend.values) - 1
    points = [(float(number), value) for number, value in enumerate(trend.values)]
    plot = Plot(
        title=trend.series,
        x=Scale(0, max(last, 1)),
        y=Scale(0, max(*trend.values, 1e-9) * 1.1),
        x_labels=[(number, _date(trend.run_ids[number])) for number in sorted({0, last})],
    )
    plot.line(points, BLUE)
    plot.dots(points, BLUE, _runs(trend))
    if trend.changed_at is not None:
        plot.dots([points[trend.run_ids.index(trend.changed_at)]], RED, "new level")
    return Markup(plot.render())  # noqa: S704 - escaped by the chart


def _date(run_id: str) -> str:
    """Return the day on which a run began, which its id begins with."""
    return f"{run_id[:4]}-{run_id[4:6]}-{run_id[6:8]}"

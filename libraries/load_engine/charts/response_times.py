"""Charts of response times."""

import math
from statistics import median

from load_engine.charts.svg import BLUE, ORANGE, RED, Plot, Point, Scale
from load_engine.comparison import SampleComparison
from load_engine.measurement import Measurement
from load_engine.statistics.histogram import Histogram

_PERCENTILES = (1, 5, 10, 25, 50, 75, 90, 95, 99, 99.9, 99.99)
_LABELLED = (50, 90, 95, 99, 99.9, 99.99)
_ROOM_FOR_MAXIMUM = 0.4
_SHORTEST_TIMELINE = 3


def charts(measured: Measurement | SampleComparison) -> list[str]:
    """Draw what was measured, as SVG elements; none if no request was answered."""
    if isinstance(measured, SampleComparison):
        return [comparison_chart(measured)]
    if not len(measured.latency):
        return []
    timeline = [timeline_chart(measured)] if len(measured.timeline) >= _SHORTEST_TIMELINE else []
    return [percentile_chart(measured), *timeline]


def percentile_chart(measurement: Measurement) -> str:
    """Draw the response time by percentile."""
    responses = len(measurement.latency)
    shown = [percent for percent in _PERCENTILES if percent < 100 * (1 - 1 / (responses + 1))]
    end = _nines(shown[-1]) + _ROOM_FOR_MAXIMUM
    points = [(_nines(percent), measurement.latency.percentile(percent) / 1000) for percent in shown]
    points.append((end, measurement.latency.maximum / 1000))
    plot = Plot(
        title=f"{measurement.name}: response time in ms by percentile",
        x=Scale(0, end),
        y=_time_scale(points),
        x_labels=[
            *((_nines(percent), f"{percent:g} %") for percent in _LABELLED if percent in shown),
            (end, "max"),
        ],
    )
    plot.line(points, BLUE, f"{responses} responses")
    return plot.render()


def timeline_chart(measurement: Measurement) -> str:
    """Draw the median, the 95th percentile and the failures by second."""
    seconds = sorted(measurement.timeline)
    medians, tails = _by_second(measurement, 50), _by_second(measurement, 95)
    plot = Plot(
        title=f"{measurement.name}: response time in ms by second",
        x=Scale(0, max(seconds)),
        y=_time_scale([*medians, *tails]),
    )
    plot.line(medians, BLUE, "p(50)")
    plot.line(tails, ORANGE, "p(95)")
    failures = [(second, plot.y.high) for second in measurement.failures_by_second]
    if failures:
        plot.dots(failures, RED, "failed")
    return plot.render()


def comparison_chart(comparison: SampleComparison) -> str:
    """Draw every pair of the two samples in the order in which they were measured, and both medians."""
    slower = [(float(index), time / 1000) for index, time in enumerate(comparison.slower)]
    faster = [(float(index), time / 1000) for index, time in enumerate(comparison.faster)]
    last = float(max(len(slower), len(faster)) - 1)
    plot = Plot(
        title=f"{comparison.name}: response time in ms, speed-up {comparison.speedup:.2f}",
        x=Scale(0, max(last, 1)),
        y=_time_scale([*slower, *faster]),
    )
    for points, colour, name in (
        (slower, ORANGE, comparison.slower_name),
        (faster, BLUE, comparison.faster_name),
    ):
        middle = median(time for _, time in points)
        plot.dots(points, colour, f"{name}, median {middle:.3g}")
        plot.line([(0, middle), (last, middle)], colour)
    return plot.render()


def _nines(percent: float) -> float:
    """Return how many nines a percentile has: 90 % has one, 99 % has two. This gives the tail as much room as the middle."""
    return -math.log10(1 - percent / 100)


def _by_second(measurement: Measurement, percent: float) -> list[Point]:
    timeline: list[tuple[int, Histogram]] = sorted(measurement.timeline.items())
    return [(second, histogram.percentile(percent) / 1000) for second, histogram in timeline]


def _time_scale(points: list[Point]) -> Scale:
    """Return a scale for these values, logarithmic if they span more than a factor of ten."""
    times = [time for _, time in points]
    low, high = max(min(times), 0.001), max(*times, 0.002)
    if high / low > 10:  # noqa: PLR2004 - one order of magnitude
        return Scale(low / 1.2, high * 1.2, logarithmic=True)
    return Scale(0, high * 1.1)

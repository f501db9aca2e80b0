import re
from xml.etree import ElementTree

import pytest

from load_engine.charts.response_times import charts
from load_engine.charts.sparkline import sparkline
from load_engine.charts.svg import Scale
from load_engine.comparison import SampleComparison
from load_engine.measurement import Measurement
from load_engine.statistics.histogram import Histogram


def measurement(*microseconds: int, seconds: int = 1) -> Measurement:
    latency = Histogram.of(microseconds)
    timeline = dict.fromkeys(range(seconds), latency)
    return Measurement("GET /a?b=1&c=<2>", "open", "pycurl", seconds=1.0, latency=latency, timeline=timeline)


@pytest.mark.parametrize(
    ("measured", "count"),
    [
        (measurement(500), 1),
        (measurement(*[500] * 100), 1),
        (measurement(*range(100, 20_000)), 1),
        (measurement(*range(100, 2_000), seconds=10), 2),
        (SampleComparison("cache", "miss", "hit", [20_000, 30_000], [10, 11]), 1),
        (measurement(), 0),
    ],
)
def test_charts_are_well_formed(measured: Measurement | SampleComparison, count: int) -> None:
    drawn = charts(measured)
    assert len(drawn) == count
    for chart in drawn:
        root = ElementTree.fromstring(chart)
        assert root.get("role") == "img"
        assert measured.name in (root.get("aria-label") or "")
        assert "nan" not in chart


def test_failures_are_marked() -> None:
    with_failures = measurement(*range(100, 200), seconds=5)
    with_failures.failures_by_second[3] = 2
    assert "failed" in charts(with_failures)[1]


@pytest.mark.parametrize(
    ("scale", "value", "share"),
    [
        (Scale(0, 10), 5, 0.5),
        (Scale(0, 10), 20, 1),
        (Scale(1, 100, logarithmic=True), 10, 0.5),
        (Scale(5, 5), 5, 0.5),
    ],
)
def test_a_scale_maps_values_to_shares(scale: Scale, value: float, share: float) -> None:
    assert scale.share(value) == pytest.approx(share)


@pytest.mark.parametrize(
    "scale", [Scale(0, 0.003), Scale(0, 7), Scale(0, 12_345), Scale(0.2, 900, logarithmic=True)]
)
def test_ticks_are_few_and_inside(scale: Scale) -> None:
    ticks = scale.ticks()
    assert 2 <= len(ticks) <= 8
    assert all(scale.low <= tick <= scale.high for tick in ticks)


def test_a_sparkline_rises_with_its_values_and_says_what_it_shows() -> None:
    svg = sparkline([1.0, 2.0, 5.0], "p95 < rises")
    heights = [float(point.split(",")[1]) for point in re.findall(r'points="([^"]*)"', svg)[0].split()]
    assert heights == sorted(heights, reverse=True)
    assert heights[0] > heights[-1]
    assert 'aria-label="p95 &lt; rises"' in svg


@pytest.mark.parametrize("values", [[3.0], [3.0, 3.0]])
def test_a_sparkline_of_values_that_are_the_same_is_level(values: list[float]) -> None:
    heights = {
        point.split(",")[1] for point in re.findall(r'points="([^"]*)"', sparkline(values, ""))[0].split()
    }
    assert len(heights) == 1

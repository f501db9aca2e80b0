import json
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from load_engine.statistics.histogram import Histogram
from load_engine.statistics.percentiles import percentile

MICROSECONDS = st.lists(st.integers(min_value=0, max_value=3_600_000_000), min_size=1)


@given(MICROSECONDS, st.floats(min_value=1, max_value=100))
def test_percentile_is_right_to_half_a_permille(values: list[int], percent: float) -> None:
    exact = percentile(sorted(values), percent)
    assert Histogram.of(values).percentile(percent) == pytest.approx(exact, rel=0.0005)


@given(st.lists(st.integers(min_value=0, max_value=2047), min_size=1))
def test_short_durations_are_exact(values: list[int]) -> None:
    histogram = Histogram.of(values)
    assert (histogram.minimum, histogram.maximum) == (min(values), max(values))
    assert histogram.mean == pytest.approx(sum(values) / len(values))


@given(MICROSECONDS, MICROSECONDS)
def test_merging_is_the_same_as_counting_together(first: list[int], second: list[int]) -> None:
    merged = Histogram.of(first)
    merged.merge(Histogram.of(second))
    assert merged == Histogram.of([*first, *second])
    assert len(merged) == len(first) + len(second)


@given(MICROSECONDS)
def test_json_keeps_everything(values: list[int]) -> None:
    histogram = Histogram.of(values)
    assert Histogram.from_json(json.loads(json.dumps(histogram.to_json()))) == histogram


def test_merged_percentile_of_unequal_workers_is_not_that_of_their_percentiles() -> None:
    random = Random(1)
    workers = [
        [int(random.lognormvariate(mean, 0.5)) for _ in range(count)]
        for mean, count in ((8, 9_000), (11, 50))
    ]
    merged = Histogram()
    for worker in workers:
        merged.merge(Histogram.of(worker))
    exact = percentile(sorted(value for worker in workers for value in worker), 99)
    mean_of_percentiles = sum(percentile(sorted(worker), 99) for worker in workers) / 2
    assert merged.percentile(99) == pytest.approx(exact, rel=0.0005)
    assert mean_of_percentiles > 5 * exact


def test_clock_that_went_backwards_counts_as_zero() -> None:
    assert Histogram.of([-5]).maximum == 0


@pytest.mark.parametrize("figure", ["mean", "minimum", "maximum"])
def test_empty_histogram_has_no_figures(figure: str) -> None:
    with pytest.raises(ValueError, match=r"no value was measured|among 0 values"):
        getattr(Histogram(), figure)

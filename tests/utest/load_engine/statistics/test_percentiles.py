import pytest
from hypothesis import given
from hypothesis import strategies as st

from load_engine.statistics.percentiles import nearest_rank, percentile, samples_needed


@pytest.mark.parametrize(
    ("percent", "expected"), [(5, 15), (30, 20), (40, 20), (50, 35), (100, 50)]
)  # the worked example of Wikipedia's article "Percentile"
def test_a_percentile_is_the_value_of_nearest_rank(percent: float, expected: int) -> None:
    assert percentile([15, 20, 35, 40, 50], percent) == expected


@given(st.lists(st.integers(), min_size=1), st.floats(min_value=0.1, max_value=100))
def test_at_least_the_share_of_values_is_not_above(values: list[int], percent: float) -> None:
    found = percentile(sorted(values), percent)
    assert found in values
    assert sum(value <= found for value in values) >= len(values) * percent / 100 - 1e-6


@pytest.mark.parametrize(("count", "percent"), [(0, 50), (10, 0), (10, 101), (10, -1)])
def test_impossible_percentile_is_refused(count: int, percent: float) -> None:
    with pytest.raises(ValueError, match="percentile"):
        nearest_rank(count, percent)


@pytest.mark.parametrize(("percent", "count"), [(95, 59), (99, 299), (99.9, 2995)])
def test_a_higher_percentile_needs_more_samples(percent: float, count: int) -> None:
    assert samples_needed(percent) == count


def test_maximum_cannot_be_bounded() -> None:
    with pytest.raises(ValueError, match="between 0 and 100"):
        samples_needed(100)

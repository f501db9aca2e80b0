from random import Random

import pytest

from load_engine.statistics.comparison import mann_whitney, ranks, ratio_of_medians_interval

FAST = [12.1, 11.8, 12.5, 13.0, 11.2, 12.9, 12.2, 11.9, 40.0, 12.0]
SLOW = [14.2, 13.9, 14.8, 12.6, 15.1, 14.0, 13.7, 14.4, 13.9, 60.0]
TIED = ([1, 2, 2, 3, 3, 3, 4, 5], [2, 3, 3, 4, 4, 5, 6, 6])


def test_ties_share_their_rank() -> None:
    assert ranks([3, 1, 3, 2]) == [3.5, 1.0, 3.5, 2.0]


@pytest.mark.parametrize(
    ("first", "second", "u", "p_value"),  # scipy 1.x: mannwhitneyu(alternative="less", method="asymptotic")
    [(FAST, SLOW, 11.0, 0.0017989434225398134), (*TIED, 16.5, 0.05356169962692014)],
)
def test_mann_whitney_agrees_with_scipy(
    first: list[float], second: list[float], u: float, p_value: float
) -> None:
    test = mann_whitney(first, second)
    assert test.u == u
    assert test.p_value == pytest.approx(p_value, rel=1e-12)


def test_probability_of_smaller() -> None:
    assert mann_whitney([1, 2], [3, 4]).probability_of_smaller == 1.0
    assert mann_whitney([3, 4], [1, 2]).probability_of_smaller == 0.0
    assert mann_whitney([1], [1]).probability_of_smaller == 0.5


def test_equal_values_do_not_differ() -> None:
    assert mann_whitney([5.0] * 10, [5.0] * 10).p_value == 1.0


def test_empty_sample_is_refused() -> None:
    with pytest.raises(ValueError, match="0 and 2 values"):
        mann_whitney([], [1, 2])


def test_interval_of_the_ratio_agrees_with_numpy() -> None:
    # 200 000 resamples with numpy
    assert ratio_of_medians_interval(SLOW, FAST) == pytest.approx((1.08914729, 1.22689076), rel=0.01)


def test_interval_is_repeatable() -> None:
    assert ratio_of_medians_interval(SLOW, FAST) == ratio_of_medians_interval(SLOW, FAST)


def test_no_effect_is_rarely_taken_for_one() -> None:
    random = Random(7)

    def sample() -> list[float]:
        return [random.lognormvariate(0, 0.4) for _ in range(30)]

    found = sum(mann_whitney(sample(), sample()).p_value < 0.01 for _ in range(300))
    assert found <= 9

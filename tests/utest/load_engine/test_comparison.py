import json
from random import Random

import pytest

from load_engine.comparison import SampleComparison


def compared(ratio: float, *, count: int = 30, seed: int = 1, disproven: int = 0) -> SampleComparison:
    random = Random(seed)

    def sample(middle: float) -> list[int]:
        return [round(middle * random.lognormvariate(0, 0.2)) for _ in range(count)]

    return SampleComparison("cache", "miss", "hit", sample(10_000 * ratio), sample(10_000), count, disproven)


def test_speedup_is_judged_by_the_lower_end_of_its_interval() -> None:
    comparison = compared(3)
    low, high = comparison.speedup_interval
    assert low < comparison.speedup < high
    assert comparison.value("speedup") == low > 2.4


def test_clear_difference_is_significant() -> None:
    assert compared(3).inconclusive_reason("speedup", 2) is None
    assert compared(3).value("p_value") < 1e-6


def test_difference_that_may_be_due_to_chance_is_not_judged() -> None:
    assert "may be due to chance, p = " in str(compared(1).inconclusive_reason("speedup", 1))


def test_server_that_contradicts_is_believed() -> None:
    assert "2 of 60 responses say that they are a hit instead of a miss" in str(
        compared(3, disproven=2).inconclusive_reason("speedup", 2)
    )


def test_no_effect_never_looks_like_a_speedup_of_half_again() -> None:
    assert not [seed for seed in range(30) if compared(1, seed=seed).value("speedup") > 1.5]


def test_unknown_metric_is_refused() -> None:
    with pytest.raises(ValueError, match=r"Its metrics are speedup, hit_rate"):
        compared(2).value("p(95)")


def test_figures_have_both_medians() -> None:
    figures = compared(2).figures()
    assert figures["miss_p50_ms"] == pytest.approx(2 * figures["hit_p50_ms"], rel=0.3)
    assert figures["speedup_low"] <= figures["speedup"] <= figures["speedup_high"]


def test_json_keeps_everything() -> None:
    comparison = compared(2)
    assert SampleComparison.from_json(json.loads(json.dumps(comparison.to_json()))) == comparison

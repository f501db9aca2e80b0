from random import Random

import pytest

from load_engine.statistics.change_points import change_points


def series(seed: int, *, step: float, count: int = 90, at: int = 60) -> list[float]:
    """Return runs with 5 % noise, one in twenty of them 60 % slower, and a step in the level."""
    random = Random(seed)
    return [
        (1 + step * (index >= at)) * random.gauss(100, 5) * (1.6 if random.random() < 0.05 else 1)
        for index in range(count)
    ]


def found_near(seed: int, step: float) -> bool:
    return any(abs(point - 60) <= 5 for point in change_points(series(seed, step=step)))


def test_level_that_never_changed_raises_no_alarm() -> None:
    assert sum(bool(change_points(series(seed, step=0))) for seed in range(50)) <= 1


def test_step_of_ten_per_cent_is_found() -> None:
    assert sum(found_near(seed, 0.10) for seed in range(50)) >= 45


def test_step_of_twenty_per_cent_is_found() -> None:
    assert sum(found_near(seed, 0.20) for seed in range(50)) >= 48


def test_several_steps_are_found_in_order() -> None:
    values = [10, 11] * 10 + [20, 21] * 10 + [15, 16] * 10
    assert change_points(values) == [20, 40]


@pytest.mark.parametrize("values", [[], [1.0], [1.0, 2.0, 3.0], [5.0] * 50])
def test_too_short_or_constant_series_has_none(values: list[float]) -> None:
    assert change_points(values) == []

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from load_engine.schedule import LoadStage, due_times

RATES = st.integers(min_value=0, max_value=300)
STAGES = (
    st.tuples(st.floats(min_value=0.5, max_value=10), RATES, RATES)
    .filter(lambda stage: stage[0] * (stage[1] + stage[2]) >= 2)
    .map(lambda stage: LoadStage(*stage))
)


def test_constant_rate_is_even() -> None:
    assert list(due_times([LoadStage(2, 2, 2)])) == [0, 0.5, 1, 1.5]


def test_rising_rate_comes_closer_together() -> None:
    due = list(due_times([LoadStage(10, 0, 10)]))
    assert len(due) == 50
    gaps = [later - earlier for earlier, later in pairwise(due)]
    assert gaps == sorted(gaps, reverse=True)


def test_stages_follow_each_other() -> None:
    due = list(due_times([LoadStage(1, 4, 4), LoadStage(1, 2, 2)]))
    assert due == pytest.approx([0, 0.25, 0.5, 0.75, 1.0, 1.5])


@given(st.lists(STAGES, min_size=1, max_size=4))
def test_every_request_is_due_in_order_and_in_time(stages: list[LoadStage]) -> None:
    due = list(due_times(stages))
    assert len(due) == pytest.approx(sum(stage.arrivals for stage in stages), abs=1)
    assert all(earlier <= later + 1e-6 for earlier, later in pairwise(due))
    assert due[0] >= 0
    assert due[-1] <= sum(stage.seconds for stage in stages) + 1e-6


@pytest.mark.parametrize("stage", [(0, 10, 10), (10, 0, 0), (1, 0.5, 1)])
def test_stage_without_a_request_is_refused(stage: tuple[float, float, float]) -> None:
    assert LoadStage(1, 1, 1).arrivals == 1
    with pytest.raises(ValueError, match="No request is due within"):
        LoadStage(*stage)

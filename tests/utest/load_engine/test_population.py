import pytest

from load_engine.population import Population, UserStage


def test_users_come_one_after_the_other() -> None:
    rising = UserStage(10, 0, 4)
    assert [rising.next_arrival(user, 0) for user in range(5)] == [2.5, 5.0, 7.5, 10.0, None]
    assert rising.next_arrival(1, 6) == 6


def test_users_go_the_last_one_first() -> None:
    falling = UserStage(10, 4, 0)
    assert [falling.next_arrival(user, 6) for user in range(4)] == [6, None, None, None]


def test_user_who_has_gone_may_come_again() -> None:
    population = Population([UserStage(10, 2, 2), UserStage(10, 1, 1), UserStage(10, 1, 3)])
    assert population.next_arrival(1, 5) == 5
    assert population.next_arrival(1, 12) == 20 + 5
    assert population.next_arrival(2, 0) == 30
    assert population.next_arrival(0, 30) is None


@pytest.mark.parametrize("stage", [(0, 1, 1), (10, 0, 0)])
def test_stage_without_time_or_users_is_refused(stage: tuple[float, int, int]) -> None:
    with pytest.raises(ValueError, match="needs some time and at least one user"):
        UserStage(*stage)

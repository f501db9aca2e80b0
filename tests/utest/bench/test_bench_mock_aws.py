"""The benchmark of rates has every request answered, and reports wrong answers and rates that are too low."""

from aws_servers import MINISTACK, MOTO, OURS, running
from bench_mock_aws import RATED, Rate, Rates, compare_rates, missed_targets

PUT_ITEM = RATED[0]
PUT_OBJECT = next(rated for rated in RATED if rated.name == "PutObject")


def rates(ours: float, motos: float, failures: int = 0) -> Rates:
    """Return what both servers have answered in a round."""
    return {OURS: [Rate(ours, 0.5, failures)], MOTO: [Rate(motos, 1.5, 0)]}


def test_every_request_is_answered() -> None:
    with running(OURS) as servers:
        assert compare_rates(servers, seconds=0.02, rounds=1) == []


def test_a_rate_below_the_double_of_motos_is_reported() -> None:
    assert missed_targets(PUT_ITEM, 8, rates(2000, 1000)) == []
    assert missed_targets(PUT_ITEM, 8, rates(1999, 1000)) == [
        "PutItem over 8 connections: 1999/s, moto_server 1000/s, which is to be exceeded 2.0 times"
    ]


def test_wrong_answers_are_reported() -> None:
    assert missed_targets(PUT_ITEM, 1, rates(2000, 1000, failures=3)) == [
        "PutItem over 1 connections: 3 were answered wrongly"
    ]


def test_a_rate_that_is_not_above_that_of_the_better_one_is_reported() -> None:
    found = rates(1199, 300) | {MINISTACK: [Rate(1000, 0.5, 0)]}
    assert missed_targets(PUT_OBJECT, 1, found) == [
        "PutObject over 1 connections: 1199/s, ministack 1000/s, which is to be exceeded 1.2 times"
    ]
    assert missed_targets(PUT_OBJECT, 1, rates(1200, 300) | {MINISTACK: [Rate(1000, 0.5, 0)]}) == []


def test_a_server_that_answers_wrongly_or_not_at_all_is_not_compared_with() -> None:
    assert missed_targets(PUT_OBJECT, 1, rates(500, 300) | {MINISTACK: [Rate(1000, 0.5, failures=1)]}) == []
    assert missed_targets(PUT_OBJECT, 1, rates(500, 300) | {MINISTACK: []}) == []

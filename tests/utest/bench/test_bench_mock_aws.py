"""The benchmark of rates has every request answered, and reports wrong answers and rates that are too low."""

from aws_servers import MOTO, OURS, running
from bench_mock_aws import RATED, Rate, Rates, compare_rates, missed_targets

PUT_ITEM = RATED[0]


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

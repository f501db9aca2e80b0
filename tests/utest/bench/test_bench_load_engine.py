"""The benchmark of the load engine reports what it is too slow beside, and what is not installed."""

import pytest

from bench_load_engine import report

ENOUGH = {"load engine": 35.0, "two of it": 40.0, "wrk": 100.0, "Locust": 10.0}


def test_targets_are_reached_by_the_median_of_the_ratios(capsys: pytest.CaptureFixture[str]) -> None:
    busy = {"load engine": 1.0, "two of it": 1.0, "wrk": 100.0, "Locust": 10.0}
    assert report([ENOUGH, ENOUGH, busy]) == []
    assert "two of it is x0.40 as fast as wrk; at least x0.4 is wanted" in capsys.readouterr().out


def test_what_the_engine_is_too_slow_beside_is_named() -> None:
    assert report([{**ENOUGH, "two of it": 39.0}]) == ["wrk"]
    assert report([{**ENOUGH, "load engine": 34.0}]) == ["Locust"]


def test_what_is_not_installed_is_left_out_with_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert report([{name: rate for name, rate in ENOUGH.items() if name != "wrk"}]) == []
    assert "skipped: wrk is not installed" in capsys.readouterr().out

"""The benchmark of the load engine reports what it is too slow beside, and what is not installed."""

import pytest

from bench_load_engine import report

ENOUGH = {"load engine": 40.0, "wrk": 100.0, "Locust": 10.0}


def test_targets_are_reached_by_the_median_of_the_ratios(capsys: pytest.CaptureFixture[str]) -> None:
    busy = {"load engine": 1.0, "wrk": 100.0, "Locust": 10.0}
    assert report([ENOUGH, ENOUGH, busy]) == []
    assert "load engine is x0.40 as fast as wrk; at least x0.4 is wanted" in capsys.readouterr().out


def test_what_the_engine_is_too_slow_beside_is_named() -> None:
    assert report([{"load engine": 39.0, "wrk": 100.0, "Locust": 10.0}]) == ["wrk"]
    assert report([{"load engine": 34.0, "wrk": 80.0, "Locust": 10.0}]) == ["Locust"]


def test_what_is_not_installed_is_left_out_with_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert report([{"load engine": 40.0, "Locust": 10.0}]) == []
    assert "skipped: wrk is not installed" in capsys.readouterr().out

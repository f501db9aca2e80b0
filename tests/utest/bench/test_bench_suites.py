"""The benchmark of all suites reports a median above its target, and last tests that take longer than on a fresh stack."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from robot import running

import bench_suites
from bench_suites import HERE, ONE_PROCESS, PABOT, compare_last_tests, compare_times

OTHER = Path("/another/checkout")


def run_that_takes(seconds: Sequence[float]) -> Callable[..., float]:
    """Return a run of a checkout that takes so many seconds each time, and of another one that takes a second."""
    ours = iter(seconds)
    return lambda checkout, *_arguments, **_options: next(ours) if checkout == HERE else 1.0


@pytest.mark.parametrize(
    ("seconds", "missed"),
    [
        ((300, 999, 1, 110, 1, 999), []),
        ((301, 999, 1, 110, 1, 999), [f"{ONE_PROCESS}: 301 s, 300 s are allowed"]),
        ((300, 999, 1, 111, 1, 999), [f"{PABOT}: 111 s, 110 s are allowed"]),
    ],
)
def test_a_median_above_its_target_is_reported(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, seconds: Sequence[float], missed: list[str]
) -> None:
    monkeypatch.setattr(bench_suites, "run", run_that_takes(seconds))
    assert compare_times([HERE, OTHER], "suites", 3, tmp_path) == missed


@pytest.mark.parametrize(("on_fresh_stack", "is_reported"), [("0.2s", False), ("0s", True)])
def test_last_tests_that_take_longer_than_on_a_fresh_stack_are_reported(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, on_fresh_stack: str, is_reported: bool
) -> None:
    write_output(tmp_path / "robot-0-0", pause="0.1s")
    monkeypatch.setattr(bench_suites, "run", lambda *_, output: write_output(output, pause=on_fresh_stack))
    assert bool(compare_last_tests("suites", tmp_path)) == is_reported


def write_output(folder: Path, pause: str) -> Any:
    """Run a test that pauses, and write its output."""
    suite = running.TestSuite(name="Suites")
    suite.tests.create("pauses").body.create_keyword("Sleep", [pause])
    return suite.run(outputdir=str(folder), output="output.xml", stdout=None, console="none")

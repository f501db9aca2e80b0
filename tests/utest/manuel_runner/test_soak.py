import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from manuel_runner.command_line import main
from manuel_runner.soak.busy_loops import busy_loops
from manuel_runner.soak.campaign import SECONDS_PER_DAY, TIME_ZONES, conditions_of, seconds_ahead
from manuel_runner.test_runs import Suites
from support.waiting import wait_until

pytestmark = pytest.mark.usefixtures("_warm_parent")

SUITE = """
*** Settings ***
Library    ManuelEnvironment
Library    ManuelAPI

*** Test Cases ***
Version Is Reported
    Get Version

Clock Of Pago Pago
    ${{zone}} =    Evaluate    time.tzname[0]    modules=time
    {result}
"""


def test_conditions_are_reproducible() -> None:
    runs = conditions_of(8, seed=5)
    assert runs == conditions_of(8, seed=5) != conditions_of(8, seed=6)
    assert {run.time_zone for run in runs} == set(TIME_ZONES)
    assert len({run.seed for run in runs}) == 8
    for zone in TIME_ZONES:
        across = [run.midnight_after is not None for run in runs if run.time_zone == zone]
        assert across.count(True) == across.count(False) == 2


@pytest.mark.parametrize("hour", range(24))
def test_at_any_hour_one_of_the_zones_has_another_date_than_utc(hour: int) -> None:
    now = datetime(2026, 1, 15, hour, 30, tzinfo=UTC)
    dates = {now.astimezone(ZoneInfo(zone)).date() for zone in TIME_ZONES}
    assert dates != {now.date()}


def noting(loads: list[int]) -> Callable[[int], AbstractContextManager[None]]:
    """Return what notes how many busy loops there would be."""

    @contextmanager
    def note(number: int) -> Iterator[None]:
        loads.append(number)
        yield

    return note


def busy_loops_of(parent: int) -> set[int]:
    """Return the processes that compute as long as this one lives."""
    return {
        int(folder.name)
        for folder in Path("/proc").glob("[0-9]*")
        if f"sys.argv[1]): pass\0{parent}\0" in _command_line(folder)
    }


def _command_line(folder: Path) -> str:
    try:
        return (folder / "cmdline").read_text(errors="replace")
    except OSError:  # it has just ended
        return ""


def test_busy_loops_end_with_the_body() -> None:
    with busy_loops(2):
        wait_until(lambda: len(busy_loops_of(os.getpid())) == 2)
    assert not busy_loops_of(os.getpid())


def test_busy_loops_end_with_a_process_that_is_killed() -> None:
    program = "import time; from manuel_runner.soak.busy_loops import busy_loops\nwith busy_loops(1): time.sleep(60)"
    process = subprocess.Popen([sys.executable, "-c", program])
    try:
        wait_until(lambda: len(busy_loops_of(process.pid)) == 1)
    finally:
        process.kill()
        process.wait()
    wait_until(lambda: not busy_loops_of(process.pid))


@pytest.mark.parametrize(("result", "failed"), [("Log    fine", 0), ("Should Be Equal    ${zone}    SST", 1)])
def test_every_test_that_ever_failed_is_reported(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    result: str,
    failed: int,
) -> None:
    (tmp_path / "suites" / "api").mkdir(parents=True)
    (tmp_path / "suites" / "api" / "version.robot").write_text(SUITE.format(result=result))
    suites = Suites.load(tmp_path / "suites")
    monkeypatch.setattr("manuel_runner.soak.campaign.Suites.load", lambda: suites)
    loads: list[int] = []
    monkeypatch.setattr("manuel_runner.soak.campaign.busy_loops", noting(loads))
    output = tmp_path / "soak.json"
    options = ["--runs", "2", "--load", "2", "--seed", "3", "--output", str(output)]
    assert main(["soak", *options]) == failed
    assert loads == [2]
    document = json.loads(output.read_text())
    assert [run["passed"] + run["failed"] for run in document["runs"]] == [2, 2]
    assert len(document["failed_tests"]) == failed
    printed = capsys.readouterr().out
    assert "2 runs with seed 3, while 2 busy loops run\n" in printed
    assert ("  Api.Version.Clock Of Pago Pago: " in printed) is bool(failed)
    assert ("Clock Of Pago Pago failed in 1 of 2 runs" in printed) is bool(failed)


@pytest.mark.parametrize("time_of_day", [0.0, 43_200.0, SECONDS_PER_DAY - 30.0, SECONDS_PER_DAY - 0.5])
@pytest.mark.parametrize("midnight_after", [1.0, 60.0])
def test_midnight_is_reached_in_time_at_any_time_of_day(time_of_day: float, midnight_after: float) -> None:
    now = 20_000 * SECONDS_PER_DAY + time_of_day
    ahead = seconds_ahead(now, midnight_after)
    assert 0 <= ahead < SECONDS_PER_DAY
    assert (now + ahead + midnight_after) % SECONDS_PER_DAY == pytest.approx(0)

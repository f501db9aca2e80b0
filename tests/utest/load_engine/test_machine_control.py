import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from os import sched_getaffinity, sched_setaffinity

import pytest

from load_engine.machine_control import MachineControl
from support.waiting import wait_until

BUSY = "while True: pass"


@contextmanager
def on_one_processor() -> Iterator[None]:
    """Let this thread, and those and the processes that it starts, use one processor."""
    before = sched_getaffinity(0)
    sched_setaffinity(0, {min(before)})
    try:
        yield
    finally:
        sched_setaffinity(0, before)


@pytest.fixture
def busy_processor() -> Iterator[None]:
    """Run this test on a processor that six other processes want all the time."""
    with on_one_processor(), ExitStack() as processes:
        for _ in range(6):
            process = processes.enter_context(subprocess.Popen([sys.executable, "-c", BUSY]))
            processes.callback(process.kill)
        yield


@pytest.mark.usefixtures("busy_processor")
def test_a_control_on_a_busy_machine_is_slowed_down() -> None:
    with MachineControl() as control:
        wait_until(lambda: control.is_disturbed, timeout=30)
    assert control.slowdown > 3


class Clocks:
    """A clock of the wall and one of the processor, which stand still until somebody computes."""

    def __init__(self, elapsed: float, computed: float) -> None:
        self._elapsed, self._computed = iter((0.0, elapsed)), iter((0.0, computed))

    def perf_counter(self) -> float:
        return next(self._elapsed)

    def thread_time(self) -> float:
        return next(self._computed)


@pytest.mark.parametrize(
    ("elapsed", "computed", "slowdown", "is_disturbed"),
    [(4.0, 4.0, 1.0, False), (10.0, 4.0, 2.5, False), (12.0, 4.0, 3.0, False), (14.0, 4.0, 3.5, True)],
)
def test_the_slowdown_is_the_time_that_passed_by_the_time_on_the_processor(
    monkeypatch: pytest.MonkeyPatch, elapsed: float, computed: float, slowdown: float, is_disturbed: bool
) -> None:
    monkeypatch.setattr("load_engine.machine_control.time", Clocks(elapsed, computed))
    with MachineControl() as control:
        pass
    assert (control.slowdown, control.is_disturbed) == (slowdown, is_disturbed)

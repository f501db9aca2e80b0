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


def test_a_control_takes_as_long_as_its_processor_time_at_least() -> None:
    with MachineControl() as control:
        pass
    assert control.slowdown >= 0.9, "clocks have a resolution"

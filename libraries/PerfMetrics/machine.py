"""Measuring together with a control, which shows what the machine does to both."""

from collections.abc import Iterator
from contextlib import contextmanager

from robot.api import SkipExecution

from load_engine.machine_control import MachineControl
from load_engine.models import BehindScheduleError


@contextmanager
def with_control_measurement() -> Iterator[MachineControl]:
    """Time a control during the body, and skip the test if the machine is too busy to send requests when they are due.

    Raises:
        SkipExecution: The machine is too slow for the rate, since something else keeps it busy.
        BehindScheduleError: It is too slow anyway.
    """
    with MachineControl() as control:
        try:
            yield control
        except BehindScheduleError as error:
            if not control.is_disturbed:
                raise
            raise SkipExecution(inconclusive(control.slowdown, str(error))) from error


def inconclusive(slowdown: float, problem: str) -> str:
    """Return the reason of a test that is skipped because the machine was busy."""
    return (
        f"inconclusive, since the machine was busy and slowed a control down {slowdown:.1f} times: {problem}"
    )

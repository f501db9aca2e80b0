"""Invokes what is due by a schedule."""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from event_sources.schedule_expression import Next
from event_sources.timestamps import utc_text

logger = logging.getLogger(__name__)

TICK_SECONDS = 0.25
JOIN_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class ScheduledRun:
    """Something that is to happen at certain times.

    Attributes:
        name: Its name.
        next_after: Returns when it is due next.
        run: Called with the moment at which it was due, in epoch seconds.
    """

    name: str
    next_after: Next
    run: Callable[[float], None]


class Scheduler:
    """Runs schedules by a clock that may also be put forward: whatever was due meanwhile is then done in its order.

    Args:
        schedules: The schedules.
        clock: Returns epoch seconds.
    """

    def __init__(self, schedules: list[ScheduledRun], clock: Callable[[], float] = time.time) -> None:
        self._schedules = schedules
        self._clock = clock
        self._done_until = clock()
        self._has_ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="scheduler", daemon=True)

    def start(self) -> None:
        """Begin; what was due before does not happen."""
        self._done_until = self._clock()
        if self._schedules:
            self._thread.start()

    def stop(self) -> None:
        """Stop all schedules."""
        self._has_ended.set()
        if self._thread.is_alive():
            self._thread.join(JOIN_SECONDS)

    def run_due(self) -> None:
        """Run everything that has become due since the last time."""
        now = self._clock()
        for moment, schedule in sorted(self._due(now), key=lambda due: due[0]):
            if not self._has_ended.is_set():
                _run(schedule, moment)
        self._done_until = max(now, self._done_until)

    def _due(self, now: float) -> list[tuple[float, ScheduledRun]]:
        due = []
        for schedule in self._schedules:
            moment = schedule.next_after(self._done_until)
            while moment is not None and moment <= now:
                due.append((moment, schedule))
                moment = schedule.next_after(moment)
        return due

    def _run(self) -> None:
        while not self._has_ended.wait(TICK_SECONDS):
            self.run_due()


def _run(schedule: ScheduledRun, moment: float) -> None:
    """Run a schedule; one that fails ends neither the others nor its own later runs."""
    try:
        schedule.run(moment)
    except Exception:
        logger.exception("%s has failed that was due at %s", schedule.name, utc_text(moment, "seconds"))

"""The progress of a load, for the process that shows the run."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread
from time import perf_counter

from load_engine.measurement import Measurement
from run_events import is_watched, tell

SECONDS_BETWEEN_REPORTS = 1.0


@contextmanager
def progress_reporting(measurement: Measurement) -> Iterator[None]:
    """Tell, once a second, what was measured so far, until the body ends; nothing of a load that takes less.

    Args:
        measurement: What the body adds its responses to.
    """
    if not is_watched():
        yield
        return
    ended = Event()
    reporter = Thread(target=_report, args=(measurement, ended), name="load progress", daemon=True)
    reporter.start()
    try:
        yield
    finally:
        ended.set()
        reporter.join()


def _report(measurement: Measurement, ended: Event) -> None:
    begin = perf_counter()
    while not ended.wait(SECONDS_BETWEEN_REPORTS):
        tell(
            "load",
            name=measurement.name,
            worker=os.getpid(),
            seconds=round(perf_counter() - begin, 1),
            of_seconds=measurement.scheduled_seconds,
            sent=measurement.sent,
            failed=measurement.failed + measurement.dropped,
        )

"""A worker: sends requests, and reports to the master what it has measured."""

import itertools
import json
from collections.abc import Iterator
from time import perf_counter
from typing import Any

import gevent
import locust
from locust.env import Environment
from locust.runners import WorkerRunner

from load_engine.distributed.assignment import Assignment
from load_engine.distributed.locust_parent import follow_parent
from load_engine.distributed.locust_users import user_class
from load_engine.distributed.messages import MEASURED, NO_MASTER, READY
from load_engine.failures import describe_failure
from load_engine.measurement import Measurement
from load_engine.timed_response import NO_CONTENT, Phases, TimedResponse

TRANSPORT = f"Locust {locust.__version__}"
REPORT_SECONDS = 1.0
LEAVING_SECONDS = 1.0
"""How long a worker stays after its last report, so that Locust can tell the master that it has stopped."""
_MOST_WORKERS = 997
"""The distance between two numbers of a worker; a prime, so that they fall on all rows and users."""


def work(assignment: Assignment) -> dict[str, Any]:
    """Join a master, and send requests until it ends the load.

    Returns:
        What this process has to say: an error, or nothing.
    """
    gevent.spawn(follow_parent, assignment.source)
    worker = _Worker(assignment)
    with gevent.Timeout(assignment.timeout, False):
        worker.join_master()
    if worker.runner is None:
        where = f"{assignment.host}:{assignment.port}"
        return {"error": NO_MASTER.format(where=where, timeout=assignment.timeout)}
    worker.runner.greenlet.join()
    return {}


class _Worker:
    def __init__(self, assignment: Assignment) -> None:
        self._assignment = assignment
        self._source = assignment.source
        self._environment = Environment(user_classes=[user_class(self._source, self._numbers())])
        self._start = perf_counter()
        self._is_sending = False
        self._measurement = self._nothing_measured()
        self.runner: WorkerRunner | None = None

    def join_master(self) -> None:
        """Join the master, and report to it from now on."""
        events = self._environment.events
        events.request.add_listener(self._record)
        events.test_start.add_listener(self._begin)
        events.test_stop.add_listener(self._end)
        runner = self._environment.create_worker_runner(self._assignment.host, self._assignment.port)
        self.runner = runner
        runner.greenlet.spawn(self._report_again_and_again)
        runner.send_message(READY, {"fingerprint": self._assignment.fingerprint})

    def _numbers(self) -> Iterator[int]:
        """Yield the numbers of the requests that this worker sends, which no other worker has."""
        assert self.runner is not None
        yield from itertools.count(self.runner.worker_index, _MOST_WORKERS)

    def _begin(self, **_: Any) -> None:
        self._is_sending = True
        self._start = perf_counter()
        self._measurement = self._nothing_measured()

    def _end(self, **_: Any) -> None:
        assert self.runner is not None
        self._is_sending = False
        self._report(is_last=True)
        gevent.spawn_later(LEAVING_SECONDS, self.runner.greenlet.kill)  # Locust itself would wait a minute

    def _record(
        self, name: str, response_time: float, response: Any, exception: BaseException | None, **_: Any
    ) -> None:
        duration, now = round(response_time * 1000), perf_counter()
        status = getattr(response, "status_code", 0) or 0
        failure = describe_failure(exception) if exception and not status else None
        measured = TimedResponse(
            *(0, now, now, now),
            duration=duration,
            status=status,
            failure=failure,
            new_connections=0,
            phases=Phases(0, 0, 0, duration),
            content=NO_CONTENT,
            label=name,
        )
        self._measurement.record(measured, second=int(now - self._start))

    def _report_again_and_again(self) -> None:
        while True:
            gevent.sleep(REPORT_SECONDS)
            if self._is_sending:
                self._report(is_last=False)

    def _report(self, *, is_last: bool) -> None:
        assert self.runner is not None
        measurement, self._measurement = self._measurement, self._nothing_measured()
        measurement.seconds = perf_counter() - self._start
        self.runner.send_message(
            MEASURED, {"measurement": json.dumps(measurement.to_json()), "is_last": is_last}
        )

    def _nothing_measured(self) -> Measurement:
        return Measurement(self._source.mix.name, "closed", TRANSPORT)

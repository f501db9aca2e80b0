"""The master: waits for its workers, tells them how many users to be, and adds up what they measure."""

import json
import time
from typing import Any

import gevent
from gevent.event import Event
from locust import LoadTestShape
from locust.env import Environment
from locust.rpc.protocol import Message

from load_engine.distributed.assignment import Assignment
from load_engine.distributed.locust_parent import follow_parent
from load_engine.distributed.locust_users import user_class
from load_engine.distributed.locust_worker import TRANSPORT
from load_engine.distributed.messages import LOST_WORKERS, MEASURED, OTHER_MIX, READY, TOO_FEW_WORKERS
from load_engine.distributed.schedule import stages_of_users, users_at
from load_engine.measurement import Measurement

_POLL_SECONDS = 0.05
_MOST_USERS_AT_ONCE = 100.0
"""Locust warns of trouble if a worker is told to start more users in a second."""


def lead(assignment: Assignment) -> dict[str, Any]:
    """Lead the workers through a mix.

    Returns:
        The measurement, or an error.
    """
    gevent.spawn(follow_parent, assignment.source)
    master = _Master(assignment)
    try:
        if problem := master.await_workers():
            return {"error": problem}
        return {"measurement": master.measure().to_json()}
    finally:
        master.quit()


class _Master:
    def __init__(self, assignment: Assignment) -> None:
        self._assignment = assignment
        source = assignment.source
        shape = _Shape(assignment)
        self._environment = Environment(
            user_classes=[user_class(source, iter(()))], shape_class=shape, stop_timeout=source.timeout
        )
        self._runner = self._environment.create_master_runner(assignment.host, assignment.port)
        shape.runner = self._runner
        self._fingerprints: dict[str, str] = {}
        self._has_ended: set[str] = set()
        self._whole = Measurement(source.mix.name, "closed", TRANSPORT)
        self._stopped = Event()
        self._runner.register_message(READY, self._on_ready)
        self._runner.register_message(MEASURED, self._on_measured)
        self._environment.events.test_stop.add_listener(lambda **_: self._stopped.set())

    def await_workers(self) -> str | None:
        """Wait until all workers have joined, and return what is wrong; None if nothing is."""
        assignment = self._assignment
        deadline = time.monotonic() + assignment.timeout
        while len(self._fingerprints) < assignment.workers:
            if time.monotonic() > deadline:
                joined = len(self._fingerprints)
                return TOO_FEW_WORKERS.format(
                    joined=joined, workers=assignment.workers, timeout=assignment.timeout
                )
            gevent.sleep(_POLL_SECONDS)
        others = [name for name, mix in self._fingerprints.items() if mix != assignment.fingerprint]
        return OTHER_MIX.format(workers=len(others)) if others else None

    def measure(self) -> Measurement:
        """Send the load, and return what all workers have measured."""
        self._runner.start_shape()
        self._stopped.wait()
        lost = len(self._fingerprints.keys() - self._has_ended)
        if lost:
            self._whole.invalid = LOST_WORKERS.format(lost=lost, workers=self._assignment.workers)
        return self._whole

    def quit(self) -> None:
        """Stop the workers."""
        self._runner.quit()

    def _on_ready(self, msg: Message, **_: Any) -> None:
        self._fingerprints[msg.node_id] = msg.data["fingerprint"]

    def _on_measured(self, msg: Message, **_: Any) -> None:
        self._whole.merge_concurrent(Measurement.from_json(json.loads(msg.data["measurement"])))
        if msg.data["is_last"]:
            self._has_ended.add(msg.node_id)


class _Shape(LoadTestShape):
    """How many users there are, asked once a second."""

    def __init__(self, assignment: Assignment) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._stages = stages_of_users(assignment.source.mix)
        self._most_at_once = _MOST_USERS_AT_ONCE * assignment.workers

    def tick(self) -> tuple[int, float] | None:
        """Return the number of users, and how many more may come in a second; None at the end."""
        seconds: float = self.get_run_time()  # type: ignore[no-untyped-call]
        users = users_at(self._stages, seconds)
        return None if users is None else (users, self._most_at_once)

"""Start workers, have them begin together, and merge what they measured."""

import json
from collections.abc import Sequence
from contextlib import nullcontext, suppress
from time import perf_counter

from load_engine.child_process import ChildProcess, WorkerError, child_processes
from load_engine.job import READY, Job
from load_engine.measurement import Measurement
from load_engine.models import BehindScheduleError
from load_engine.token_renewal import TokenSource, renewing

_WORKER = "load_engine.worker"
_HEAD_START = 0.05


def measure_in_workers(jobs: Sequence[Job], tokens: TokenSource | None = None) -> Measurement:
    """Run each job in a separate process, all starting at the same moment.

    However this call ends, including by a timeout of the test, the processes end with it.

    Args:
        jobs: What each process does.
        tokens: Where new tokens for a mix come from, when the first ones are about to expire.

    Raises:
        BehindScheduleError: The machine is too slow for the rate.
        WorkerError: A worker ended without a result.
    """
    with child_processes(_WORKER, len(jobs)) as workers:
        for worker, job in zip(workers, jobs, strict=True):
            worker.send_line(job.to_json())
        for worker in workers:
            _expect_ready(worker)
        start = perf_counter() + _HEAD_START
        for worker in workers:
            worker.send_line(repr(start))
        with renewing(tokens, lambda new: _renew(workers, new)) if tokens else nullcontext():
            return _merged([_measurement_of(worker) for worker in workers])


def _renew(workers: Sequence[ChildProcess], tokens: Sequence[str]) -> None:
    for worker in workers:
        with suppress(
            WorkerError
        ):  # one that has finished needs no token, and one that failed is reported anyway
            worker.send_line(json.dumps(tokens))


def _expect_ready(worker: ChildProcess) -> None:
    """Wait until the worker has warmed up."""
    if (line := worker.receive_line()) != READY:
        raise WorkerError(f"Expected a worker to be ready, got {line!r}.")


def _measurement_of(worker: ChildProcess) -> Measurement:
    """Wait for the result."""
    answer = json.loads(worker.receive_line())
    if "behind_schedule" in answer:
        raise BehindScheduleError(answer["behind_schedule"])
    return Measurement.from_json(answer["measurement"])


def _merged(measurements: Sequence[Measurement]) -> Measurement:
    whole = measurements[0]
    for part in measurements[1:]:
        whole.merge_concurrent(part)
    return whole

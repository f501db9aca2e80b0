"""Start workers, have them begin together, and merge what they measured."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from time import perf_counter
from typing import IO

from load_engine.job import READY, Job
from load_engine.measurement import Measurement
from load_engine.models import BehindScheduleError
from load_engine.token_renewal import TokenSource, renewing
from secret_masking.environment_variables import without_secrets

_HEAD_START = 0.05


class WorkerError(Exception):
    """A worker ended without a result; the message contains what it printed last."""


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
    with _started(len(jobs)) as workers:
        for worker, job in zip(workers, jobs, strict=True):
            worker.tell(job.to_json())
        for worker in workers:
            worker.expect_ready()
        start = perf_counter() + _HEAD_START
        for worker in workers:
            worker.tell(repr(start))
        with renewing(tokens, lambda new: _renew(workers, new)) if tokens else nullcontext():
            return _merged([worker.measurement() for worker in workers])


def _renew(workers: "Sequence[_Worker]", tokens: Sequence[str]) -> None:
    for worker in workers:
        with suppress(
            WorkerError
        ):  # one that has finished needs no token, and one that failed is reported anyway
            worker.tell(json.dumps(tokens))


def _merged(measurements: Sequence[Measurement]) -> Measurement:
    whole = measurements[0]
    for part in measurements[1:]:
        whole.merge_concurrent(part)
    return whole


class _Worker:
    """The parent's end of a worker."""

    def __init__(self, errors: IO[bytes]) -> None:
        self._errors = errors
        self._process = subprocess.Popen(
            [sys.executable, "-m", "load_engine.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            env=without_secrets(os.environ),
            start_new_session=True,  # Ctrl-C reaches the tests, which then end their workers
        )

    def tell(self, line: str) -> None:
        """Send one line."""
        try:
            self._stdin.write(line + "\n")
            self._stdin.flush()
        except BrokenPipeError:
            raise self._failure() from None

    def expect_ready(self) -> None:
        """Wait until the worker's warm-up is over."""
        if self._stdout.readline().strip() != READY:
            raise self._failure()

    def measurement(self) -> Measurement:
        """Wait for the result."""
        line = self._stdout.readline()
        if not line:
            raise self._failure()
        answer = json.loads(line)
        if "behind_schedule" in answer:
            raise BehindScheduleError(answer["behind_schedule"])
        return Measurement.from_json(answer["measurement"])

    def end(self) -> None:
        """End the process and close its pipes."""
        self._process.kill()
        self._process.wait()
        self._stdin.close()
        self._stdout.close()

    @property
    def _stdin(self) -> IO[str]:
        assert self._process.stdin is not None
        return self._process.stdin

    @property
    def _stdout(self) -> IO[str]:
        assert self._process.stdout is not None
        return self._process.stdout

    def _failure(self) -> WorkerError:
        status = self._process.wait()
        self._errors.seek(0)
        last_line = (self._errors.read().decode(errors="replace").strip().splitlines() or ["nothing"])[-1]
        return WorkerError(
            f"The process that sends the requests ended with status {status}. Its last output was: {last_line}"
        )


@contextmanager
def _started(count: int) -> Iterator[list[_Worker]]:
    with tempfile.TemporaryFile() as errors:
        workers: list[_Worker] = []
        try:
            workers.extend(_Worker(errors) for _ in range(count))
            yield workers
        finally:
            for worker in workers:
                worker.end()

"""Several runs at a time, each in a worker process that is forked after everything has been imported.

The process that forks has only one thread: a fork copies only the thread that calls it.
"""

import multiprocessing
import os
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkProcess
from pathlib import Path
from typing import Self

from manuel_runner.test_runs.preload import preload
from manuel_runner.test_runs.suites import Suites
from manuel_runner.test_runs.test_run import RunRequest, RunResult, run
from manuel_stack.lease import WarmParent
from manuel_stack.run_directory import temporary_folder_of_run
from manuel_stack.run_leader import end_with
from secret_masking import mask

TIMEOUT_SECONDS = 1800.0
"""How long a run may take: enough for all tests on a busy machine."""


class WorkerPool:
    """Worker processes, and the process that forks their stacks, until the `with` block ends.

    Args:
        suites: All suites.
        processes: How many workers run at the same time.

    Example:
        >>> with WorkerPool(Suites.load(), processes=2) as pool:
        ...     for result in pool.run([RunRequest("baseline", (tests,))]):
        ...         print(result.failed)
    """

    def __init__(self, suites: Suites, *, processes: int = 2) -> None:
        self.suites = suites
        self.processes = processes
        self._parent = WarmParent(os.getpid())
        self._cleanup = ExitStack()

    def __enter__(self) -> Self:
        with ExitStack() as undoing:
            self._directory = Path(undoing.enter_context(temporary_folder_of_run("runs")))
            undoing.callback(self._parent.stop)
            self._parent.start()
            preload()
            self._cleanup = undoing.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._cleanup.close()

    def run(self, requests: Iterable[RunRequest]) -> Iterator[RunResult]:
        """Run all requests, and yield the results in the order of completion."""
        waiting = iter(requests)
        workers: list[_Worker] = []
        try:
            while True:
                while len(workers) < self.processes and (request := next(waiting, None)) is not None:
                    workers.append(_Worker(request, self.suites, self._parent, self._new_directory()))
                if not workers:
                    return
                for worker in _finished(workers):
                    workers.remove(worker)
                    yield worker.close()
        finally:
            for worker in workers:
                worker.close()

    def _new_directory(self) -> Path:
        return Path(tempfile.mkdtemp(dir=self._directory))


class _Worker:
    """One run in a process of its own."""

    def __init__(self, request: RunRequest, suites: Suites, parent: WarmParent, directory: Path) -> None:
        self._request = request
        self._started = time.monotonic()
        self.deadline = self._started + TIMEOUT_SECONDS
        fork = multiprocessing.get_context("fork")
        self.connection, sender = fork.Pipe(duplex=False)
        self._process: ForkProcess = fork.Process(
            target=_work, args=(sender, request, suites, parent, directory)
        )
        self._process.start()
        sender.close()

    def close(self) -> RunResult:
        """Return the result, and end the process even if there is none."""
        result = self._receive()
        self.connection.close()
        if result.error is not None:
            self._process.kill()
        self._process.join()
        self._process.close()
        return result

    def _receive(self) -> RunResult:
        try:
            if self.connection.poll():
                result: RunResult = self.connection.recv()
                return result
        except EOFError:
            return self._failed("the worker process died")
        return self._failed(f"timed out after {time.monotonic() - self._started:.0f} s")

    def _failed(self, error: str) -> RunResult:
        return RunResult(self._request.name, seconds=time.monotonic() - self._started, error=error)


def _finished(workers: list[_Worker]) -> list[_Worker]:
    """Wait until a worker has sent its result or has reached its deadline."""
    next_deadline = min(worker.deadline for worker in workers)
    ready = wait([worker.connection for worker in workers], max(0.0, next_deadline - time.monotonic()))
    now = time.monotonic()
    return [worker for worker in workers if worker.connection in ready or worker.deadline <= now]


def _work(
    sender: Connection, request: RunRequest, suites: Suites, parent: WarmParent, directory: Path
) -> None:
    end_with(parent.leader)
    try:
        result = run(request, suites, parent, directory)
    except Exception as error:
        result = RunResult(request.name, error=mask(f"{type(error).__name__}: {error}"))
    sender.send(result)
    sender.close()

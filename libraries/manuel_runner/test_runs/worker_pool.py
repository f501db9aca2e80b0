"""Several judges at a time, each forked from a process that has everything imported already.

The process that forks has one thread: a fork copies only the thread that calls it.
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

LIMIT_SECONDS = 1800.0
"""How long a judge may take at most: enough for all tests on a busy machine."""


class WorkerPool:
    """Judges, and the process that forks their stacks, until the `with` block ends.

    Args:
        suites: All suites.
        processes: How many judges work at the same time.

    Example:
        >>> with WorkerPool(Suites.load(), processes=2) as pool:
        ...     for result in pool.run([RunRequest("healthy", (tests,))]):
        ...         print(result.failed)
    """

    def __init__(self, suites: Suites, *, processes: int = 2) -> None:
        self.suites = suites
        self.processes = processes
        self._parent = WarmParent(os.getpid())
        self._cleanup = ExitStack()

    def __enter__(self) -> Self:
        with ExitStack() as undoing:
            self._directory = Path(undoing.enter_context(tempfile.TemporaryDirectory(prefix="manuel-runs-")))
            undoing.callback(self._parent.stop)
            self._parent.start()
            preload()
            self._cleanup = undoing.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._cleanup.close()

    def run(self, requests: Iterable[RunRequest]) -> Iterator[RunResult]:
        """Judge everything; results come in the order in which they are reached."""
        waiting = iter(requests)
        workers: list[_Worker] = []
        try:
            while True:
                while len(workers) < self.processes and (request := next(waiting, None)) is not None:
                    workers.append(_Worker(request, self.suites, self._parent, self._new_directory()))
                if not workers:
                    return
                for worker in _ended(workers):
                    workers.remove(worker)
                    yield worker.close()
        finally:
            for worker in workers:
                worker.close()

    def _new_directory(self) -> Path:
        return Path(tempfile.mkdtemp(dir=self._directory))


class _Worker:
    """One judge at work."""

    def __init__(self, request: RunRequest, suites: Suites, parent: WarmParent, directory: Path) -> None:
        self._request = request
        self._started = time.monotonic()
        self.deadline = self._started + LIMIT_SECONDS
        fork = multiprocessing.get_context("fork")
        self.connection, answer = fork.Pipe(duplex=False)
        self._process: ForkProcess = fork.Process(
            target=_work, args=(answer, request, suites, parent, directory)
        )
        self._process.start()
        answer.close()

    def close(self) -> RunResult:
        """The result; the judge is gone afterwards, whether it has come to one or not."""
        result = self._receive()
        self.connection.close()
        if result.problem is not None:
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
            return self._without_result("the process that judged it died")
        return self._without_result(f"it was given up after {time.monotonic() - self._started:.0f} s")

    def _without_result(self, problem: str) -> RunResult:
        return RunResult(self._request.name, seconds=time.monotonic() - self._started, problem=problem)


def _ended(workers: list[_Worker]) -> list[_Worker]:
    """Wait until a judge has answered, or one has had time enough."""
    next_deadline = min(worker.deadline for worker in workers)
    answered = wait([worker.connection for worker in workers], max(0.0, next_deadline - time.monotonic()))
    now = time.monotonic()
    return [worker for worker in workers if worker.connection in answered or worker.deadline <= now]


def _work(
    answer: Connection, request: RunRequest, suites: Suites, parent: WarmParent, directory: Path
) -> None:
    try:
        result = run(request, suites, parent, directory)
    except Exception as error:
        result = RunResult(request.name, problem=f"{type(error).__name__}: {error}")
    answer.send(result)
    answer.close()

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

from manuel_runner.judging.judge import Assignment, Judgement, judge
from manuel_runner.judging.preload import preload
from manuel_runner.judging.suites import Suites
from manuel_stack.lease import WarmParent

LIMIT_SECONDS = 1800.0
"""How long a judge may take at most: enough for all tests on a busy machine."""


class Court:
    """Judges, and the process that forks their stacks, until the `with` block ends.

    Args:
        suites: All suites.
        processes: How many judges work at the same time.

    Example:
        >>> with Court(Suites.load(), processes=2) as court:
        ...     for judgement in court.hear([Assignment("healthy", (tests,))]):
        ...         print(judgement.failed)
    """

    def __init__(self, suites: Suites, *, processes: int = 2) -> None:
        self.suites = suites
        self.processes = processes
        self._parent = WarmParent(os.getpid())
        self._cleanup = ExitStack()

    def __enter__(self) -> Self:
        with ExitStack() as undoing:
            self._directory = Path(undoing.enter_context(tempfile.TemporaryDirectory(prefix="manuel-court-")))
            undoing.callback(self._parent.stop)
            self._parent.start()
            preload()
            self._cleanup = undoing.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._cleanup.close()

    def hear(self, assignments: Iterable[Assignment]) -> Iterator[Judgement]:
        """Judge everything; judgements come in the order in which they are reached."""
        waiting = iter(assignments)
        sittings: list[_Sitting] = []
        try:
            while True:
                while len(sittings) < self.processes and (assignment := next(waiting, None)) is not None:
                    sittings.append(_Sitting(assignment, self.suites, self._parent, self._new_directory()))
                if not sittings:
                    return
                for sitting in _ended(sittings):
                    sittings.remove(sitting)
                    yield sitting.close()
        finally:
            for sitting in sittings:
                sitting.close()

    def _new_directory(self) -> Path:
        return Path(tempfile.mkdtemp(dir=self._directory))


class _Sitting:
    """One judge at work."""

    def __init__(self, assignment: Assignment, suites: Suites, parent: WarmParent, directory: Path) -> None:
        self._assignment = assignment
        self._started = time.monotonic()
        self.deadline = self._started + LIMIT_SECONDS
        fork = multiprocessing.get_context("fork")
        self.connection, answer = fork.Pipe(duplex=False)
        self._process: ForkProcess = fork.Process(
            target=_work, args=(answer, assignment, suites, parent, directory)
        )
        self._process.start()
        answer.close()

    def close(self) -> Judgement:
        """The judgement; the judge is gone afterwards, whether it has come to one or not."""
        judgement = self._receive()
        self.connection.close()
        if judgement.problem is not None:
            self._process.kill()
        self._process.join()
        self._process.close()
        return judgement

    def _receive(self) -> Judgement:
        try:
            if self.connection.poll():
                judgement: Judgement = self.connection.recv()
                return judgement
        except EOFError:
            return self._without_judgement("the process that judged it died")
        return self._without_judgement(f"it was given up after {time.monotonic() - self._started:.0f} s")

    def _without_judgement(self, problem: str) -> Judgement:
        return Judgement(self._assignment.name, seconds=time.monotonic() - self._started, problem=problem)


def _ended(sittings: list[_Sitting]) -> list[_Sitting]:
    """Wait until a judge has answered, or one has had time enough."""
    next_deadline = min(sitting.deadline for sitting in sittings)
    answered = wait([sitting.connection for sitting in sittings], max(0.0, next_deadline - time.monotonic()))
    now = time.monotonic()
    return [sitting for sitting in sittings if sitting.connection in answered or sitting.deadline <= now]


def _work(
    answer: Connection, assignment: Assignment, suites: Suites, parent: WarmParent, directory: Path
) -> None:
    try:
        judgement = judge(assignment, suites, parent, directory)
    except Exception as error:
        judgement = Judgement(assignment.name, problem=f"{type(error).__name__}: {error}")
    answer.send(judgement)
    answer.close()

"""The temporary files of a run: which tests each process runs, and what the processes report."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from manuel_runner.running.pabot_files import write_ordering, write_suites
from manuel_runner.running.plan import RunPlan
from manuel_runner.running.planned_tests import write_planned_tests
from manuel_stack.run_directory import link_results, make_run_directory, remove_run_directory
from ManuelEnvironment.causes import forget_causes


@dataclass(frozen=True)
class RunFiles:
    """The files by what they are for.

    Attributes:
        folder: The folder that has them.
    """

    folder: Path

    @property
    def events(self) -> Path:
        """What happens in the processes of the run; see `run_events`."""
        return self.folder / "events"

    @property
    def order(self) -> Path:
        """Which suites each process runs, for pabot."""
        return self.folder / "order"

    @property
    def suites(self) -> Path:
        """Which suites there are, for pabot."""
        return self.folder / "suites.xml"

    @property
    def planned_tests(self) -> Path:
        """Which tests are to run, for robot processes that would run more of their suites."""
        return self.folder / "planned_tests.json"

    @property
    def printed(self) -> Path:
        """What pabot, or the only robot, prints."""
        return self.folder / "printed"


@contextmanager
def run_files(results: Path) -> Iterator[RunFiles]:
    """Yield the files of the run that this process leads.

    They name the folder that it is about to lock: if the process is killed, whoever removes them finds the lock by that name.
    """
    folder = make_run_directory(os.getpid())
    link_results(os.getpid(), results)
    try:
        yield RunFiles(folder)
    finally:
        remove_run_directory(folder)
        forget_causes()


def write_plan(plan: RunPlan, processes: int, files: RunFiles) -> None:
    """Tell pabot and its robot processes what to run."""
    write_ordering(plan, processes, files.order)
    write_suites(plan, files.suites)
    write_planned_tests(plan, files.planned_tests)

"""The results folder of this Robot Framework run, to which no other run writes at the same time.

Robot Framework opens `output.xml` before it imports the first library. A second robot would therefore empty the file of the
first one before it could be refused. So a run writes its output under another name, and gives it its own name at the end.
"""

import atexit
import os
from pathlib import Path

from manuel_stack.errors import ResultsFolderError
from manuel_stack.pabot_server import end_servers_without_pabot
from manuel_stack.process_name import process_name
from manuel_stack.results_lock import locking, unlock
from manuel_stack.run_directory import (
    link_results,
    remove_directories_of_ended_runs,
    remove_run_directory,
    run_directory,
)
from manuel_stack.run_leader import pabot_is_gone, run_leader
from ManuelEnvironment.causes import forget_causes
from ManuelEnvironment.robot_run import is_under_pabot, output_directory, output_file

UNFINISHED = ".unfinished"
PABOT_RESULTS = "pabot_results"


class ResultsFolder:
    """The folder of one Robot Framework run: of robot itself, or that of the pabot which has started it."""

    def __init__(self, directory: Path, output: Path, leader: int) -> None:
        self._directory = directory
        self._output = output
        self._unfinished = output.with_name(output.name + UNFINISHED)
        self._leader = leader

    def claim(self) -> None:
        """Lock the folder until the run ends.

        Raises:
            ResultsFolderError: Another run is writing to it, it cannot be written to, or the run has ended.
        """
        with locking(self._directory, process_name(self._leader)):
            _require_pabot()
            self._output.replace(self._unfinished)
        remove_directories_of_ended_runs()
        end_servers_without_pabot()
        link_results(self._leader, self._directory)
        atexit.register(self.release)

    def finish_output(self) -> None:
        """Give the output its own name, before the log is made from it."""
        if self._unfinished.exists():
            self._unfinished.replace(self._output)

    def abandon(self) -> None:
        """Leave the folder to others, without an output."""
        self._unfinished.unlink(missing_ok=True)
        self.release()

    def release(self) -> None:
        """Leave the folder to others, if the run ends with this process."""
        self.finish_output()
        if self._leader == os.getpid():
            unlock(self._directory, process_name(self._leader))
            remove_run_directory(run_directory(self._leader))
            forget_causes()


class NoResultsFolder:
    """The place of a folder outside a run, and in one that writes no output."""

    def claim(self) -> None:
        """Do nothing."""

    finish_output = abandon = release = claim


def results_folder() -> ResultsFolder | NoResultsFolder:
    """Return the folder of this Robot Framework run."""
    directory, output = output_directory(), output_file()
    if directory is None or output is None:
        return NoResultsFolder()
    under_pabot = is_under_pabot()
    return ResultsFolder(
        _folder_of_pabot(directory) if under_pabot else directory, output, run_leader(under_pabot)
    )


def _require_pabot() -> None:
    """Refuse a robot process whose pabot was killed: its leader may have unlocked the folder already, and would not do so again.

    Raises:
        ResultsFolderError: It was.
    """
    if is_under_pabot() and pabot_is_gone():
        raise ResultsFolderError("pabot has ended before this robot has begun: its run is over")


def _folder_of_pabot(directory: Path) -> Path:
    """Return the folder to which pabot writes the reports of all: it gives each robot process one in `pabot_results`."""
    return next((each.parent for each in directory.parents if each.name == PABOT_RESULTS), directory)

"""The command line that runs the tests: that of pabot, or of robot for a run in one process."""

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from manuel_runner.running.run_files import RunFiles

ARTIFACTS = "svg,json"
_LISTENER = "manuel_runner.running.event_listener.EventListener"
_PLANNED_TESTS = "manuel_runner.running.planned_tests.PlannedTests"


@dataclass(frozen=True)
class RunCommand:
    """What the command line is made of. It never contains a secret.

    Attributes:
        paths: The files and folders that have the tests.
        options: The options of each robot process.
        processes: How many robot processes pabot starts; None for one robot process without pabot.
        is_narrow: Whether the suites have tests that are not to run and that no tag excludes.
    """

    paths: Sequence[Path]
    options: Sequence[str]
    processes: int | None
    is_narrow: bool

    def arguments(self, files: RunFiles) -> list[str]:
        """Return the program and its arguments."""
        return [sys.executable, *self._program(files), *self._robot_options(files), *map(str, self.paths)]

    def _program(self, files: RunFiles) -> list[str]:
        if self.processes is None:
            return ["-m", "robot", "--console", "quiet"]
        # pabot would split the path of Python at its blanks
        robot = ["--command", Path(sys.executable).name, "-m", "robot", "--end-command"]
        shares = ["--ordering", str(files.order), "--suitesfrom", str(files.suites)]
        artifacts = ["--artifacts", ARTIFACTS, "--artifactsinsubfolders"]
        pabot = ["--no-pabotlib", "--pabotconsole", "quiet", "--processes", str(self.processes)]
        return ["-m", "pabot.pabot", *robot, *pabot, *shares, *artifacts, "--console", "dotted"]

    def _robot_options(self, files: RunFiles) -> list[str]:
        narrow = ["--prerunmodifier", f"{_PLANNED_TESTS};{files.planned_tests}"] if self.is_narrow else []
        return [*self.options, "--listener", _LISTENER, *narrow]


def path_to_this_python() -> str:
    """Return a PATH on which the Python that runs this comes first."""
    return os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])

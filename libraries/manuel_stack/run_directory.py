"""A run's folder in the temporary folder: socket and log of its warm parent, and a link to the results folder it has locked.

Whoever ends last removes it. If that was killed, the next run does.
"""

import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

from manuel_stack.process_name import lives, process_name
from manuel_stack.results_lock import unlock

_RESULTS = "results"


def run_directory(leader: int) -> Path:
    """Return the folder of the run that a process leads. It is not created."""
    return _path(process_name(leader))


def make_run_directory(leader: int) -> Path:
    """Create the folder of the run that a process leads, unless it is there, and return it; only its owner can read it."""
    directory = run_directory(leader)
    directory.mkdir(mode=0o700, exist_ok=True)
    return directory


def link_results(leader: int, results: Path) -> None:
    """Remember which results folder the run has locked, so that the lock is removed when the leader is gone."""
    with suppress(FileExistsError):
        (make_run_directory(leader) / _RESULTS).symlink_to(results)


def remove_run_directory(directory: Path) -> None:
    """Remove the folder of a run and, if its leader is gone, the lock of its results."""
    leader = directory.name.removeprefix(_path("").name)
    if not lives(leader) and (directory / _RESULTS).is_symlink():
        unlock((directory / _RESULTS).readlink(), leader)
    shutil.rmtree(directory, ignore_errors=True)


def remove_directories_of_ended_runs() -> None:
    """Remove what runs have left whose processes were all killed."""
    prefix = _path("")
    for directory in prefix.parent.glob(f"{prefix.name}*-*"):
        if not lives(directory.name.removeprefix(prefix.name)):
            remove_run_directory(directory)


def _path(leader: str) -> Path:
    return Path(tempfile.gettempdir()) / f"manuel-{os.getuid()}-{leader}"

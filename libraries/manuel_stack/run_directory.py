"""A run's folder in the temporary folder: socket and log of its warm parent, its causes, and a link to the results it has locked.

It is removed when the run ends, however that ends (`manuel_stack.cleanup`), and by the next run if all its processes were killed.
"""

import os
import shutil
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

from manuel_stack.process_name import lives, process_name
from manuel_stack.results_lock import unlock
from secret_masking.environment_variables import without_secrets

_RESULTS = "results"


def run_directory(leader: int) -> Path:
    """Return the folder of the run that a process leads. It is not created.

    Raises:
        ProcessLookupError: The process has ended.
    """
    return _path(process_name(leader))


def make_run_directory(leader: int) -> Path:
    """Create the folder of the run that a process leads, unless it is there, and return it; only its owner can read it.

    Raises:
        ProcessLookupError: The process has ended.
    """
    directory = run_directory(leader)
    with suppress(FileExistsError):
        directory.mkdir(mode=0o700)
        _start_cleanup(directory)
    return directory


def temporary_folder_of_run(purpose: str) -> tempfile.TemporaryDirectory[str]:
    """Return a new folder in that of the run that this process leads: it is removed with it, if not before.

    Args:
        purpose: How its name begins.
    """
    return tempfile.TemporaryDirectory(prefix=f"{purpose}-", dir=make_run_directory(os.getpid()))


def link_results(leader: int, results: Path) -> None:
    """Remember which results folder the run has locked, so that the lock is removed when the leader is gone."""
    with suppress(FileExistsError):
        (make_run_directory(leader) / _RESULTS).symlink_to(results)


def leader_of(directory: Path) -> str:
    """Return the name of the process that leads the run to which a folder belongs."""
    return directory.name.removeprefix(_path("").name)


def remove_run_directory(directory: Path) -> None:
    """Remove the folder of a run and, if its leader is gone, the lock of its results."""
    leader = leader_of(directory)
    if not lives(leader) and (directory / _RESULTS).is_symlink():
        unlock((directory / _RESULTS).readlink(), leader)
    shutil.rmtree(directory, ignore_errors=True)


def remove_directories_of_ended_runs() -> None:
    """Remove what runs have left whose processes were all killed."""
    prefix = _path("")
    for directory in prefix.parent.glob(f"{prefix.name}*-*"):
        if not lives(leader_of(directory)):
            remove_run_directory(directory)


def _path(leader: str) -> Path:
    return Path(tempfile.gettempdir()) / f"manuel-{os.getuid()}-{leader}"


def _start_cleanup(directory: Path) -> None:
    """Start the process that outlives this one, in a session of its own."""
    os.posix_spawn(
        sys.executable,
        [sys.executable, "-m", "manuel_stack.cleanup", str(directory)],
        without_secrets(os.environ),
        file_actions=[(os.POSIX_SPAWN_OPEN, stream, os.devnull, os.O_RDWR, 0) for stream in range(3)],
        setsid=True,
    )

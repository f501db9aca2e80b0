"""Only one run at a time writes to a results folder.

The file `.lock` in the folder names the run's leader. It counts for as long as that process lives, so that a run keeps its folder
between two robot processes of pabot, and a killed run keeps nothing.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from manuel_stack.errors import ResultsFolderError
from manuel_stack.process_name import lives, process_id, process_name

LOCK = ".lock"


@contextmanager
def only_run_in(directory: Path) -> Iterator[None]:
    """Create the folder, if necessary, and lock it for a run that this process leads.

    Raises:
        ResultsFolderError: Another run has locked it, or it cannot be written to.
    """
    leader = process_name(os.getpid())
    with _as_folder_error(directory):
        directory.mkdir(parents=True, exist_ok=True)
    with locking(directory, leader):
        pass
    try:
        yield
    finally:
        unlock(directory, leader)


@contextmanager
def locking(directory: Path, leader: str) -> Iterator[None]:
    """Lock the folder for the run of a leader, unless it has the folder already; while the body runs, others wait for theirs.

    An exception in the body leaves the folder as it was.

    Raises:
        ResultsFolderError: Another run has locked it, or it cannot be written to.
    """
    with _as_folder_error(directory), _lock_file(directory / LOCK, "a+") as lock:
        lock.seek(0)
        owner = lock.read()
        if owner != leader and lives(owner):
            raise ResultsFolderError(
                f"another run (process {process_id(owner)}) is writing to {directory}: "
                "wait for it, or use another --outputdir"
            )
        lock.truncate(0)
        lock.write(leader)
        lock.flush()
        try:
            yield
        except BaseException:
            if owner != leader:
                (directory / LOCK).unlink()
            raise


def unlock(directory: Path, leader: str) -> None:
    """Leave the folder to others, if it is locked for the run of this leader."""
    with suppress(FileNotFoundError), _lock_file(directory / LOCK, "r+") as lock:
        if lock.read() == leader:
            (directory / LOCK).unlink()


@contextmanager
def _as_folder_error(directory: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise ResultsFolderError(
            f"{directory} cannot be written to: {error.strerror}; make it writable, or use another --outputdir"
        ) from None


@contextmanager
def _lock_file(path: Path, mode: str) -> Iterator[IO[str]]:
    """Open the file that stands there, and not one that its owner has removed meanwhile; others wait until it is closed."""
    while True:
        with path.open(mode) as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if _stands_at(lock, path):
                yield lock
                return


def _stands_at(file: IO[str], path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    except FileNotFoundError:
        return False

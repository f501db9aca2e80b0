"""Only one run at a time writes to a results folder."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from ManuelEnvironment.errors import ConfigurationError


@contextmanager
def only_run_in(directory: Path) -> Iterator[None]:
    """Lock the folder; the kernel releases the lock however this process ends.

    Raises:
        ConfigurationError: Another run has locked it.
    """
    path = directory / ".lock"
    with _locked(path) as lock:
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        try:
            yield
        finally:
            path.unlink(missing_ok=True)


def _locked(path: Path) -> IO[str]:
    """Return the lock file, locked: the one that stands there, and not one that its owner has removed meanwhile."""
    while True:
        lock = path.open("a+")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            with lock:
                lock.seek(0)
                raise ConfigurationError(
                    f"another run (process {lock.read().strip()}) is writing to {path.parent}: "
                    "wait for it, or use another --outputdir"
                ) from None
        if _stands_at(lock, path):
            return lock
        lock.close()


def _stands_at(file: IO[str], path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    except FileNotFoundError:
        return False

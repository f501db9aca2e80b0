"""Only one run at a time writes to a results folder."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ManuelEnvironment.errors import ConfigurationError


@contextmanager
def only_run_in(directory: Path) -> Iterator[None]:
    """Lock the folder; the kernel releases the lock however this process ends.

    Raises:
        ConfigurationError: Another run has locked it.
    """
    path = directory / ".lock"
    with path.open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise ConfigurationError(
                f"another run (process {lock.read().strip()}) is writing to {directory}: wait for it, or use another --outputdir"
            ) from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield
        path.unlink(missing_ok=True)

"""One measurement at a time on this machine: processes that run tests in parallel would distort each other's figures."""

import fcntl
import getpass
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def exclusive_measurement() -> Iterator[None]:
    """Wait until no other process of this user is measuring, and keep others waiting in turn.

    The kernel releases the lock however this process ends.
    """
    path = Path(tempfile.gettempdir()) / f"load-engine-{getpass.getuser()}.lock"
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield

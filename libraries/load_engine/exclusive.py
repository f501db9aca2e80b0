"""One load at a time on this machine: processes that test in parallel would measure each other."""

import fcntl
import getpass
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def machine_to_itself() -> Iterator[None]:
    """Wait until no other process of this user measures, and keep others waiting meanwhile.

    The kernel lets go of it however this process ends.
    """
    path = Path(tempfile.gettempdir()) / f"manuel-measuring-{getpass.getuser()}.lock"
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield

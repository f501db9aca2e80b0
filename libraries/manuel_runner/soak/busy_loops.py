"""Load on the machine: processes that compute all the time."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

PROGRAM = "import os, sys\nwhile os.getppid() == int(sys.argv[1]): pass"
"""Computes until the process that has started it is gone, however it ended."""


@contextmanager
def busy_loops(number: int) -> Iterator[None]:
    """Keep this many processes busy during the body."""
    command = [sys.executable, "-c", PROGRAM, str(os.getpid())]
    processes = [subprocess.Popen(command, start_new_session=True) for _ in range(number)]
    try:
        yield
    finally:
        for process in processes:
            process.kill()
            process.wait()

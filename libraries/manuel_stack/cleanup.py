"""The process that ends what a run has started and removes what it has left, as soon as the run's leader is gone.

A leader that is killed can do neither. The process is in a session of its own, so that neither Ctrl-C nor a closed terminal ends
it, and imports next to nothing: `python -m manuel_stack.cleanup DIRECTORY`.
"""

import os
import select
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from manuel_stack.pabot_server import PabotServer
from manuel_stack.process_name import lives, process_id
from manuel_stack.run_directory import leader_of, remove_run_directory
from manuel_stack.run_leader import LEADER_VARIABLE

_POLL_SECONDS = 0.5
_PATIENCE_SECONDS = 30
"""How long processes that are ending may go on writing into the folder of their run."""


def clean_up_after(directory: Path) -> None:
    """Wait for the end of the run that a folder belongs to; then end its processes and remove the folder."""
    leader = leader_of(directory)
    server = PabotServer(process_id(leader))
    _await_end(leader)
    server.end()
    for process in _processes_led_by(process_id(leader)):
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
    _remove(directory)


def _await_end(leader: str) -> None:
    if lives(leader) and hasattr(os, "pidfd_open"):
        with suppress(ProcessLookupError):
            select.select([os.pidfd_open(process_id(leader))], [], [])
    while lives(leader):
        time.sleep(_POLL_SECONDS)


def _remove(directory: Path) -> None:
    """Remove the folder of a run, and again what processes that are ending have written since."""
    end = time.monotonic() + _PATIENCE_SECONDS
    remove_run_directory(directory)
    while directory.exists() and time.monotonic() < end:
        time.sleep(_POLL_SECONDS)
        remove_run_directory(directory)


def _processes_led_by(leader: int) -> Iterator[int]:
    """Return the ids of the processes whose environment names the leader of a run, apart from this one."""
    mark = f"{LEADER_VARIABLE}={leader}".encode()
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it has ended, or is another user's
            if mark in (folder / "environ").read_bytes().split(b"\0") and int(folder.name) != os.getpid():
                yield int(folder.name)


if __name__ == "__main__":
    clean_up_after(Path(sys.argv[1]))

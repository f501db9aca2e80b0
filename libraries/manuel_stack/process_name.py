"""Names of processes that stay true: a process id alone is given to another process later."""

import os
from pathlib import Path

_PROCESSES = Path("/proc")


def process_name(process: int) -> str:
    """Return a name that no other process of this machine gets until it starts anew: the process id, and when it began.

    Raises:
        ProcessLookupError: The process has ended.
    """
    beginning = _beginning(process)
    if beginning is None:
        raise ProcessLookupError(f"process {process} has ended")
    return f"{process}-{beginning}"


def process_id(name: str) -> int:
    """Return the process id in a name."""
    return int(name.partition("-")[0])


def lives(name: str) -> bool:
    """Return whether the process with this name runs; one that has ended does not, even if its parent has not waited for it yet.

    Example:
        >>> lives(process_name(os.getpid()))
        True
    """
    process, _, beginning = name.partition("-")
    return process.isdecimal() and _beginning(int(process)) == beginning


def _beginning(process: int) -> str | None:
    """Return when a process began, in clock ticks since the machine did; None if it has ended.

    Source: `proc_pid_stat(5)`; a system without `/proc` knows no more than that the process exists.
    """
    try:
        if not (_PROCESSES / "self").exists():
            os.kill(process, 0)
            return ""
        fields = (_PROCESSES / str(process) / "stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return None
    state, beginning = fields[0], fields[19]
    return None if state in "ZX" else beginning

"""The server with which pabot's robot processes share values. A pabot that is killed leaves it running."""

import os
import signal
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

MODULE = b"pabot.pabotlib"


class PabotServer:
    """The server that a pabot has started, if it has; none if the process is no pabot."""

    def __init__(self, pabot: int) -> None:
        self._descriptors = [os.pidfd_open(child) for child in _children(pabot) if _is_server(child)]

    def end(self) -> None:
        """End the server, which may have ended already."""
        for descriptor in self._descriptors:
            with suppress(ProcessLookupError):
                signal.pidfd_send_signal(descriptor, signal.SIGKILL)


def end_servers_without_pabot() -> None:
    """End the servers that were started in this process's folder by a pabot that is gone."""
    for server in _servers_of(Path.cwd()):
        with suppress(ProcessLookupError), os.fdopen(os.pidfd_open(server)) as descriptor:
            if not is_python(_parent(server)):
                signal.pidfd_send_signal(descriptor.fileno(), signal.SIGKILL)


def is_python(process: int) -> bool:
    """Return whether a process runs Python, as pabot does, and not the system's first process, which gets all orphans.

    A process that ended a moment ago counts as Python: its children still name it as their parent for a moment.
    """
    command = Path(f"/proc/{process}/cmdline")
    return not command.exists() or b"python" in command.read_bytes().partition(b"\0")[0].lower()


def _servers_of(folder: Path) -> Iterator[int]:
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it has ended, or is another user's
            if (process / "cwd").readlink() == folder and _is_server(int(process.name)):
                yield int(process.name)


def _parent(process: int) -> int:
    """Return the id of the process that a process belongs to. Source: `proc_pid_stat(5)`."""
    try:
        return int(Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[1])
    except FileNotFoundError as error:
        raise ProcessLookupError(f"process {process} has ended") from error


def _children(process: int) -> list[int]:
    """Return the ids of the processes that a process has started. Source: `proc_pid_task_tid_children(5)`."""
    children: list[int] = []
    for of_thread in Path(f"/proc/{process}/task").glob("*/children"):
        with suppress(OSError):  # the thread has ended
            children += map(int, of_thread.read_text().split())
    return children


def _is_server(process: int) -> bool:
    try:
        return MODULE in Path(f"/proc/{process}/cmdline").read_bytes().split(b"\0")
    except (FileNotFoundError, ProcessLookupError):
        return False

"""The server with which pabot's robots share values. A pabot that is killed leaves it running."""

import os
import signal
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


def _children(process: int) -> list[int]:
    """Return the ids of the processes that a process has started. Source: `proc_pid_task_tid_children(5)`."""
    lists = Path(f"/proc/{process}/task").glob("*/children")
    return [int(child) for each in lists for child in each.read_text().split()]


def _is_server(process: int) -> bool:
    try:
        return MODULE in Path(f"/proc/{process}/cmdline").read_bytes().split(b"\0")
    except (FileNotFoundError, ProcessLookupError):
        return False

"""The process whose life is a run's life, and what ends when it does."""

import ctypes
import os
import select
import signal
import threading
from typing import NoReturn

from manuel_stack.pabot_server import end_servers_without_pabot, is_python

LEADER_VARIABLE = "MANUEL_RUN_LEADER"
ENDED_WITH_ITS_LEADER = 253
"""The exit status of a process that ended because its run's leader was gone."""

_PR_SET_PDEATHSIG = 1


def run_leader(under_pabot: bool) -> int:
    """Return the process whose life is the run's: the one named in `MANUEL_RUN_LEADER`, pabot, or this process.

    If pabot is gone already, this process ends.
    """
    if LEADER_VARIABLE in os.environ:
        return int(os.environ[LEADER_VARIABLE])
    if not under_pabot:
        return os.getpid()
    if pabot_is_gone():
        _end_without_leader()
    return os.getppid()


def pabot_is_gone() -> bool:
    """Return whether the pabot that started this process has ended, and another program has taken the process over."""
    return not is_python(os.getppid())


def end_with(leader: int) -> None:
    """End this process as soon as another process is gone, however that ended: its results would not be used.

    Works where the kernel tells of the end of any process (Linux: `pidfd_open(2)`); elsewhere it does nothing.
    """
    if leader == os.getpid() or not hasattr(os, "pidfd_open"):
        return
    try:
        descriptor = os.pidfd_open(leader)
    except ProcessLookupError:
        _end_without_leader()
    threading.Thread(target=_end_after, args=(descriptor,), name="run-leader", daemon=True).start()


def die_with_parent() -> None:
    """Let the kernel kill this process when its parent is gone; for `preexec_fn` of a child that is not ours.

    Source: `prctl(2)`, PR_SET_PDEATHSIG, Linux.
    """
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _end_after(descriptor: int) -> None:
    select.select([descriptor], [], [])
    _end_without_leader()


def _end_without_leader() -> NoReturn:
    """End what a killed pabot has left running, and then this process, whatever happens."""
    try:
        end_servers_without_pabot()
    finally:
        os._exit(ENDED_WITH_ITS_LEADER)

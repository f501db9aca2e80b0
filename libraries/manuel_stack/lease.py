"""Lease a local stack: ask the run's warm parent for one, and keep it as long as the connection is open.

The kernel closes the connection however this process ends, so a stack never outlives its worker. The warm parent lives as long as
the run's leader: the robot process itself, pabot when it started this robot, or the process named in `MANUEL_RUN_LEADER`.
"""

import fcntl
import functools
import json
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from manuel_stack.errors import StackError
from manuel_stack.info import StackInfo

LEADER_VARIABLE = "MANUEL_RUN_LEADER"
START_TIMEOUT = 30.0
STOP_TIMEOUT = 5.0


class WarmParent:
    """The process that has everything imported and forks a stack for whoever connects."""

    def __init__(self, leader: int) -> None:
        self.leader = leader
        self.directory = Path(tempfile.gettempdir()) / f"manuel-{os.getuid()}-{leader}"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it unless another worker of this run has."""
        self.connect(start_only=True).close()

    def connect(self, *, start_only: bool = False) -> socket.socket:
        """A connection to the running parent, which is started first where there is none."""
        with self._only_one():
            connection = self._try_connect() or self._spawn_and_connect()
        if start_only:
            connection.shutdown(socket.SHUT_WR)
        return connection

    def stop(self) -> None:
        """End the parent if this process started it, and wait until it is gone."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(STOP_TIMEOUT)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None

    def log_tail(self, lines: int = 20) -> str:
        """The end of what the parent wrote, for a failure message."""
        log = self.directory / "parent.log"
        return "\n".join(log.read_text(errors="replace").splitlines()[-lines:]) if log.exists() else ""

    @property
    def _socket_path(self) -> Path:
        return self.directory / "parent.sock"

    @contextmanager
    def _only_one(self) -> Iterator[None]:
        self.directory.mkdir(mode=0o700, exist_ok=True)
        with (self.directory / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _try_connect(self) -> socket.socket | None:
        connection = socket.socket(socket.AF_UNIX)
        try:
            connection.connect(str(self._socket_path))
        except (FileNotFoundError, ConnectionRefusedError):
            connection.close()
            return None
        return connection

    def _spawn_and_connect(self) -> socket.socket:
        self._socket_path.unlink(missing_ok=True)
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(str(self._socket_path))
            listener.listen(64)
            self._spawn(listener)
            connection = self._try_connect()
        if connection is None:
            raise StackError(f"the local stack's parent process ended at once:\n{self.log_tail()}")
        return connection

    def _spawn(self, listener: socket.socket) -> None:
        command = [
            sys.executable,
            "-m",
            "manuel_stack.parent",
            str(listener.fileno()),
            str(self.leader),
        ]
        with (self.directory / "parent.log").open("wb") as log:
            self._process = subprocess.Popen(
                [*command, str(self.directory)],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                pass_fds=[listener.fileno()],
                start_new_session=True,
            )


class StackLease:
    """One stack of one's own, until `close`. It starts while the one who asked for it goes on; `info` waits for it."""

    def __init__(self, parent: WarmParent, options: dict[str, Any]) -> None:
        self._parent = parent
        self._connection = parent.connect()
        self._connection.settimeout(START_TIMEOUT)
        self._connection.sendall(json.dumps(options).encode() + b"\n")

    @functools.cached_property
    def info(self) -> StackInfo:
        """Where the stack is, as soon as it answers.

        Raises:
            StackError: It did not start; the message says why.
        """
        answer = self._answer()
        if "error" in answer:
            raise StackError(f"the local stack did not start: {answer['error']}")
        return StackInfo.from_json(answer)

    def close(self) -> None:
        """Give the stack back and wait until it has ended."""
        self._connection.settimeout(STOP_TIMEOUT)
        try:
            self._connection.shutdown(socket.SHUT_WR)
            while self._connection.recv(4096):
                pass
        except OSError as error:
            raise StackError(f"the local stack did not end within {STOP_TIMEOUT:g} s: {error}") from None
        finally:
            self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _answer(self) -> dict[str, str]:
        try:
            with self._connection.makefile("rb") as replies:
                reply = replies.readline()
        except OSError as error:
            raise StackError(f"the local stack did not start: {error}\n{self._parent.log_tail()}") from None
        if not reply:
            raise StackError(f"the local stack ended while it started:\n{self._parent.log_tail()}")
        answer: dict[str, str] = json.loads(reply)
        return answer


def run_leader(under_pabot: bool) -> int:
    """The process whose life is the run's: the one named in `MANUEL_RUN_LEADER`, pabot, or this process."""
    if LEADER_VARIABLE in os.environ:
        return int(os.environ[LEADER_VARIABLE])
    return os.getppid() if under_pabot else os.getpid()

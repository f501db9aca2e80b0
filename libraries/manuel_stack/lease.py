"""The lease of a local stack: the run's warm parent starts a stack, which lives as long as the connection is open.

The kernel closes the connection however this process ends, so a stack never outlives its worker. The warm parent lives as long as
the run leader: the robot process itself, pabot if it started this robot, or the process named in `MANUEL_RUN_LEADER`.
"""

import fcntl
import functools
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any, Self

from manuel_stack.errors import StackError, TemplateRefusedError
from manuel_stack.info import StackInfo
from manuel_stack.run_directory import make_run_directory, remove_directories_of_ended_runs, run_directory
from manuel_stack.run_leader import LEADER_VARIABLE
from secret_masking.environment_variables import without_secrets

START_TIMEOUT = 30.0
START_TIMEOUT_OF_TEMPLATES = 600.0
"""Packages that functions need may have to be downloaded first."""
STOP_TIMEOUT = 20.0
SOCKET = "parent.sock"
LONGEST_ADDRESS = 100
REFERENCE, TEMPLATE = "reference", "template"
"""The backends for which a warm parent prepares."""


def start_timeout(options: Mapping[str, Any]) -> float:
    """Return how many seconds a stack with these options may take to start."""
    return START_TIMEOUT_OF_TEMPLATES if "template" in options else START_TIMEOUT


class WarmParent:
    """The client's view of the process that has everything imported and forks a stack for each connection.

    Args:
        leader: The process whose life is the run's.
        for_template: Whether the stacks will run the application of a template, so that what it needs is imported too.
    """

    def __init__(self, leader: int, *, for_template: bool = False) -> None:
        self.leader = leader
        self._backend = TEMPLATE if for_template else REFERENCE
        self.directory = run_directory(leader)
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the process unless another worker of this run has done so, and ask it for no stack."""
        with self.connect() as connection:
            connection.shutdown(socket.SHUT_WR)

    def connect(self) -> socket.socket:
        """Return a connection to the process, which is started first if it is not running."""
        with self._only_one():
            return self._try_connect() or self._spawn_and_connect()

    def stop(self) -> None:
        """End the process, if it was started here, and wait until it is gone."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(STOP_TIMEOUT)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None

    def log_tail(self) -> str:
        """Return the last 20 lines of the process's log, for a failure message."""
        log = self.directory / "parent.log"
        return "\n".join(log.read_text(errors="replace").splitlines()[-20:]) if log.exists() else ""

    @contextmanager
    def _socket_address(self) -> Iterator[str]:
        """Give an address of the socket that is short enough for the kernel (108 bytes: `unix(7)`), wherever the folder is."""
        path = str(self.directory / SOCKET)
        if len(os.fsencode(path)) <= LONGEST_ADDRESS:
            yield path
            return
        descriptor = os.open(self.directory, os.O_DIRECTORY)
        try:
            yield f"/proc/self/fd/{descriptor}/{SOCKET}"
        finally:
            os.close(descriptor)

    @contextmanager
    def _only_one(self) -> Iterator[None]:
        make_run_directory(self.leader)
        with (self.directory / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _try_connect(self) -> socket.socket | None:
        connection = socket.socket(socket.AF_UNIX)
        try:
            with self._socket_address() as address:
                connection.connect(address)
        except (FileNotFoundError, ConnectionRefusedError):
            connection.close()
            return None
        return connection

    def _spawn_and_connect(self) -> socket.socket:
        remove_directories_of_ended_runs()
        (self.directory / SOCKET).unlink(missing_ok=True)
        with socket.socket(socket.AF_UNIX) as listener:
            with self._socket_address() as address:
                listener.bind(address)
            listener.listen(64)
            self._spawn(listener)
            connection = self._try_connect()
        if connection is None:
            raise StackError(f"the local stack's parent process ended immediately:\n{self.log_tail()}")
        return connection

    def _spawn(self, listener: socket.socket) -> None:
        command = [
            sys.executable,
            "-m",
            "manuel_stack.parent",
            str(listener.fileno()),
            str(self.leader),
            self._backend,
        ]
        with (self.directory / "parent.log").open("wb") as log:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                pass_fds=[listener.fileno()],
                env={**without_secrets(os.environ), LEADER_VARIABLE: str(self.leader)},
                start_new_session=True,
            )


class StackLease:
    """A stack for one worker, until `close`. It starts in the background; `info` waits for it."""

    def __init__(self, parent: WarmParent, options: dict[str, Any]) -> None:
        self._parent = parent
        self._process_id: int | None = None
        self._connection = parent.connect()
        self._connection.settimeout(start_timeout(options))
        self._connection.sendall(json.dumps(options).encode() + b"\n")

    @functools.cached_property
    def info(self) -> StackInfo:
        """Addresses and names of the stack, as soon as it has started.

        Raises:
            TemplateRefusedError: Its template is wrong, or cannot run here.
            StackError: It did not start; the message says why.
        """
        answer = self._answer()
        if "template_error" in answer:
            raise TemplateRefusedError(answer["template_error"])
        if "error" in answer:
            raise StackError(f"the local stack did not start: {answer['error']}")
        self._process_id = answer["process_id"]
        return StackInfo.from_json(answer)

    def close(self) -> None:
        """End the stack and wait until it is gone.

        A stack that has started and does not end is killed, or else it would compute until the end of the run. One that nobody
        has waited for may still be starting; if that takes long, it is left alone, and ends by itself when it has started.

        Raises:
            StackError: A stack that has started did not end in time, or the connection to it broke down.
        """
        process = self._process_id
        self._connection.settimeout(START_TIMEOUT if process is None else STOP_TIMEOUT)
        try:
            self._connection.shutdown(socket.SHUT_WR)
            while self._connection.recv(4096):
                pass
        except TimeoutError:
            if process is not None:
                with suppress(ProcessLookupError):
                    os.kill(process, signal.SIGKILL)
                raise StackError(f"the local stack did not end within {STOP_TIMEOUT:g} s") from None
        except OSError as error:
            raise StackError(f"the local stack did not end as it should: {error}") from None
        finally:
            self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _answer(self) -> dict[str, Any]:
        try:
            with self._connection.makefile("rb") as replies:
                reply = replies.readline()
        except OSError as error:
            raise StackError(f"the local stack did not start: {error}\n{self._parent.log_tail()}") from None
        if not reply:
            raise StackError(f"the local stack ended while starting:\n{self._parent.log_tail()}")
        answer: dict[str, Any] = json.loads(reply)
        return answer

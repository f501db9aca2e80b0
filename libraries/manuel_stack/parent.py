"""The warm parent: imports everything once, then forks a stack for each connection.

It stays single-threaded, because a fork copies only the thread that calls it. It ends with the run leader, or on SIGTERM.
"""

import json
import math
import os
import selectors
import signal
import socket
import sys
import tempfile
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from manuel_sandbox.garbage import no_garbage
from manuel_stack.lease import TEMPLATE, start_timeout
from manuel_stack.profiling import profile_written_to
from manuel_stack.run_directory import run_directory

if TYPE_CHECKING:
    from manuel_stack.process import LocalStack

LEADER_POLL_SECONDS = 0.5


class ForkServer:
    """Accepts connections on a Unix socket and forks a stack for each."""

    def __init__(self, listener: socket.socket, leader: int) -> None:
        self._listener = listener
        self._leader = leader
        self._selector = selectors.DefaultSelector()
        self._selector.register(listener, selectors.EVENT_READ)
        self._leader_fd = _watch(leader)
        self._directory = run_directory(leader)
        if self._leader_fd is not None:
            self._selector.register(self._leader_fd, selectors.EVENT_READ)

    def run(self) -> None:
        """Serve until the run leader is gone."""
        while self._leader_lives():
            for key, _ in self._selector.select(LEADER_POLL_SECONDS):
                if key.fileobj is self._listener:
                    self._accept()
            _reap_children()

    def _leader_lives(self) -> bool:
        if self._leader_fd is not None:
            return not any(key.fileobj == self._leader_fd for key, _ in self._selector.select(0))
        return _is_alive(self._leader)

    def _accept(self) -> None:
        connection, _ = self._listener.accept()
        connection.settimeout(None)
        if os.fork() == 0:
            self._become_stack(connection)
        connection.close()

    def _become_stack(self, connection: socket.socket) -> None:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        self._selector.close()
        self._listener.close()
        tempfile.tempdir = str(self._directory)  # which is removed, however this process ends
        status = 1
        try:
            serve_lease(connection)
            status = 0
        finally:
            sys.stderr.flush()
            os._exit(status)


def serve_lease(connection: socket.socket) -> None:
    """Run one stack for as long as the other side keeps the connection open. Then this process ends, and the stack with it."""
    request = connection.makefile("rb").readline()
    if not request:
        return
    options = json.loads(request)
    with profile_written_to(options.get("profile")):
        stack = _start_stack(connection, options)
        with suppress(ConnectionError):
            while connection.recv(4096):
                pass
    stack.stop_processes()


def _start_stack(connection: socket.socket, options: dict[str, Any]) -> "LocalStack":
    """Start the stack, or die of SIGALRM once the worker has given up waiting: a changed backend may never finish starting."""
    from application_template.errors import TemplateError
    from manuel_stack.process import LocalStack

    signal.alarm(math.ceil(start_timeout(options)))
    try:
        stack = LocalStack(options)
        stack.start()
    except TemplateError as error:
        _answer(connection, {"template_error": str(error)})
        raise
    except Exception as error:
        _answer(connection, {"error": f"{type(error).__name__}: {error}"})
        raise
    signal.alarm(0)
    _answer(connection, {**stack.info.to_json(), "process_id": os.getpid()})
    return stack


def _answer(connection: socket.socket, message: dict[str, Any]) -> None:
    connection.sendall(json.dumps(message).encode() + b"\n")


def _watch(pid: int) -> int | None:
    """Return a file descriptor that becomes readable when the process ends, if the system has such (Linux: pidfd_open(2))."""
    if not hasattr(os, "pidfd_open"):
        return None
    try:
        return os.pidfd_open(pid)
    except ProcessLookupError:
        sys.exit(0)


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def _reap_children() -> None:
    try:
        while os.waitpid(-1, os.WNOHANG) != (0, 0):
            pass
    except ChildProcessError:
        return


def main(listener_fd: str, leader: str, backend: str) -> None:
    """Run the process: `python -m manuel_stack.parent FD LEADER_PID BACKEND`."""
    from manuel_stack.process import warm_up

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with suppress(SystemExit):
        parent = ForkServer(socket.socket(fileno=int(listener_fd)), int(leader))
        with no_garbage():
            warm_up(for_template=backend == TEMPLATE)
        parent.run()
    # The run waits for this process, and shutting down an interpreter with this many modules takes a third of a second.
    os._exit(0)


if __name__ == "__main__":
    main(*sys.argv[1:])

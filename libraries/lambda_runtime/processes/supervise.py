"""The parent of function processes: it starts them, reaps them, and ends them when their user is gone.

`python -I -S supervise.py DESCRIPTOR USER FOLDER PACKAGES...` is run by the interpreter of the functions, which may be another
one than that of the tests, so it imports only the standard library and the scripts next to it. It reads commands, a JSON
object a line, from the socket with that descriptor, and writes there when a process has begun and when it has ended.

It stays single-threaded, because a fork copies only the thread that calls it, and the kernel kills a function's process when
the thread that has forked it ends (`prctl(2)`, PR_SET_PDEATHSIG).
"""

import ctypes
import gc
import json
import os
import selectors
import shutil
import signal
import socket
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

PR_SET_PDEATHSIG, PR_SET_NAME, PR_SET_CHILD_SUBREAPER = 1, 15, 36
CHUNK_BYTES = 64 * 1024
INTERPRETER_OPTIONS = ("-I", "-S", "-X", "utf8")

libc = ctypes.CDLL(None)


class ProcessSupervisor:
    """Serves one socket until it is told to end, or until its user is gone.

    Args:
        control: The socket.
        user: The process that uses the functions.
    """

    is_told_to_end = False
    """Whether its user has ended it, and will clean up."""

    def __init__(self, control: socket.socket, user: int) -> None:
        self._control = control
        self._received = b""
        self._processes: dict[int, str] = {}
        self._is_over = False
        self._selector = selectors.DefaultSelector()
        self._wake_up, wake_up = socket.socketpair()
        for end in (self._wake_up, wake_up):
            end.setblocking(False)
        self._wake_up_writer = wake_up
        self._selector.register(control, selectors.EVENT_READ, self._read_commands)
        self._selector.register(self._wake_up, selectors.EVENT_READ, self._reap)
        self._watch(user)

    def run(self) -> None:
        """Serve, and leave no process behind."""
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self._wake_up_writer.fileno(), warn_on_full_buffer=False)
        libc.prctl(PR_SET_CHILD_SUBREAPER, 1)
        while not self._is_over:
            for key, _ in self._selector.select():
                key.data()
        kill_descendants()

    def _watch(self, user: int) -> None:
        if hasattr(os, "pidfd_open"):
            try:
                self._selector.register(os.pidfd_open(user), selectors.EVENT_READ, self._end)
            except ProcessLookupError:
                self._end()

    def _end(self) -> None:
        self._is_over = True

    def _read_commands(self) -> None:
        try:
            data = self._control.recv(CHUNK_BYTES)
        except ConnectionError:  # its user was killed before it had read all events
            data = b""
        if not data:
            self._end()
        *lines, self._received = (self._received + data).split(b"\n")
        for line in lines:
            command = json.loads(line)
            if "end" in command:
                self.is_told_to_end = True
                self._end()
            elif "kill" in command:
                self._kill(command["kill"])
            elif "clock" in command:
                self._announce_time()
            else:
                self._start(command)

    def _start(self, order: dict[str, Any]) -> None:
        process = os.fork()
        if process == 0:
            self._become(order)
        self._processes[process] = order["name"]
        self._tell(name=order["name"], process=process)

    def _become(self, order: dict[str, Any]) -> None:
        parent = os.getppid()
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        self._selector.close()
        for end in (self._control, self._wake_up, self._wake_up_writer):
            end.close()
        os.setsid()
        libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        libc.prctl(PR_SET_NAME, order["variables"]["AWS_LAMBDA_FUNCTION_NAME"].encode())
        if os.getppid() != parent:
            os._exit(1)
        run_function(order)

    def _kill(self, name: str) -> None:
        for process, known in self._processes.items():
            if known == name:
                kill_group(process)

    def _announce_time(self) -> None:
        for process in self._processes:
            os.kill(process, python_function.process_clock.CHANGED)

    def _reap(self) -> None:
        with suppress(BlockingIOError):
            self._wake_up.recv(CHUNK_BYTES)
        with suppress(ChildProcessError):
            while ended := os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT):
                self._reap_one(ended.si_pid)

    def _reap_one(self, ended: int) -> None:
        """Reap a process, and kill what it has started and left behind; its group keeps its name until it is reaped."""
        if ended in self._processes:
            kill_group(ended)
        _, status, usage = os.wait4(ended, 0)
        if ended in self._processes:
            name = self._processes.pop(ended)
            self._tell(name=name, status=os.waitstatus_to_exitcode(status), memory_kilobytes=usage.ru_maxrss)

    def _tell(self, **event: Any) -> None:
        with suppress(ConnectionError):
            self._control.sendall(json.dumps(event).encode() + b"\n")


def run_function(order: dict[str, Any]) -> None:
    """Become the function's process: with its own folder, variables and log, and nothing else."""
    redirect_output(order["log"])
    os.chdir(order["directory"])
    if "command" in order:
        become_program(order["command"], order["variables"])
    arguments = order["python_function"]
    if python_function.is_shadowed(*arguments):
        program = [sys.executable, *INTERPRETER_OPTIONS, python_function.__file__, json.dumps(arguments)]
        become_program(program, order["variables"])
    os.environ.clear()
    os.environ.update(order["variables"])
    python_function.run(*arguments)


def become_program(command: list[str], variables: dict[str, str]) -> None:
    """Replace this process by a program."""
    os.execve(command[0], command, variables)  # noqa: S606 - without a shell, as it should be


def redirect_output(log: str) -> None:
    """Let both standard streams go to a file, and leave nothing to be read."""
    output = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for source, target in ((nothing, 0), (output, 1), (output, 2)):
        os.dup2(source, target)
    os.close(output)
    os.close(nothing)


def kill_group(process: int) -> None:
    """Kill a process and its group; it may not have become the leader of its group yet."""
    for kill in (os.killpg, os.kill):
        with suppress(ProcessLookupError):
            kill(process, signal.SIGKILL)


def kill_descendants() -> None:
    """Kill all children, and their children, which become ours when their parents are gone."""
    children = Path(f"/proc/self/task/{os.getpid()}/children")
    while processes := children.read_text().split():
        for process in processes:
            kill_group(int(process))
        for process in processes:
            os.waitpid(int(process), 0)


def main(descriptor: str, user: str, folder: str, *packages: str) -> None:
    """Run the process, and remove the folder of a user who is gone."""
    python_function.preload(*packages)
    gc.freeze()
    signal.signal(python_function.process_clock.CHANGED, signal.SIG_IGN)  # until a process follows the clock
    control = socket.socket(fileno=int(descriptor))
    control.set_inheritable(False)
    supervisor = ProcessSupervisor(control, int(user))
    supervisor.run()
    if not supervisor.is_told_to_end:
        shutil.rmtree(folder, ignore_errors=True)
    os._exit(0)


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent))
    import python_function  # type: ignore[import-not-found]

    del sys.path[0]
    main(*sys.argv[1:])

"""The parent of function processes, as seen by those who use it."""

import dataclasses
import json
import logging
import os
import socket
import subprocess
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from lambda_runtime.runtime_packages import ProcessPackages

logger = logging.getLogger(__name__)

SCRIPT = Path(__file__).parent / "processes" / "supervise.py"
INTERPRETER_OPTIONS = ("-I", "-S", "-X", "utf8")
END_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class ProcessEnd:
    """How a process has ended.

    Attributes:
        status: Its exit status; negative for the signal that killed it, None if it is unknown.
        memory_kilobytes: The most memory that it has used.
    """

    status: int | None
    memory_kilobytes: int = 0


@dataclass(frozen=True, slots=True)
class ProcessSetting:
    """Where a process runs.

    Attributes:
        directory: Its working directory.
        variables: Its environment variables; it has no others.
        log: The file to which it writes.
    """

    directory: str
    variables: dict[str, str]
    log: str


@dataclass(frozen=True, slots=True)
class PythonFunction:
    """What the process of a Python function runs.

    Attributes:
        handler: The method, such as `app.handler`.
        path: The folders in which modules are looked for.
        packages: The packages of the process.
        clock: The file that says how far its clock is ahead.
    """

    handler: str
    path: Sequence[str]
    packages: ProcessPackages
    clock: Path

    @property
    def arguments(self) -> list[Any]:
        """The arguments of `python_function.run`."""
        folders = [self.packages.runtime, self.clock, self.packages.clock]
        return [self.handler, list(self.path), *map(str, folders)]


class SupervisedProcess(Protocol):
    """What is told about its process."""

    name: str

    def process_has_begun(self, process: int) -> None:
        """Note the id of the process."""

    def process_has_ended(self, end: ProcessEnd) -> None:
        """Note how it has ended."""


class Supervisor:
    """Starts processes that live no longer than this one, and says when they have ended.

    Args:
        python: The interpreter that runs it, and the Python functions with it.
        packages: The packages of Python functions.
        folder: The folder with logs and temporary files, which it removes if this process is killed.
    """

    def __init__(self, python: str, packages: ProcessPackages, folder: Path) -> None:
        self._processes: dict[str, SupervisedProcess] = {}
        self._lock = threading.Lock()
        self._is_gone = threading.Event()
        self._control, theirs = socket.socketpair()
        with theirs:
            arguments = [theirs.fileno(), os.getpid(), folder, packages.runtime, packages.clock]
            self._process = subprocess.Popen(
                [python, *INTERPRETER_OPTIONS, str(SCRIPT), *map(str, arguments)],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                start_new_session=True,
                env={},
            )
        self._thread = threading.Thread(target=self._read_events, name="function-processes", daemon=True)
        self._thread.start()

    @property
    def is_alive(self) -> bool:
        """Whether it can start processes."""
        return not self._is_gone.is_set()

    def start_program(
        self, process: SupervisedProcess, setting: ProcessSetting, command: Sequence[str]
    ) -> None:
        """Start a program."""
        self._start(process, setting, command=list(command))

    def start_python(
        self,
        process: SupervisedProcess,
        setting: ProcessSetting,
        function: PythonFunction,
    ) -> None:
        """Start a Python function."""
        self._start(process, setting, python_function=function.arguments)

    def kill(self, process: SupervisedProcess) -> None:
        """Kill a process and all that it has started. It may have ended already."""
        self._send({"kill": process.name})

    def announce_time(self) -> None:
        """Let Python functions that run read their clock's file."""
        self._send({"clock": True})

    def stop(self) -> None:
        """Kill all processes, and wait until they are gone."""
        self._send({"end": True})
        with suppress(OSError):  # it may have ended already
            self._control.shutdown(socket.SHUT_WR)
        try:
            self._process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._thread.join(END_SECONDS)
        self._control.close()

    def _start(self, process: SupervisedProcess, setting: ProcessSetting, **program: Any) -> None:
        with self._lock:
            self._processes[process.name] = process
        if not self._send({"name": process.name, **dataclasses.asdict(setting), **program}):
            process.process_has_ended(ProcessEnd(None))

    def _send(self, command: Mapping[str, Any]) -> bool:
        line = json.dumps(command).encode() + b"\n"
        try:
            with self._lock:
                self._control.sendall(line)
        except OSError:
            logger.debug("The parent of the function processes is gone.")
            return False
        return True

    def _read_events(self) -> None:
        with self._control.makefile("rb") as events, suppress(ConnectionError):
            for line in events:
                self._note(json.loads(line))
        self._is_gone.set()  # before anyone is told, who would start another process here
        with self._lock:
            orphans = list(self._processes.values())
            self._processes.clear()
        for process in orphans:
            process.process_has_ended(ProcessEnd(None))

    def _note(self, event: dict[str, Any]) -> None:
        if "process" in event:
            self._processes[event["name"]].process_has_begun(event["process"])
        else:
            with self._lock:
                process = self._processes.pop(event["name"])
            process.process_has_ended(ProcessEnd(event["status"], event["memory_kilobytes"]))

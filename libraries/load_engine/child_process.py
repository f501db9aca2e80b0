"""A process that does one job, with which this process exchanges lines over pipes."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import IO

from secret_masking.environment_variables import without_secrets


class WorkerError(Exception):
    """A worker ended without a result; the message contains what it printed last."""


class ChildProcess:
    """The parent's end of a process. The process gets no variable that holds a secret.

    Args:
        module: What Python runs.
        errors: Where its standard error goes.
    """

    def __init__(self, module: str, errors: IO[bytes]) -> None:
        self._errors = errors
        self.process = subprocess.Popen(
            [sys.executable, "-m", module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            env=without_secrets(os.environ),
            start_new_session=True,  # Ctrl-C reaches the tests, which then end their workers
        )

    def send_line(self, line: str) -> None:
        """Send one line.

        Raises:
            WorkerError: The process has ended.
        """
        try:
            self._stdin.write(line + "\n")
            self._stdin.flush()
        except BrokenPipeError:
            raise self._failure() from None

    def receive_line(self) -> str:
        """Wait for one line.

        Raises:
            WorkerError: The process has ended.
        """
        line = self._stdout.readline()
        if not line:
            raise self._failure()
        return line.strip()

    def end(self) -> None:
        """End the process and close its pipes."""
        self.process.kill()
        self.process.wait()
        with suppress(BrokenPipeError):  # the last line sent is lost with it
            self._stdin.close()
        self._stdout.close()

    @property
    def _stdin(self) -> IO[str]:
        assert self.process.stdin is not None
        return self.process.stdin

    @property
    def _stdout(self) -> IO[str]:
        assert self.process.stdout is not None
        return self.process.stdout

    def _failure(self) -> WorkerError:
        status = self.process.wait()
        self._errors.seek(0)
        last_line = (self._errors.read().decode(errors="replace").strip().splitlines() or ["nothing"])[-1]
        return WorkerError(
            f"The process that sends the requests ended with status {status}. Its last output was: {last_line}"
        )


@contextmanager
def child_processes(module: str, count: int) -> Iterator[list[ChildProcess]]:
    """Start processes that run a module, and end them at the end of the context, however it ends."""
    with tempfile.TemporaryFile() as errors, ExitStack() as started:
        yield [_ended_with(started, ChildProcess(module, errors)) for _ in range(count)]


def _ended_with(started: ExitStack, child: ChildProcess) -> ChildProcess:
    started.callback(child.end)
    return child

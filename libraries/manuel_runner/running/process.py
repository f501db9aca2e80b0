"""The process that runs the tests, pabot or robot, for as long as it lives."""

import os
import signal
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from manuel_stack.run_leader import die_with_parent

SECONDS_BETWEEN_LOOKS = 0.1


def run_process(
    command: Sequence[str],
    directory: Path,
    variables: Mapping[str, str],
    output: Path,
    look: Callable[[], None],
) -> int | None:
    """Run a command to its end.

    Args:
        command: Program and arguments.
        directory: Its working directory.
        variables: Its environment variables.
        output: A file for what it prints.
        look: Is called several times a second until the end or an interruption, and once after the end. An exception from it
            ends the process.

    Returns:
        The exit status, which is negative if a signal has ended it; None if the run was interrupted.
    """
    with output.open("wb") as printed:
        process = subprocess.Popen(
            command,
            cwd=directory,
            env=variables,
            stdin=subprocess.DEVNULL,
            stdout=printed,
            stderr=subprocess.STDOUT,
            process_group=0,
            preexec_fn=die_with_parent,  # noqa: PLW1509 - this process has one thread
        )
        with _interruptible(process) as interrupted:
            status = _watched(process, look, interrupted)
    if interrupted:
        return None
    look()
    return status


def _watched(process: "subprocess.Popen[bytes]", look: Callable[[], None], interrupted: Sequence[int]) -> int:
    while True:
        with suppress(subprocess.TimeoutExpired):
            return process.wait(SECONDS_BETWEEN_LOOKS)
        if not interrupted:
            look()


@contextmanager
def _interruptible(process: "subprocess.Popen[bytes]") -> Iterator[list[int]]:
    """Interrupt the run on Ctrl-C, SIGTERM and the end of the terminal, and leave nothing of its process group behind.

    Without its terminal pabot goes on as if nothing had happened, because it cannot write that it was interrupted. So it is
    killed then, and its robot processes end with this process, their leader.

    Yields:
        The signals that came.
    """
    interrupted: list[int] = []

    def interrupt(number: int, _frame: object) -> None:
        interrupted.append(number)
        process.send_signal(signal.SIGKILL if number == signal.SIGHUP else signal.SIGINT)

    previous = {number: signal.signal(number, interrupt) for number in _interrupting_signals()}
    try:
        yield interrupted
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        for number, handler in previous.items():
            signal.signal(number, handler)


def _interrupting_signals() -> list[signal.Signals]:
    """Return the signals that end a run; one that `nohup` has disabled stays so."""
    hung_up = [] if signal.getsignal(signal.SIGHUP) == signal.SIG_IGN else [signal.SIGHUP]
    return [signal.SIGINT, signal.SIGTERM, *hung_up]

"""Recording which test executes which lines of the backend: coverage.py in the stack, and a listener that says which test runs.

A stack runs one test at a time, so whatever it executes between two tests' starts, in the background too, belongs to the first.
"""

import threading
import time
from collections.abc import Callable, Sequence
from multiprocessing.connection import Client, Listener
from pathlib import Path

from robot import result, running

from manuel_runner.code_mutation.line_coverage import NO_TEST
from manuel_runner.json_file import write_json

CHANGE = '''"""Lines are recorded."""


def apply():
    from manuel_runner.code_mutation.line_recording import record_lines

    record_lines({address!r}, {file!r}, {packages!r})
'''


class LineRecorder:
    """Records the lines that one run executes, as a Robot Framework listener that informs the stack which test is running.

    Args:
        folder: An empty folder for its files.
        packages: The folders whose lines are recorded.

    Attributes:
        change: The change, of the same form as a defect, that makes a stack record.
        lines: What the stack writes: a file of coverage.py, with the names of tests as contexts.
        seconds: What the listener writes: how long each test took, as JSON.
    """

    ROBOT_LISTENER_API_VERSION = 3

    def __init__(self, folder: Path, packages: Sequence[Path]) -> None:
        self.change, self.lines, self.seconds = (
            folder / "change.py",
            folder / "lines",
            folder / "seconds.json",
        )
        self._address = str(folder / "socket")
        self._seconds: dict[str, float] = {}
        self._started = 0.0
        self.change.write_text(
            CHANGE.format(address=self._address, file=str(self.lines), packages=[*map(str, packages)]),
            encoding="utf-8",
        )

    def start_test(self, data: running.TestCase, result: result.TestCase) -> None:  # noqa: ARG002 - the listener interface
        """Attribute lines to this test from now on."""
        self._switch_to(_name(data))
        self._started = time.monotonic()

    def end_test(self, data: running.TestCase, result: result.TestCase) -> None:  # noqa: ARG002 - the listener interface
        """Note how long the test took."""
        self._seconds[_name(data)] = round(time.monotonic() - self._started, 3)

    def close(self) -> None:
        """Let the stack write the lines of the last test, and write the durations."""
        self._switch_to(NO_TEST)
        write_json(self.seconds, self._seconds)

    def _switch_to(self, test: str) -> None:
        with Client(self._address) as stack:
            stack.send(test)
            stack.recv()


def record_lines(address: str, file: str, packages: Sequence[str]) -> None:
    """Record the lines that this process executes from now on.

    Args:
        address: The Unix socket that takes the name of each test as it starts, and answers once lines are attributed to it.
        file: The file to write.
        packages: The folders whose lines are recorded.
    """
    from coverage import Coverage

    recorder = Coverage(data_file=file, config_file=False, include=[f"{package}/*" for package in packages])
    recorder.set_option(
        "run:core", "ctrace"
    )  # sys.monitoring reports a line once, whichever tests execute it
    recorder.start()
    arguments = (Listener(address), recorder.switch_context)
    threading.Thread(target=_switch_contexts, args=arguments, name="contexts", daemon=True).start()


def _switch_contexts(listener: Listener, switch: Callable[[str], None]) -> None:
    while True:
        with listener.accept() as connection:
            switch(connection.recv())
            connection.send(None)


def _name(test: running.TestCase) -> str:
    return str(test.full_name).partition(".")[2]

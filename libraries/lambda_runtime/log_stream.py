"""What one process of a function logs, and the lines that the platform adds."""

import math
import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

_LINE_END = b"\n"
_LINE = re.compile(rb"[^\n]*\n")
LINE_ENDS_IN_MESSAGE = "\r"
"""With which the runtime client joins the lines of one message when it writes to standard output."""


@dataclass(frozen=True, slots=True)
class LogEvent:
    """A message of a log.

    Attributes:
        moment: When the process or the invocation began that logged it, in epoch seconds.
        message: Its lines.
    """

    moment: float
    message: str


@dataclass(frozen=True, slots=True)
class LoggedEvents:
    """What has been logged until an invocation ended.

    Attributes:
        stream: The name of the stream.
        first: The number that the first of the events has in its stream.
        events: The events.
    """

    stream: str
    first: int
    events: Sequence[LogEvent]


class LogStream:
    """The file to which a process and the platform write.

    Args:
        name: Its name in CloudWatch Logs.
        path: The file.
        memory_megabytes: The memory of the function, for the report.
        forward: Gets what has been logged when an invocation has ended.
    """

    def __init__(
        self,
        name: str,
        path: Path,
        memory_megabytes: int,
        forward: Callable[[LoggedEvents], None] = lambda _logged: None,
    ) -> None:
        self.name = name
        self.path = path
        self._memory_megabytes = memory_megabytes
        self._forward = forward
        self._read = self._forwarded = 0
        self._parts = [(0, time.time())]
        path.touch(0o600)

    @property
    def text(self) -> str:
        """All that has been logged."""
        return _as_text(self.path.read_bytes())

    def events(self) -> Iterator[LogEvent]:
        """Iterate over the messages that have been logged. A line is one as soon as it ends: `print` writes in several parts."""
        log = self.path.read_bytes()
        for (start, moment), (end, _) in pairwise([*self._parts, (len(log), 0.0)]):
            for line in _LINE.findall(log[start:end]):
                yield LogEvent(moment, _as_text(line))

    def initialise(self, runtime: str) -> None:
        """Note that the process starts."""
        self._write(f"INIT_START Runtime Version: {runtime}")

    def begin(self, request_id: str) -> None:
        """Note the beginning of an invocation."""
        self._end_line()
        self._parts.append((self.path.stat().st_size, time.time()))
        self._write(f"START RequestId: {request_id} Version: $LATEST")

    def end(  # noqa: PLR0913 - what a report says
        self,
        request_id: str,
        *,
        seconds: float,
        used_kilobytes: int,
        init_seconds: float | None = None,
        problem: str | None = None,
        status: str | None = None,
    ) -> str:
        """Note the end of an invocation, and return what has been logged since the last one ended.

        Args:
            request_id: The id of the invocation.
            seconds: How long it took.
            used_kilobytes: The most memory that the process has used.
            init_seconds: How long the process took to start, if it was started for this invocation.
            problem: What the platform says about an invocation that did not answer.
            status: `timeout` or `error` for such an invocation.
        """
        milliseconds = seconds * 1000
        report = [
            f"REPORT RequestId: {request_id}",
            f"Duration: {milliseconds:.2f} ms",
            f"Billed Duration: {math.ceil(milliseconds)} ms",
            f"Memory Size: {self._memory_megabytes} MB",
            f"Max Memory Used: {math.ceil(used_kilobytes / 1024)} MB",
        ]
        if init_seconds is not None:
            report.append(f"Init Duration: {init_seconds * 1000:.2f} ms")
        if status is not None:
            report.append(f"Status: {status}")
        problems = [problem] if problem else []
        self._end_line()
        self._write(*problems, f"END RequestId: {request_id}", "\t".join(report))
        begin, log = self._read, self._unread()
        self._forward_new(begin, log)
        return _as_text(log)

    def _end_line(self) -> None:
        """End a line that the process has begun: the platform's own have lines of their own."""
        with self.path.open("a+b") as file:
            file.seek(max(file.tell() - 1, 0))
            if file.read(1) not in (b"", _LINE_END):
                file.write(_LINE_END)

    def _write(self, *lines: str) -> None:
        with self.path.open("ab") as file:
            file.write("".join(f"{line}\n" for line in lines).encode())

    def _unread(self) -> bytes:
        with self.path.open("rb") as file:
            file.seek(self._read)
            log = file.read()
        log = log[: log.rfind(_LINE_END) + 1]
        self._read += len(log)
        return log

    def _forward_new(self, begin: int, log: bytes) -> None:
        """Forward what was logged since the last invocation ended, which is in the last two parts."""
        parts = [(max(start - begin, 0), moment) for start, moment in self._parts[-2:]]
        events = [
            LogEvent(moment, _as_text(line))
            for (start, moment), (end, _) in pairwise([*parts, (len(log), 0.0)])
            for line in _LINE.findall(log[start:end])
        ]
        self._forward(LoggedEvents(self.name, self._forwarded, events))
        self._forwarded += len(events)


def _as_text(log: bytes) -> str:
    return log.decode(errors="replace").replace(LINE_ENDS_IN_MESSAGE, "\n")

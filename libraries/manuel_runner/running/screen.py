"""Where the progress of a run is shown: in a line of a terminal that changes, or in plain lines."""

import errno
import os
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol, TextIO

if TYPE_CHECKING:
    from rich.console import RenderableType

SECONDS_BETWEEN_PLAIN_LINES = 10.0
_BAR_WIDTH = 12


class Screen(Protocol):
    """A place for lines."""

    def say(self, line: str, style: str = "") -> None:
        """Print a line that stays, in a style of rich."""

    def show(self, done: int, total: int, lines: Sequence[str]) -> None:
        """Show how far the run has come, and lines about it, in place of what was shown before."""


class PlainScreen:
    """A pipe, a file, or the log of a CI server: no control codes, but a line of progress every few seconds."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._due = time.monotonic() + SECONDS_BETWEEN_PLAIN_LINES

    def say(self, line: str, style: str = "") -> None:  # noqa: ARG002 - a plain screen has no styles
        """Print a line."""
        print(line, file=self._stream, flush=True)

    def show(self, done: int, total: int, lines: Sequence[str]) -> None:  # noqa: ARG002 - the lines say so
        """Print the lines, unless that was done a moment ago."""
        if time.monotonic() >= self._due:
            self._due = time.monotonic() + SECONDS_BETWEEN_PLAIN_LINES
            for line in lines:
                self.say(line)


class LiveScreen:
    """A terminal, whose last lines are written again and again."""

    def __init__(self, stream: TextIO) -> None:
        from rich.console import Console
        from rich.live import Live

        self._console = Console(file=stream, highlight=False, markup=False, emoji=False)
        self._live = Live(console=self._console, auto_refresh=False, transient=True)
        self._shown: tuple[int, int, Sequence[str]] | None = None

    def __enter__(self) -> "LiveScreen":
        self._live.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._live.stop()

    def say(self, line: str, style: str = "") -> None:
        """Print a line above those that change."""
        self._console.print(line, style=style, soft_wrap=True)

    def show(self, done: int, total: int, lines: Sequence[str]) -> None:
        """Write the last lines again, if they have changed."""
        if (done, total, lines) != self._shown:
            self._shown = (done, total, lines)
            self._live.update(_with_bar(done, total, lines), refresh=True)


def _with_bar(done: int, total: int, lines: Sequence[str]) -> "RenderableType":
    from rich.console import Group
    from rich.progress_bar import ProgressBar
    from rich.table import Table
    from rich.text import Text

    first, *others = (Text(line, no_wrap=True, overflow="ellipsis") for line in lines)
    head = Table.grid(padding=(0, 1))
    head.add_row(ProgressBar(total=total, completed=done, width=_BAR_WIDTH), first)
    return Group(head, *others)


def is_terminal(stream: TextIO, variables: Mapping[str, str]) -> bool:
    """Return whether lines on a stream can be rewritten, unless plain ones were asked for."""
    is_plain = variables.get("NO_COLOR") or variables.get("CI") or variables.get("TERM") == "dumb"
    return stream.isatty() and not is_plain


@contextmanager
def screen() -> Iterator[Screen]:
    """Yield the place for lines on standard output.

    Raises:
        BrokenPipeError: The reader has gone, or the terminal was closed.
    """
    try:
        if is_terminal(sys.stdout, os.environ):
            with LiveScreen(sys.stdout) as live:
                yield live
        else:
            yield PlainScreen(sys.stdout)
    except OSError as error:
        if error.errno == errno.EIO:  # a terminal that was closed
            raise BrokenPipeError(error.errno, "the terminal was closed") from None
        raise

"""What happens in the processes of a run, reported to the one that shows it.

Each process appends lines of JSON to one file, which the environment variable `MANUEL_RUN_EVENTS` names. Unlike a pipe, a file
never makes a writer wait: a slow reader, or one that is gone, slows no test down. Without the variable nothing is written.

Example:
    >>> import os, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     events = EventFile(Path(folder) / "events")
    ...     os.environ.update(events.variables)
    ...     tell("test", name="Service Is Healthy")
    ...     events.new()
    [{'event': 'test', 'name': 'Service Is Healthy'}]
"""

import functools
import json
import os
from pathlib import Path
from typing import Any

from strict_json import well_formed_json

EVENTS_VARIABLE = "MANUEL_RUN_EVENTS"


def tell(event: str, **fields: Any) -> None:
    """Append an event to the file of this run; do nothing in a run that is not watched.

    The line is written at once and as a whole, so that the lines of several processes never mix.

    Args:
        event: What has happened, in a word.
        fields: What there is to say about it, as values of JSON.
    """
    path = os.environ.get(EVENTS_VARIABLE)
    if path is not None:
        line = well_formed_json({"event": event, **fields})
        os.write(_opened(path), f"{line}\n".encode())


def is_watched() -> bool:
    """Return whether this run is watched."""
    return EVENTS_VARIABLE in os.environ


@functools.cache
def _opened(path: str) -> int:
    return os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)


class EventFile:
    """The file of a run's events, for the process that reads them.

    Args:
        path: Where it is; created if necessary.
    """

    def __init__(self, path: Path) -> None:
        path.touch(mode=0o600)
        self._path = path
        self._read = 0

    @property
    def variables(self) -> dict[str, str]:
        """The environment variables of the processes that are to write to it."""
        return {EVENTS_VARIABLE: str(self._path)}

    def new(self) -> list[dict[str, Any]]:
        """Return the events since the last call. A line that is being written is left for the next one."""
        with self._path.open("rb") as file:
            file.seek(self._read)
            complete, newline, _ = file.read().rpartition(b"\n")
        self._read += len(complete) + len(newline)
        return [_parsed(line) for line in complete.splitlines()]


def _parsed(line: bytes) -> dict[str, Any]:
    """Return an event; instead of one that a full disk has cut off, a warning: watching must not end a run."""
    try:
        event: dict[str, Any] = json.loads(line)
    except ValueError:
        return {
            "event": "message",
            "level": "WARN",
            "text": "an event of this run is incomplete: is the disk full?",
        }
    return event

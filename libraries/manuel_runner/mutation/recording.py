"""Which test gets which responses, and what is in them."""

import json
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from robot import result, running

from manuel_runner.mutation.documents import MemberPath, parse, paths_in
from manuel_runner.mutation.proxy import Exchange, proxy_before

CHANGING_HEADERS = {"connection", "content-length", "date", "keep-alive", "server", "transfer-encoding"}
"""Headers of the connection, which no contract is about."""


@dataclass
class Seen:
    """What was seen of the responses of one operation with one status.

    Attributes:
        headers: Names of their headers.
        paths: Paths of the members of their bodies.
        tests: How long each test took, in seconds, that got one of them.
    """

    headers: set[str] = field(default_factory=set)
    paths: set[MemberPath] = field(default_factory=set)
    tests: dict[str, float] = field(default_factory=dict)


Recording = dict[tuple[str, int], Seen]
"""What was seen, by operation and status."""


class Recorder:
    """Stands before the API, and is a listener as well: it knows which test runs.

    Args:
        file: Where the recording is written.
        base_path: What the API's paths begin with.
    """

    ROBOT_LISTENER_API_VERSION = 3

    def __init__(self, file: Path, base_path: str) -> None:
        self._file = file
        self._base_path = base_path
        self._recording: Recording = {}
        self._of_this_test: set[tuple[str, int]] = set()
        self._started = 0.0

    @contextmanager
    def front(self, api_url: str) -> Iterator[str]:
        """Record what goes by, and write it down at the end."""
        with proxy_before(api_url, self._base_path, self._record) as url:
            yield url
        self._file.write_text(json.dumps(_as_json(self._recording)), encoding="utf-8")

    def start_test(self, data: running.TestCase, result: result.TestCase) -> None:  # noqa: ARG002 - the listener interface
        """Responses are this test's from here."""
        self._of_this_test.clear()
        self._started = time.monotonic()

    def end_test(self, data: running.TestCase, result: result.TestCase) -> None:  # noqa: ARG002 - the listener interface
        """Keep for each kind of response that this test got some."""
        name = str(data.full_name).partition(".")[2]
        for kind in self._of_this_test:
            self._recording[kind].tests[name] = time.monotonic() - self._started

    def _record(self, exchange: Exchange) -> Exchange:
        kind = (exchange.operation, exchange.status)
        seen = self._recording.setdefault(kind, Seen())
        seen.headers |= {name for name, _ in exchange.headers if name.lower() not in CHANGING_HEADERS}
        seen.paths |= _paths(exchange.body)
        self._of_this_test.add(kind)
        return exchange


def read_recordings(files: Iterable[Path]) -> Recording:
    """Put the recordings of several processes together."""
    recording: Recording = {}
    for file in files:
        for entry in json.loads(file.read_text(encoding="utf-8")):
            seen = recording.setdefault((entry["operation"], entry["status"]), Seen())
            seen.headers |= set(entry["headers"])
            seen.paths |= {tuple(path) for path in entry["paths"]}
            seen.tests |= entry["tests"]
    return recording


def _as_json(recording: Recording) -> list[dict[str, Any]]:
    return [
        {
            "operation": operation,
            "status": status,
            "headers": sorted(seen.headers),
            "paths": sorted(seen.paths),
            "tests": seen.tests,
        }
        for (operation, status), seen in recording.items()
    ]


def _paths(body: bytes) -> set[MemberPath]:
    try:
        return set(paths_in(parse(body.decode())))
    except ValueError:
        return set()

"""Which test receives which responses, and what they contain."""

import json
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from robot import result, running

from manuel_runner.mutation.documents import MemberPath, parse, paths_in
from manuel_runner.mutation.proxy import OperationResponse, proxy_in_front_of

EXCLUDED_HEADERS = {"connection", "content-length", "date", "keep-alive", "server", "transfer-encoding"}
"""Headers of the connection, which no contract covers."""


@dataclass
class RecordedResponses:
    """The recorded responses of one operation with one status.

    Attributes:
        headers: The names of their headers.
        paths: The paths of the members of their bodies.
        tests: The tests that received one of them, with their duration in seconds.
    """

    headers: set[str] = field(default_factory=set)
    paths: set[MemberPath] = field(default_factory=set)
    tests: dict[str, float] = field(default_factory=dict)


Recording = dict[tuple[str, int], RecordedResponses]
"""The recorded responses by operation and status."""


class Recorder:
    """Records responses as a proxy in front of the API, and as a Robot Framework listener the test that receives them.

    Args:
        file: The file to write the recording to.
        base_path: The beginning of the API's paths.
    """

    ROBOT_LISTENER_API_VERSION = 3

    def __init__(self, file: Path, base_path: str) -> None:
        self._file = file
        self._base_path = base_path
        self._recording: Recording = {}
        self._current: set[tuple[str, int]] = set()
        self._started = 0.0

    @contextmanager
    def proxy(self, api_url: str) -> Iterator[str]:
        """Record the responses of the API at this URL, and write the recording at the end."""
        with proxy_in_front_of(api_url, self._base_path, self._record) as url:
            yield url
        self._file.write_text(json.dumps(_as_json(self._recording)), encoding="utf-8")

    def start_test(self, data: running.TestCase, result: result.TestCase) -> None:  # noqa: ARG002 - the listener interface
        """Attribute responses to this test from now on."""
        self._current.clear()
        self._started = time.monotonic()

    def end_test(self, data: running.TestCase, result: result.TestCase) -> None:  # noqa: ARG002 - the listener interface
        """Add the test to each kind of response that it received."""
        name = str(data.full_name).partition(".")[2]
        for kind in self._current:
            self._recording[kind].tests[name] = time.monotonic() - self._started

    def _record(self, response: OperationResponse) -> OperationResponse:
        kind = (response.operation, response.status)
        recorded = self._recording.setdefault(kind, RecordedResponses())
        recorded.headers |= {name for name, _ in response.headers if name.lower() not in EXCLUDED_HEADERS}
        recorded.paths |= _paths(response.body)
        self._current.add(kind)
        return response


def read_recordings(files: Iterable[Path]) -> Recording:
    """Merge the recordings of several processes."""
    recording: Recording = {}
    for file in files:
        for entry in json.loads(file.read_text(encoding="utf-8")):
            recorded = recording.setdefault((entry["operation"], entry["status"]), RecordedResponses())
            recorded.headers |= set(entry["headers"])
            recorded.paths |= {tuple(path) for path in entry["paths"]}
            recorded.tests |= entry["tests"]
    return recording


def without_tests(recording: Recording, tests: Iterable[str]) -> Recording:
    """Return a recording in which these tests receive nothing; what no other test receives is left out."""
    left_out = set(tests)
    kept = {
        kind: replace(
            recorded,
            tests={name: seconds for name, seconds in recorded.tests.items() if name not in left_out},
        )
        for kind, recorded in recording.items()
    }
    return {kind: recorded for kind, recorded in kept.items() if recorded.tests}


def _as_json(recording: Recording) -> list[dict[str, Any]]:
    return [
        {
            "operation": operation,
            "status": status,
            "headers": sorted(recorded.headers),
            "paths": sorted(recorded.paths),
            "tests": recorded.tests,
        }
        for (operation, status), recorded in recording.items()
    ]


def _paths(body: bytes) -> set[MemberPath]:
    try:
        return set(paths_in(parse(body.decode())))
    except ValueError:
        return set()

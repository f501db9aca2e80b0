"""Listener that counts the requests of each test to the API, as they pass the gate that every request passes."""

import json
import os
from pathlib import Path
from typing import Any

from robot import result, running

from ManuelEnvironment import running_environment
from request_gate.gate import RequestGate
from request_gate.hosts import origin_and_path_of


class ApiCallCounter:
    """Writes `{"<full name>": {"requests": N, "tags": [...]}}` to a file of its process in a folder."""

    ROBOT_LISTENER_API_VERSION = 3

    def __init__(self, folder: str) -> None:
        self._output = Path(folder) / f"{os.getpid()}.json"
        self._requests = 0
        self._tests: dict[str, dict[str, object]] = {}
        self._count_at_the_gate()

    def start_test(self, data: running.TestCase, result: result.TestCase) -> None:
        """Start counting for this test."""
        self._requests = 0

    def end_test(self, data: running.TestCase, result: result.TestCase) -> None:
        """Store the count of this test."""
        self._tests[data.full_name] = {"requests": self._requests, "tags": list(data.tags)}

    def close(self) -> None:
        """Write all counts."""
        self._output.write_text(json.dumps(self._tests))

    def _count_at_the_gate(self) -> None:
        admit = RequestGate.admit

        def count_and_admit(gate: RequestGate, method: str, url: str, **options: Any) -> None:
            self._requests += _is_of_the_api(url)
            admit(gate, method, url, **options)

        RequestGate.admit = count_and_admit  # type: ignore[method-assign]


def _is_of_the_api(url: str) -> bool:
    environment = running_environment()
    return environment is not None and _origin(url) == _origin(environment.api_base_url)


def _origin(url: str) -> str:
    return origin_and_path_of(url)[0]

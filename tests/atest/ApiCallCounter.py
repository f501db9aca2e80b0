"""Listener that counts the requests of each test to the API, which is replaced with a server that only counts them.

A test that talks to the API sends its first request before it can fail because of the response: to know which tests do, no
working API is needed.
"""

import json
import os
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from robot import result, running

from loopback_server.server import LoopbackServer
from manuel_stack.lease import StackLease, WarmParent
from ManuelEnvironment.configuration import LOCAL, read_environment
from ManuelEnvironment.environment import stack_options
from ManuelEnvironment.settings import validate

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment


class ApiCallCounter:
    """Writes `{"<full name>": {"requests": N, "tags": [...]}}` to a file."""

    ROBOT_LISTENER_API_VERSION = 3

    def __init__(self, output: str) -> None:
        self._output = Path(output)
        self._requests = 0
        self._tests: dict[str, dict[str, object]] = {}
        self._cleanup = ExitStack()
        parent = WarmParent(os.getpid())
        self._cleanup.callback(parent.stop)
        settings = validate(read_environment(LOCAL), source=LOCAL)
        lease = self._cleanup.enter_context(StackLease(parent, stack_options(settings, None)))
        server = self._cleanup.enter_context(LoopbackServer(self._count))
        os.environ.update(API_BASE_URL=server.url, AWS_ENDPOINT_URL=lease.info.aws_endpoint_url)

    def start_test(self, data: running.TestCase, result: result.TestCase) -> None:
        """Start counting for this test."""
        self._requests = 0

    def end_test(self, data: running.TestCase, result: result.TestCase) -> None:
        """Store the count of this test."""
        self._tests[data.full_name] = {"requests": self._requests, "tags": list(data.tags)}

    def close(self) -> None:
        """Write all counts, and stop the servers."""
        self._output.write_text(json.dumps(self._tests))
        self._cleanup.close()

    def _count(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        self._requests += 1
        start_response("500 Internal Server Error", [("Content-Type", "application/json")])
        return [b'{"message": "Internal server error"}']

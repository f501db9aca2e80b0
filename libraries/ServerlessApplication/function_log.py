"""What functions have logged, as CloudWatch Logs has it."""

import time
from typing import Any

from ServerlessApplication import application_under_test


class FunctionLog:
    """Reads the logs of functions since the beginning of the test, or of the suite in its setup."""

    def __init__(self) -> None:
        self._began: list[float] = []

    def enter(self) -> None:
        """Begin a suite or a test."""
        self._began.append(time.time())

    def leave(self) -> None:
        """End a suite or a test."""
        self._began.pop()

    def read(self, function: str) -> str:
        """Return what a function has logged."""
        name = application_under_test.physical_name(function)
        pages = (
            application_under_test.client("logs")
            .get_paginator("filter_log_events")
            .paginate(logGroupName=f"/aws/lambda/{name}", startTime=self._start())
        )
        events: list[dict[str, Any]] = [event for page in pages for event in page["events"]]
        return "".join(str(event["message"]) for event in events)

    def _start(self) -> int:
        return int(self._began[-1] * 1000) if self._began else 0

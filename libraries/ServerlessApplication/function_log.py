"""What functions have logged, as CloudWatch Logs has it."""

import time
from collections.abc import Mapping
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
        name = application_under_test.function_name(function)
        group = _log_group(name)
        pages = (
            application_under_test.client("logs")
            .get_paginator("filter_log_events")
            .paginate(logGroupName=group, startTime=self._start())
        )
        events: list[dict[str, Any]] = [event for page in pages for event in page["events"]]
        return "".join(str(event["message"]) for event in events if _is_of(event, name, group))

    def _start(self) -> int:
        return int(self._began[-1] * 1000) if self._began else 0


def _log_group(name: str) -> str:
    client = application_under_test.client("lambda")
    return str(client.get_function_configuration(FunctionName=name)["LoggingConfig"]["LogGroup"])


def _is_of(event: Mapping[str, Any], name: str, group: str) -> bool:
    """Return whether an event is of a function, whose streams have its name where the group is not the function's own."""
    stream = event["logStreamName"]
    return f"/{name}[" in stream or (group == f"/aws/lambda/{name}" and "/[" in stream)

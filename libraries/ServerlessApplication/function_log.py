"""What functions have logged, as CloudWatch Logs has it."""

import time
from collections.abc import Mapping
from typing import Any

from ServerlessApplication import application_under_test

_SIGNS_OF_AN_ERROR = ("[ERROR]", "\tERROR\t", "Task timed out", "Runtime exited")


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
        return "".join(str(event["message"]) for event in self._events(name))

    def last_error(self) -> str | None:
        """Return the first line of the last error that a function has logged, with its name; None if none has."""
        errors = [
            (int(event["timestamp"]), f"{logical_id}: {event['message'].splitlines()[0].rstrip()}")
            for name, logical_id in application_under_test.functions().items()
            for event in self._events(name)
            if any(sign in event["message"] for sign in _SIGNS_OF_AN_ERROR)
        ]
        return max(errors)[1] if errors else None

    def _events(self, name: str) -> list[dict[str, Any]]:
        group = _log_group(name)
        pages = (
            application_under_test.client("logs")
            .get_paginator("filter_log_events")
            .paginate(logGroupName=group, startTime=self._start())
        )
        events: list[dict[str, Any]] = [event for page in pages for event in page["events"]]
        return [event for event in events if _is_of(event, name, group)]

    def _start(self) -> int:
        return int(self._began[-1] * 1000) if self._began else 0


def _log_group(name: str) -> str:
    client = application_under_test.client("lambda")
    return str(client.get_function_configuration(FunctionName=name)["LoggingConfig"]["LogGroup"])


def _is_of(event: Mapping[str, Any], name: str, group: str) -> bool:
    """Return whether an event is of a function, whose streams have its name where the group is not the function's own."""
    stream = event["logStreamName"]
    return f"/{name}[" in stream or (group == f"/aws/lambda/{name}" and "/[" in stream)

"""Invocations of the application's functions by the Lambda API."""

import base64
import functools
import json
from dataclasses import dataclass
from typing import Any

from ManuelEnvironment import Environment, current_environment
from ServerlessApplication import application_under_test

LONGEST_INVOCATION = 910
"""In seconds, and a little longer than the longest timeout of a function (900, AWS, "Configure Lambda function timeout")."""


@dataclass(frozen=True, slots=True)
class Invoked:
    """What a function has answered.

    Attributes:
        function: Its name as the test gave it.
        payload: The result or the error.
        is_failed: Whether it is an error.
        log: The end of what it has logged.
    """

    function: str
    payload: Any
    is_failed: bool
    log: str

    @property
    def error(self) -> str:
        """The error in a line, such as `ValueError: no such order`."""
        return f"{self.payload.get('errorType', 'Error')}: {self.payload.get('errorMessage', '')}"


def invoke(function: str, event: Any) -> Invoked:
    """Invoke a function and wait for its answer."""
    name = application_under_test.function_name(function)
    answer = _client(current_environment()).invoke(FunctionName=name, Payload=as_json(event), LogType="Tail")
    payload = json.loads(answer["Payload"].read() or b"null")
    log = base64.b64decode(answer.get("LogResult", "")).decode(errors="replace")
    return Invoked(function, payload, "FunctionError" in answer, log)


def send(function: str, event: Any) -> None:
    """Let a function process an event, and do not wait for it."""
    name = application_under_test.function_name(function)
    _client(current_environment()).invoke(FunctionName=name, Payload=as_json(event), InvocationType="Event")


@functools.cache
def _client(environment: Environment) -> Any:
    """Return a boto3 client that waits for as long as a function may run, and invokes it once, whatever comes back."""
    from botocore.config import Config

    config = Config(read_timeout=LONGEST_INVOCATION, retries={"total_max_attempts": 1})
    return environment.aws_client("lambda", config=config)


def as_json(event: Any) -> bytes:
    """Return an event as JSON; a string is JSON already."""
    return event.encode() if isinstance(event, str) else json.dumps(event).encode()

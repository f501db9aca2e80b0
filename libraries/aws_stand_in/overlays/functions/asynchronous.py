"""Asynchronous invocations: events are accepted, tried again, and recorded at their destinations.

Source: AWS Lambda Developer Guide, "Invoking a Lambda function asynchronously".
"""

import json
import logging
import threading
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from aws_stand_in.overlays.functions.destinations import DestinationAccount
from aws_stand_in.overlays.functions.registered import RegisteredFunctions
from lambda_runtime.function import InvocationResult, TooManyInvocationsError

logger = logging.getLogger(__name__)

RETRY_SECONDS = (0.2, 0.4)
"""How long an event waits before it is tried again; on AWS it is one minute, then two."""
THROTTLED_SECONDS = 0.1
MOST_RETRIES = 2
OLDEST_EVENT_SECONDS = 6 * 60 * 60
ERROR_MESSAGE_BYTES = 1024


@dataclass(frozen=True, slots=True)
class AsynchronousEvent:
    """An event that has been accepted.

    Attributes:
        function_name: The function's name.
        payload: The event, in JSON.
        trace_id: The value of `X-Amzn-Trace-Id`.
        client_context: What a mobile client tells about itself, in JSON.
        request_id: The id of the invocation, the same at each attempt.
        accepted_at: When it was accepted, by the monotonic clock.
    """

    function_name: str
    payload: bytes
    trace_id: str | None = None
    client_context: str | None = None
    request_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    accepted_at: float = field(default_factory=time.monotonic)


class AsynchronousInvocations:
    """Processes events, each on a thread of its own."""

    def __init__(self) -> None:
        self._is_over = threading.Event()

    def accept(
        self, event: AsynchronousEvent, functions: RegisteredFunctions, account: DestinationAccount
    ) -> None:
        """Process an event, and return at once."""
        threading.Thread(
            target=self._process,
            args=(event, functions, account),
            name="asynchronous-invocation",
            daemon=True,
        ).start()

    def close(self) -> None:
        """Stop retrying events."""
        self._is_over.set()

    def _process(
        self, event: AsynchronousEvent, functions: RegisteredFunctions, account: DestinationAccount
    ) -> None:
        attempts, result = self._try(event, functions)
        if result is None or self._is_over.is_set():
            return
        try:
            _record(event, functions, account, attempts, result)
        except Exception:
            logger.exception("The result of %s could not be sent to its destination.", event.function_name)

    def _try(
        self, event: AsynchronousEvent, functions: RegisteredFunctions
    ) -> tuple[int, InvocationResult | None]:
        """Return how often an event was tried, and the last result; None if it could not be tried at all."""
        configuration = functions.invoke_configurations.get(event.function_name, {})
        retries = configuration.get("MaximumRetryAttempts", MOST_RETRIES)
        end = event.accepted_at + configuration.get("MaximumEventAgeInSeconds", OLDEST_EVENT_SECONDS)
        result = None
        for attempt in range(1, retries + 2):
            result = self._invoke(event, functions, end) or result
            if result is None or result.error is None or attempt > retries:
                return attempt, result
            if self._is_over.wait(RETRY_SECONDS[attempt - 1]):
                break
        return retries + 1, result

    def _invoke(
        self, event: AsynchronousEvent, functions: RegisteredFunctions, end: float
    ) -> InvocationResult | None:
        """Invoke the function, as soon as its concurrency allows it."""
        while time.monotonic() < end:
            try:
                return functions.running.invoke(
                    event.function_name,
                    event.payload,
                    trace_id=event.trace_id,
                    client_context=event.client_context,
                    request_id=event.request_id,
                )
            except TooManyInvocationsError:
                if self._is_over.wait(THROTTLED_SECONDS):
                    break
        return None


def _record(
    event: AsynchronousEvent,
    functions: RegisteredFunctions,
    account: DestinationAccount,
    attempts: int,
    result: InvocationResult,
) -> None:
    """Send the outcome of an event to where it is wanted."""
    configuration = functions.invoke_configurations.get(event.function_name, {})
    occasion = "OnSuccess" if result.error is None else "OnFailure"
    destination = configuration.get("DestinationConfig", {}).get(occasion, {}).get("Destination")
    if destination:
        arn = functions.running.arn_of(event.function_name)
        account.send_record(destination, record_of(event, arn, attempts, result))
    dead_letter_target = functions.dead_letter_targets.get(event.function_name)
    if result.error is not None and dead_letter_target:
        account.send_dead_letter(dead_letter_target, event.payload, dead_letter_attributes(result))


def record_of(
    event: AsynchronousEvent, function_arn: str, attempts: int, result: InvocationResult
) -> dict[str, Any]:
    """Return the record of an invocation as destinations get it."""
    response: dict[str, Any] = {"statusCode": 200, "executedVersion": "$LATEST"}
    if result.error is not None:
        response["functionError"] = result.error
    now = datetime.now(UTC).isoformat(timespec="milliseconds")
    return {
        "version": "1.0",
        "timestamp": now.replace("+00:00", "Z"),
        "requestContext": {
            "requestId": event.request_id,
            "functionArn": f"{function_arn}:$LATEST",
            "condition": "Success" if result.error is None else "RetriesExhausted",
            "approximateInvokeCount": attempts,
        },
        "requestPayload": json.loads(event.payload),
        "responseContext": response,
        "responsePayload": _content(result.payload),
    }


def _content(payload: bytes) -> Any:
    """Return what a function has returned; bytes of its own making, if they are not JSON, as a string."""
    try:
        return json.loads(payload)
    except ValueError:
        return payload.decode(errors="replace")


def dead_letter_attributes(result: InvocationResult) -> Mapping[str, Any]:
    """Return the message attributes of a dead letter (AWS Lambda Developer Guide, "Adding a dead-letter queue")."""
    message = str(json.loads(result.payload).get("errorMessage", ""))[:ERROR_MESSAGE_BYTES]
    return {
        "RequestID": {"DataType": "String", "StringValue": result.request_id},
        "ErrorCode": {"DataType": "Number", "StringValue": "200"},
        "ErrorMessage": {"DataType": "String", "StringValue": message or "unknown"},
    }

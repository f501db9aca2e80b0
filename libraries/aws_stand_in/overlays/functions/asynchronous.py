"""Asynchronous invocations: events are accepted, tried again, and recorded at their destinations.

Source: AWS Lambda Developer Guide, "Invoking a Lambda function asynchronously" and "Configuring reserved concurrency for a
function".
"""

import json
import logging
import threading
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from functools import partial
from typing import Any

from aws_stand_in.overlays.functions.account_functions import AccountFunctions, qualified_name
from aws_stand_in.overlays.functions.destinations import DestinationAccount
from aws_stand_in.overlays.functions.settings import CONCURRENCY_OF_ACCOUNT
from aws_stand_in.work_queue import WorkQueue
from lambda_runtime.function import LATEST, InvocationResult, TooManyInvocationsError

logger = logging.getLogger(__name__)

RETRY_SECONDS = (0.2, 0.4)
"""How long an event waits before it is tried again; on AWS it is one minute, then two."""
THROTTLED_SECONDS = 0.1
MOST_RETRIES = 2
OLDEST_EVENT_SECONDS = 6 * 60 * 60
ERROR_MESSAGE_BYTES = 1024
THROTTLED, THROTTLED_MESSAGE = "429", "Rate Exceeded."


@dataclass(frozen=True, slots=True)
class AsynchronousEvent:
    """An event that has been accepted.

    Attributes:
        function_name: The function's name.
        payload: The event, in JSON.
        trace_id: The value of `X-Amzn-Trace-Id`.
        client_context: What a mobile client tells about itself, in JSON.
        qualifier: The version or alias that is invoked; None for the latest version.
        request_id: The id of the invocation, the same at each attempt.
        accepted_at: When it was accepted, by the monotonic clock.
    """

    function_name: str
    payload: bytes
    trace_id: str | None = None
    client_context: str | None = None
    qualifier: str | None = None
    request_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    accepted_at: float = field(default_factory=time.monotonic)


class EventCondition(StrEnum):
    """How an event has ended, as its record says."""

    SUCCESS = "Success"
    EXHAUSTED = "RetriesExhausted"
    EXPIRED = "EventAgeExceeded"
    BLOCKED = "ZeroReservedConcurrency"


@dataclass(slots=True)
class _Processing:
    """An event that is being processed.

    Attributes:
        event: The event.
        functions: The functions of its account.
        account: Where its record is sent.
        attempts: How often the function has been invoked with it.
        result: The result of the last attempt.
    """

    event: AsynchronousEvent
    functions: AccountFunctions
    account: DestinationAccount
    attempts: int = 0
    result: InvocationResult | None = None

    @property
    def configuration(self) -> Mapping[str, Any]:
        """How the function's asynchronous invocations are configured."""
        return self.functions.invoke_configurations.get(self.event.function_name, {})

    @property
    def expires_at(self) -> float:
        """When it is too old, by the monotonic clock."""
        age: float = self.configuration.get("MaximumEventAgeInSeconds", OLDEST_EVENT_SECONDS)
        return self.event.accepted_at + age

    @property
    def is_exhausted(self) -> bool:
        """Whether it has been tried as often as it may be."""
        retries: int = self.configuration.get("MaximumRetryAttempts", MOST_RETRIES)
        return self.attempts > retries


class AsynchronousInvocations:
    """Processes the events of each function, as many at a time as its concurrency allows; the others wait in its queue."""

    def __init__(self) -> None:
        self._is_over = threading.Event()

    def accept(
        self, event: AsynchronousEvent, functions: AccountFunctions, account: DestinationAccount
    ) -> None:
        """Process an event, and return at once."""
        name = event.function_name
        queue = functions.event_queues.setdefault(
            name,
            WorkQueue("asynchronous-invocation", self._process, partial(_most_at_once, functions, name)),
        )
        queue.put(_Processing(event, functions, account))

    def close(self) -> None:
        """Stop retrying events."""
        self._is_over.set()

    def _process(self, one: _Processing) -> float | None:
        """Try an event, and record how it has ended if it is done with; otherwise return when it is to be tried again."""
        condition = self._try(one)
        if self._is_over.is_set():
            return None
        if condition is None:
            return time.monotonic() + RETRY_SECONDS[one.attempts - 1]
        try:
            _record(one, condition)
        except Exception:
            logger.exception(
                "The result of %s could not be sent to its destination.", one.event.function_name
            )
        return None

    def _try(self, one: _Processing) -> EventCondition | None:
        """Invoke the function once, and return how the event has ended; None if it is to be tried again."""
        if _concurrency(one.functions, one.event.function_name) == 0:
            return EventCondition.BLOCKED
        result = self._invoke(one)
        if result is None:
            return EventCondition.EXPIRED
        one.attempts, one.result = one.attempts + 1, result
        if result.error is None:
            return EventCondition.SUCCESS
        return EventCondition.EXHAUSTED if one.is_exhausted else None

    def _invoke(self, one: _Processing) -> InvocationResult | None:
        """Invoke the function, as soon as its concurrency allows it; None if the event has become too old."""
        event = one.event
        while time.monotonic() < one.expires_at:
            try:
                return one.functions.runtime.invoke(
                    qualified_name(event.function_name, event.qualifier),
                    event.payload,
                    trace_id=event.trace_id,
                    client_context=event.client_context,
                    request_id=event.request_id,
                )
            except TooManyInvocationsError:
                if self._is_over.wait(THROTTLED_SECONDS):
                    break
        return None


def _concurrency(functions: AccountFunctions, name: str) -> int:
    """Return how many invocations of a function may run at the same time."""
    definition = functions.runtime.definitions.get(name)
    reserved = definition.reserved_concurrency if definition else None
    return CONCURRENCY_OF_ACCOUNT if reserved is None else reserved


def _most_at_once(functions: AccountFunctions, name: str) -> int:
    """Return how many events of a function are processed at the same time; one, to be given up, where no invocation may run."""
    return max(_concurrency(functions, name), 1)


def _record(one: _Processing, condition: EventCondition) -> None:
    """Send how an event has ended to where it is wanted."""
    has_failed = condition is not EventCondition.SUCCESS
    name, functions, account = one.event.function_name, one.functions, one.account
    if has_failed:
        logger.warning("An event of %s is given up after %d attempts: %s", name, one.attempts, condition)
    occasion = "OnFailure" if has_failed else "OnSuccess"
    destination = one.configuration.get("DestinationConfig", {}).get(occasion, {}).get("Destination")
    if destination:
        account.send_record(destination, record_of(one, functions.runtime.arn_of(name), condition))
    dead_letter_target = functions.dead_letter_targets.get(name)
    if has_failed and dead_letter_target:
        account.send_dead_letter(dead_letter_target, one.event.payload, dead_letter_attributes(one))


def record_of(one: _Processing, function_arn: str, condition: EventCondition) -> dict[str, Any]:
    """Return the record of an invocation as destinations get it."""
    now = datetime.now(UTC).isoformat(timespec="milliseconds")
    return {
        "version": "1.0",
        "timestamp": now.replace("+00:00", "Z"),
        "requestContext": {
            "requestId": one.event.request_id,
            "functionArn": f"{function_arn}:{one.event.qualifier or LATEST}",
            "condition": str(condition),
            "approximateInvokeCount": one.attempts,
        },
        "requestPayload": json.loads(one.event.payload),
        **(_response_of(one.result) if one.result else {}),
    }


def _response_of(result: InvocationResult) -> dict[str, Any]:
    """Return what a record says of the last attempt."""
    error = {} if result.error is None else {"functionError": result.error}
    return {
        "responseContext": {"statusCode": 200, "executedVersion": "$LATEST", **error},
        "responsePayload": _content(result.payload),
    }


def _content(payload: bytes) -> Any:
    """Return what a function has returned; bytes of its own making, if they are not JSON, as a string."""
    try:
        return json.loads(payload)
    except ValueError:
        return payload.decode(errors="replace")


def dead_letter_attributes(one: _Processing) -> Mapping[str, Any]:
    """Return the message attributes of a dead letter (AWS Lambda Developer Guide, "Adding a dead-letter queue")."""
    code, message = THROTTLED, THROTTLED_MESSAGE
    if one.result:
        code, message = "200", str(json.loads(one.result.payload).get("errorMessage", ""))
    return {
        "RequestID": {"DataType": "String", "StringValue": one.event.request_id},
        "ErrorCode": {"DataType": "Number", "StringValue": code},
        "ErrorMessage": {"DataType": "String", "StringValue": message[:ERROR_MESSAGE_BYTES] or "unknown"},
    }

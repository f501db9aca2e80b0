"""StartMessageMoveTask, ListMessageMoveTasks and CancelMessageMoveTask."""

import base64
import binascii
import itertools
import json
import re
from collections import deque
from collections.abc import Mapping
from typing import Any

from sqs_engine.account import QueueAccount
from sqs_engine.errors import InvalidParameterError, InvalidValueError, MissingParameterError, SqsError
from sqs_engine.move_task import MoveTask
from sqs_engine.queue import Queue
from sqs_engine.queue_operations import sources_of

FASTEST = 500
MOST_LISTED = 10
_ARN = re.compile("arn(:[^:]+){5,}")


def start_message_move_task(account: QueueAccount, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Begin to move the messages of a dead-letter queue."""
    source = _queue(account, parameters.get("SourceArn"), "SourceArn")
    if not sources_of(account, source):
        raise InvalidParameterError("Source queue must be configured as a Dead Letter Queue.")
    destination = parameters.get("DestinationArn")
    if destination is not None:
        target = _queue(account, destination, "DestinationArn")
        if target is source:
            raise InvalidParameterError("Source queue arn and destination queue arn can't be the same.")
    rate = parameters.get("MaxNumberOfMessagesPerSecond")
    if rate is not None and not 1 <= rate <= FASTEST:
        raise InvalidValueError(
            rate, "MaxNumberOfMessagesPerSecond", f"Must be an integer between 1 and {FASTEST}, if provided."
        )
    account.advance(source)
    tasks = account.move_tasks.setdefault(source, deque(maxlen=MOST_LISTED))
    if tasks and tasks[-1].status == "RUNNING":
        raise InvalidParameterError(
            "There is already a task running. Only one active task is allowed for a source queue arn at a given time."
        )
    task = MoveTask(source, destination, rate, account.clock(), account.find)
    tasks.append(task)
    task.advance(account.clock())
    return {"TaskHandle": task.handle}


def list_message_move_tasks(account: QueueAccount, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Return the latest tasks of a queue, the newest first."""
    source = _queue(account, parameters.get("SourceArn"), "SourceArn")
    most = parameters.get("MaxResults", 1)
    if not 1 <= most <= MOST_LISTED:
        raise InvalidValueError(
            most, "MaxResults", f"MaxResults must be between 1 and {MOST_LISTED}, if provided."
        )
    account.advance(source)
    latest = reversed(account.move_tasks.get(source, ()))
    return {"Results": [_describe_task(task) for task in itertools.islice(latest, most)]}


def cancel_message_move_task(account: QueueAccount, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """End a running task."""
    handle = parameters.get("TaskHandle")
    if not handle:
        raise MissingParameterError("TaskHandle")
    identifier, source_arn = _read_handle(handle)
    _queue(account, source_arn, "SourceArn")
    every = itertools.chain.from_iterable(account.move_tasks.values())
    task = next((task for task in every if task.id == identifier), None)
    if task is None:
        raise SqsError("ResourceNotFoundException", "Task does not exist.")
    account.advance(task.source)
    if task.status != "RUNNING":
        raise InvalidParameterError("Only active tasks can be cancelled.")
    task.cancel()
    return {"ApproximateNumberOfMessagesMoved": task.moved}


def _describe_task(task: MoveTask) -> dict[str, Any]:
    described: dict[str, Any] = {
        "Status": task.status,
        "SourceArn": task.source.arn,
        "ApproximateNumberOfMessagesMoved": task.moved,
        "ApproximateNumberOfMessagesToMove": task.to_move,
        "StartedTimestamp": int(task.started_at * 1000),
    }
    if task.status == "RUNNING":
        described["TaskHandle"] = task.handle
    optional = {
        "DestinationArn": task.destination_arn,
        "MaxNumberOfMessagesPerSecond": task.rate,
        "FailureReason": task.failure,
    }
    return described | {name: value for name, value in optional.items() if value is not None}


def _queue(account: QueueAccount, arn: str | None, parameter: str) -> Queue:
    if not arn:
        raise MissingParameterError(parameter)
    if not _ARN.fullmatch(arn):
        raise InvalidParameterError(
            f"You must use this format to specify the {parameter}: "
            "arn:<partition>:<service>:<region>:<account-id>:<resource-id>"
        )
    queue = account.find(arn)
    if queue is None:
        raise SqsError(
            "ResourceNotFoundException",
            f"The resource that you specified for the {parameter} parameter doesn't exist.",
        )
    return queue


def _read_handle(handle: str) -> tuple[str, str]:
    """Return the id of a task and the ARN of its dead-letter queue."""
    try:
        content = json.loads(base64.b64decode(handle, validate=True))
        return str(content["taskId"]), str(content["sourceArn"])
    except (binascii.Error, ValueError, KeyError, TypeError):
        raise InvalidParameterError("Value for parameter TaskHandle is invalid.") from None

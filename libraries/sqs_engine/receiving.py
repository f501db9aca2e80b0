"""ReceiveMessage, DeleteMessage and ChangeMessageVisibility, and their batches."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from sqs_engine import attributes, messages
from sqs_engine.account import QueueAccount
from sqs_engine.batches import each_entry, require_entries
from sqs_engine.errors import InvalidValueError, MissingParameterError, SqsError
from sqs_engine.messages import Message, State
from sqs_engine.queue import LONGEST_VISIBILITY_SECONDS, Queue

MOST_RECEIVED = 10
LONGEST_WAIT = 20


def receive_message(account: QueueAccount, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Return messages that can be received now; waiting for some is the caller's."""
    queue = account.queue(parameters)
    most = _require_within(parameters, "MaxNumberOfMessages", (1, MOST_RECEIVED), 1)
    _require_within(parameters, "WaitTimeSeconds", (0, LONGEST_WAIT), 0)
    visibility = _require_within(
        parameters, "VisibilityTimeout", (0, LONGEST_VISIBILITY_SECONDS), queue.number("VisibilityTimeout")
    )
    for names in ("AttributeNames", "MessageSystemAttributeNames"):
        attributes.require_known_of_messages(parameters.get(names) or [])
    attempt = parameters.get("ReceiveRequestAttemptId")
    if attempt and queue.is_fifo:
        received = _attempted(account, queue, attempt, most, visibility)
    else:
        received = _receive(account, queue, most, visibility)
    shown = [_show(message, queue, parameters) for message in received]
    return {"Messages": shown} if shown else {}


def delete_message(account: QueueAccount, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Remove a message that was received."""
    _delete(account.queue(parameters), parameters)
    return {}


def delete_message_batch(account: QueueAccount, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Remove up to ten messages; each can fail individually."""
    queue = account.queue(parameters)
    entries = require_entries(parameters, "DeleteMessageBatchRequestEntry")
    return each_entry(entries, lambda entry: _delete(queue, entry))


def change_message_visibility(account: QueueAccount, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Change when a message in flight becomes visible again."""
    _change_visibility(account, account.queue(parameters), parameters)
    return {}


def change_message_visibility_batch(account: QueueAccount, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Change the visibility of up to ten messages; each can fail individually."""
    queue = account.queue(parameters)
    entries = require_entries(parameters, "ChangeMessageVisibilityBatchRequestEntry")
    return each_entry(entries, lambda entry: _change_visibility(account, queue, entry))


def _attempted(
    account: QueueAccount, queue: Queue, attempt: str, most: int, visibility: int
) -> list[Message]:
    """Take messages, or those again that the same attempt got before, for another visibility timeout."""
    now = account.clock()
    received = queue.attempt(messages.require_fifo_token(attempt, "ReceiveRequestAttemptId"), now)
    for message in received:
        queue.hold(message, now + visibility)
    received = received or _receive(account, queue, most, visibility)
    queue.note_attempt(attempt, received, now)
    return received


def _receive(account: QueueAccount, queue: Queue, most: int, visibility: int) -> list[Message]:
    """Take messages; those that were received too often go to the dead-letter queue in their place."""
    now, redrive = account.clock(), queue.redrive
    target = None if redrive is None else account.find(redrive.target_arn)
    received: list[Message] = []
    while len(received) < most:
        taken = list(queue.take(most - len(received), visibility, now))
        if not taken:
            break
        for message in taken:
            if redrive is not None and target is not None and message.receive_count >= redrive.most_receives:
                _move_to_dead_letters(queue, target, message, now)
            else:
                message.receive_count += 1
                message.first_received_at = message.first_received_at or now
                received.append(message)
    return received


def _move_to_dead_letters(queue: Queue, target: Queue, message: Message, now: float) -> None:
    queue.remove(message)
    moved = message.as_dead_letter(queue.arn)
    if target.is_fifo:
        moved.sent_at, moved.sequence = now, messages.next_sequence_number()
    target.add(moved, 0, now)


def _delete(queue: Queue, parameters: Mapping[str, Any]) -> dict[str, Any]:
    handle = parameters.get("ReceiptHandle")
    if not handle:
        raise MissingParameterError("ReceiptHandle")
    receipt = messages.read_receipt(handle, queue.arn)
    queue.require_current(handle, receipt)
    message = queue.message_of(receipt)
    if message is not None:
        queue.remove(message)
    return {}


def _change_visibility(account: QueueAccount, queue: Queue, parameters: Mapping[str, Any]) -> dict[str, Any]:
    handle, seconds = parameters.get("ReceiptHandle"), parameters.get("VisibilityTimeout")
    if not handle:
        raise MissingParameterError("ReceiptHandle")
    if seconds is None:
        raise MissingParameterError("VisibilityTimeout")
    if not 0 <= seconds <= LONGEST_VISIBILITY_SECONDS:
        raise InvalidValueError(
            seconds,
            "VisibilityTimeout",
            f"VisibilityTimeout must be an integer between 0 and {LONGEST_VISIBILITY_SECONDS}",
        )
    receipt = messages.read_receipt(handle, queue.arn)
    queue.require_current(handle, receipt)
    message = queue.message_of(receipt)
    if message is None:
        raise InvalidValueError(
            handle,
            "ReceiptHandle",
            "Message does not exist or is not available for visibility timeout change.",
        )
    if message.state is not State.IN_FLIGHT:
        raise SqsError("MessageNotInflight", "The specified message isn't in flight.")
    queue.change_visibility(message, seconds, account.clock())
    return {}


def _show(message: Message, queue: Queue, parameters: Mapping[str, Any]) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "MessageId": message.id,
        "ReceiptHandle": message.receipt_handle(queue.arn),
        "MD5OfBody": messages.md5(message.body),
        "Body": message.body,
    }
    wanted = parameters.get("MessageSystemAttributeNames") or parameters.get("AttributeNames") or []
    system = dict(_system_attributes(message, wanted))
    if system:
        shown["Attributes"] = system
    stated = _select_requested(message.attributes, parameters.get("MessageAttributeNames") or [])
    if stated:
        shown["MessageAttributes"] = stated
        shown["MD5OfMessageAttributes"] = messages.md5_of_attributes(stated)
    return shown


def _system_attributes(message: Message, wanted: Sequence[str]) -> Iterator[tuple[str, str]]:
    for name, read in _SYSTEM_ATTRIBUTES.items():
        value = read(message) if "All" in wanted or name in wanted else None
        if value is not None:
            yield name, value


def _milliseconds(seconds: float | None) -> str | None:
    return None if seconds is None else str(int(seconds * 1000))


_SYSTEM_ATTRIBUTES: Mapping[str, Callable[[Message], str | None]] = {
    "SenderId": lambda message: message.sender,
    "SentTimestamp": lambda message: _milliseconds(message.sent_at),
    "ApproximateReceiveCount": lambda message: str(message.receive_count),
    "ApproximateFirstReceiveTimestamp": lambda message: _milliseconds(message.first_received_at),
    "SequenceNumber": lambda message: message.sequence,
    "MessageDeduplicationId": lambda message: message.deduplication_id,
    "MessageGroupId": lambda message: message.group,
    "AWSTraceHeader": lambda message: message.trace_header,
    "DeadLetterQueueSourceArn": lambda message: message.source_arn,
}


def _select_requested(
    stated: Mapping[str, Mapping[str, Any]], names: Sequence[str]
) -> dict[str, Mapping[str, Any]]:
    if not {"All", ".*", "*"}.isdisjoint(names):
        return dict(stated)
    prefixes = tuple(name.removesuffix(".*") for name in names if name.endswith(".*"))
    return {
        name: value
        for name, value in stated.items()
        if name in names or (prefixes and name.startswith(prefixes))
    }


def _require_within(parameters: Mapping[str, Any], name: str, bounds: tuple[int, int], default: int) -> int:
    value = parameters.get(name)
    if value is None:
        return default
    least, most = bounds
    if not least <= value <= most:
        reason = (
            f"Must be >= {least} and <= {most}, if provided."
            if name == "WaitTimeSeconds"
            else f"Must be between {least} and {most}, if provided."
        )
        raise InvalidValueError(value, name, reason)
    return int(value)

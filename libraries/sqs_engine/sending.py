"""SendMessage and SendMessageBatch."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from sqs_engine import messages
from sqs_engine.account import QueueAccount
from sqs_engine.batches import each_entry, require_entries
from sqs_engine.errors import InvalidParameterError, InvalidValueError, MissingParameterError, SqsError
from sqs_engine.messages import Message
from sqs_engine.queue import Queue, Sent

LONGEST_DELAY = 900
LARGEST_BATCH = 1_048_576


def send_message(account: QueueAccount, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Send one message."""
    return send(account, account.queue(parameters), parameters)


def send_message_batch(account: QueueAccount, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Send up to ten messages; each can fail individually."""
    queue = account.queue(parameters)
    entries = require_entries(parameters, "SendMessageBatchRequestEntry")
    size = sum(
        messages.size_of(entry.get("MessageBody") or "", entry.get("MessageAttributes") or {})
        for entry in entries
    )
    if size > LARGEST_BATCH:
        raise SqsError(
            "BatchRequestTooLong",
            f"Batch requests cannot be longer than {LARGEST_BATCH} bytes. You have sent {size} bytes.",
        )
    if queue.is_fifo:
        _require_fifo_entries(queue, entries)
    results = each_entry(entries, lambda entry: send(account, queue, entry))
    return {name: listed for name, listed in results.items() if listed}


def send(account: QueueAccount, queue: Queue, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Send a message to a queue.

    Returns:
        The result of SendMessage.

    Raises:
        SqsError: The message can't be sent.
    """
    body = messages.require_body(parameters.get("MessageBody"))
    attributes = parameters.get("MessageAttributes") or {}
    messages.require_attributes(attributes)
    limit = queue.number("MaximumMessageSize")
    if messages.size_of(body, attributes) > limit:
        raise InvalidParameterError(
            f"One or more parameters are invalid. Reason: Message must be shorter than {limit} bytes."
        )
    delay = _delay(queue, parameters)
    system = parameters.get("MessageSystemAttributes") or {}
    trace_header = messages.trace_header(system)
    now = account.clock()
    message = Message(body, attributes, now, account.account_id, trace_header, _group(queue, parameters))
    before = _find_duplicate(queue, message, parameters, now)
    if before is None:
        queue.add(message, delay, now)
    return _result(message, before, system)


def _require_fifo_entries(queue: Queue, entries: Sequence[Mapping[str, Any]]) -> None:
    """Refuse a whole batch if an entry has not what each message of a FIFO queue needs."""
    for entry in entries:
        if not entry.get("MessageDeduplicationId") and not queue.deduplicates_by_content:
            raise _deduplication_id_missing()
        if not entry.get("MessageGroupId"):
            raise InvalidParameterError("The request must contain the parameter MessageGroupId.")


def _find_duplicate(queue: Queue, message: Message, parameters: Mapping[str, Any], now: float) -> Sent | None:
    if not queue.is_fifo:
        if parameters.get("MessageDeduplicationId") is not None:
            raise InvalidValueError(
                parameters["MessageDeduplicationId"],
                "MessageDeduplicationId",
                "The request includes a parameter that is not valid for this queue type.",
            )
        return None
    message.deduplication_id = _deduplication_id(queue, message.body, parameters)
    before = queue.sent_before(message.group, message.deduplication_id, now)
    if before is None:
        message.sequence = messages.next_sequence_number()
        queue.note_sent(message, now)
    return before


def _result(message: Message, before: Sent | None, system: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    sequence = message.sequence if before is None else before.sequence
    return {
        "MessageId": message.id if before is None else before.message_id,
        "MD5OfMessageBody": messages.md5(message.body),
        **(
            {"MD5OfMessageAttributes": messages.md5_of_attributes(message.attributes)}
            if message.attributes
            else {}
        ),
        **({"MD5OfMessageSystemAttributes": messages.md5_of_attributes(system)} if system else {}),
        **({"SequenceNumber": sequence} if sequence else {}),
    }


def _delay(queue: Queue, parameters: Mapping[str, Any]) -> int:
    given = parameters.get("DelaySeconds")
    if given is None:
        return queue.number("DelaySeconds")
    if queue.is_fifo and given:
        raise InvalidValueError(
            given, "DelaySeconds", "The request include parameter that is not valid for this queue type."
        )
    if not 0 <= given <= LONGEST_DELAY:
        raise InvalidValueError(given, "DelaySeconds", f"DelaySeconds must be >= 0 and <= {LONGEST_DELAY}.")
    return int(given) or (queue.number("DelaySeconds") if queue.is_fifo else 0)


def _group(queue: Queue, parameters: Mapping[str, Any]) -> str | None:
    group = parameters.get("MessageGroupId")
    if group is None:
        if queue.is_fifo:
            raise MissingParameterError("MessageGroupId")
        return None
    return messages.require_fifo_token(group, "MessageGroupId")


def _deduplication_id(queue: Queue, body: str, parameters: Mapping[str, Any]) -> str:
    given = parameters.get("MessageDeduplicationId")
    if given is not None:
        return messages.require_fifo_token(given, "MessageDeduplicationId")
    if queue.deduplicates_by_content:
        return hashlib.sha256(body.encode()).hexdigest()
    raise _deduplication_id_missing()


def _deduplication_id_missing() -> SqsError:
    return InvalidParameterError(
        "The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly"
    )

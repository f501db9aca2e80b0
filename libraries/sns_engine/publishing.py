"""Publish and PublishBatch."""

import hashlib
import re
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from sns_engine.account import TopicAccount
from sns_engine.errors import InvalidTopicParameterError, SnsError
from sns_engine.message import TopicMessage, message_of, require_order, size_of
from sns_engine.message_attributes import require_attributes
from sns_engine.notifications import Notification
from sns_engine.topic import Topic

MOST_ENTRIES = 10
LARGEST_BATCH = 262_144
LONGEST_ID = 80
_ENTRY_ID = re.compile(r"[A-Za-z0-9_-]+")


def publish(account: TopicAccount, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Publish one message."""
    given = [name for name in ("TopicArn", "TargetArn") if parameters.get(name)]
    if not given:
        raise InvalidTopicParameterError("TopicArn or TargetArn Reason: no value for required parameter")
    if len(given) > 1:
        raise InvalidTopicParameterError("TargetArn Reason: TopicArn and TargetArn can't be used together")
    topic = account.topic(parameters[given[0]], given[0])
    return send(account, topic, message_of(parameters, topic))


def publish_batch(account: TopicAccount, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Publish up to ten messages; each can fail individually."""
    topic = account.topic(parameters.get("TopicArn"))
    entries = parameters.get("PublishBatchRequestEntries") or []
    _require_entries(entries, topic)
    done, failed = [], []
    for entry in entries:
        try:
            done.append({"Id": entry["Id"], **send(account, topic, message_of(entry, topic))})
        except SnsError as error:
            failed.append(
                {"Id": entry["Id"], "Code": error.code, "Message": error.message, "SenderFault": True}
            )
    return {"Successful": done, "Failed": failed}


def send(account: TopicAccount, topic: Topic, message: TopicMessage) -> dict[str, Any]:
    """Send a message to the subscribers of a topic; to none, if it repeats one of a FIFO topic."""
    message_id = str(uuid.uuid4())
    if not topic.is_fifo:
        Notification(account, topic, message, message_id).send()
        return {"MessageId": message_id}
    now, group = account.clock(), message.group_id or ""
    deduplication_id = message.deduplication_id or hashlib.sha256(message.text.encode()).hexdigest()
    published = topic.published_before(group, deduplication_id, now)
    if published is None:
        published = topic.note_published(group, deduplication_id, message_id, now)
        Notification(account, topic, message, message_id, published.sequence_number, deduplication_id).send()
    return {"MessageId": published.message_id, "SequenceNumber": published.sequence_number}


def _require_entries(entries: Sequence[Mapping[str, Any]], topic: Topic) -> None:
    if not entries:
        raise SnsError("EmptyBatchRequest", "The batch request doesn't contain any entries.")
    if len(entries) > MOST_ENTRIES:
        raise SnsError(
            "TooManyEntriesInBatchRequest", "The batch request contains more entries than permissible."
        )
    _require_ids([entry.get("Id") or "" for entry in entries])
    for position, entry in enumerate(entries, start=1):
        path = f"publishBatchRequestEntries.{position}.member."
        require_attributes(entry.get("MessageAttributes") or {}, path)
    if sum(map(size_of, entries)) > max(LARGEST_BATCH, topic.largest_message):
        raise SnsError(
            "BatchRequestTooLong",
            "The length of all the messages put together is more than the limit.",
        )
    if topic.is_fifo:
        for entry in entries:
            require_order(topic, entry.get("MessageGroupId"), entry.get("MessageDeduplicationId"))


def _require_ids(ids: Sequence[str]) -> None:
    if len(set(ids)) < len(ids):
        raise SnsError(
            "BatchEntryIdsNotDistinct", "Two or more batch entries in the request have the same Id."
        )
    for identifier in ids:
        if len(identifier) > LONGEST_ID:
            raise SnsError(
                "InvalidBatchEntryId",
                f"The Id of a batch entry in the batch request is too long: {identifier}",
            )
        if not _ENTRY_ID.fullmatch(identifier):
            raise SnsError(
                "InvalidBatchEntryId",
                f"The Id of a batch entry in the batch request contains an impermissible character: {identifier}",
            )

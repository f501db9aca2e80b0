"""A message that is published: what it may be, and its text for each protocol."""

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sns_engine.errors import InvalidTopicParameterError
from sns_engine.message_attributes import require_attributes
from sns_engine.topic import Topic

LONGEST_SUBJECT = 100
_FIFO_TOKEN = re.compile(r"[!-~]{1,128}")


@dataclass(frozen=True, slots=True)
class TopicMessage:
    """A message.

    Attributes:
        text: What was published.
        subject: None if it has none.
        attributes: Message attributes, as Publish takes them.
        group_id: None if it belongs to no group.
        deduplication_id: None if none was given.
        by_protocol: Its text by protocol, if it has several.
    """

    text: str
    subject: str | None
    attributes: Mapping[str, Mapping[str, Any]]
    group_id: str | None
    deduplication_id: str | None
    by_protocol: Mapping[str, Any] | None

    def text_for(self, protocol: str) -> str:
        """Return the text for a protocol."""
        if self.by_protocol is None:
            return self.text
        own = self.by_protocol.get(protocol)
        return str(own if isinstance(own, str) else self.by_protocol["default"])


def message_of(given: Mapping[str, Any], topic: Topic) -> TopicMessage:
    """Return the message that a request or an entry of a batch publishes to a topic.

    Raises:
        SnsError: SNS does not accept it.
    """
    text, subject = given.get("Message") or "", given.get("Subject")
    attributes = given.get("MessageAttributes") or {}
    if not text:
        raise InvalidTopicParameterError("Empty message")
    if subject is not None:
        _require_subject(subject)
    require_attributes(attributes)
    if size_of(given) > topic.largest_message:
        raise InvalidTopicParameterError("Message too long")
    group, deduplication = given.get("MessageGroupId"), given.get("MessageDeduplicationId")
    require_order(topic, group, deduplication)
    return TopicMessage(
        text, subject, attributes, group, deduplication, _by_protocol(text, given.get("MessageStructure"))
    )


def size_of(given: Mapping[str, Any]) -> int:
    """Return the bytes of a message with its attributes."""
    attributes = given.get("MessageAttributes") or {}
    return len((given.get("Message") or "").encode()) + sum(
        len(name.encode()) + len((one.get("DataType") or "").encode()) + len(_value(one))
        for name, one in attributes.items()
    )


def _value(attribute: Mapping[str, Any]) -> bytes:
    found = attribute.get("BinaryValue") or attribute.get("StringValue") or b""
    return found.encode() if isinstance(found, str) else found


def require_order(topic: Topic, group: str | None, deduplication: str | None) -> None:
    """Refuse what a topic of this kind does not take.

    Raises:
        SnsError: In AWS's words.
    """
    for name, value in (("MessageGroupId", group), ("MessageDeduplicationId", deduplication)):
        if value is not None and not _FIFO_TOKEN.fullmatch(value):
            raise InvalidTopicParameterError(
                f"{name} Reason: {name} can only include alphanumeric and punctuation characters. "
                "1 to 128 in length"
            )
    if not topic.is_fifo:
        if deduplication is not None:
            raise InvalidTopicParameterError(
                "MessageDeduplicationId Reason: The request includes MessageDeduplicationId parameter that is not valid "
                "for this topic type"
            )
        return
    if group is None:
        raise InvalidTopicParameterError("The MessageGroupId parameter is required for FIFO topics")
    if deduplication is None and not topic.has_content_based_deduplication:
        raise InvalidTopicParameterError(
            "The topic should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly"
        )


def _require_subject(subject: str) -> None:
    has_control = any(unicodedata.category(one) == "Cc" for one in subject)
    if not 0 < len(subject) <= LONGEST_SUBJECT or has_control:
        raise InvalidTopicParameterError("Subject")


def _by_protocol(text: str, structure: str | None) -> Mapping[str, Any] | None:
    if structure is None:
        return None
    if structure != "json":
        raise InvalidTopicParameterError(f"MessageStructure Reason: {structure[:100]} is not json")
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise InvalidTopicParameterError("Message Structure - JSON message body failed to parse") from None
    if not isinstance(found, dict) or not isinstance(found.get("default"), str):
        raise InvalidTopicParameterError("Message Structure - No default entry in JSON message body")
    return found

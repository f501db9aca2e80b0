"""Messages: what they hold, what they may hold, and their digests.

Source: SendMessage and MessageAttributeValue, Amazon SQS API reference; "Calculating the MD5 message digest for message
attributes", Amazon SQS Developer Guide.
"""

import base64
import binascii
import hashlib
import itertools
import re
import struct
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from typing import Any

from sqs_engine.errors import InvalidParameterError, InvalidValueError, MissingParameterError, SqsError

MOST_ATTRIBUTES = 10
TRACE_HEADER = "AWSTraceHeader"
_INVALID_CHARACTERS = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ATTRIBUTE_NAME = re.compile(r"[A-Za-z0-9_.-]{1,256}")
_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,3})?")
_DATA_TYPE = re.compile(r"(String|Number|Binary)(\..+)?")
_FIFO_TOKEN = re.compile(r"[A-Za-z0-9!\"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~]{1,128}")
_numbers = itertools.count(1)
_sequence = itertools.count(18_850_000_000_000_000_000 + 1)


class State(Enum):
    """Where a message is on its way."""

    READY = auto()
    DELAYED = auto()
    IN_FLIGHT = auto()
    GONE = auto()


@dataclass(eq=False, slots=True)
class Message:
    """A message in a queue.

    Attributes:
        body: Its text.
        attributes: Message attributes by name: `DataType` and `StringValue` or `BinaryValue`.
        sent_at: Epoch seconds.
        sender: Who sent it.
        trace_header: `AWSTraceHeader`.
        group: Message group, of a FIFO queue, or of a fair standard queue.
        deduplication_id: Of a FIFO queue.
        sequence: Sequence number of a FIFO queue.
        number: Orders messages by when they came to their queue.
        source_arn: The queue that it was moved from, in a dead-letter queue.
        visible_at: When it can be received (again).
    """

    body: str
    attributes: Mapping[str, Mapping[str, Any]]
    sent_at: float
    sender: str
    trace_header: str | None = None
    group: str | None = None
    deduplication_id: str | None = None
    sequence: str | None = None
    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    number: int = field(default_factory=lambda: next(_numbers))
    source_arn: str | None = None
    state: State = State.READY
    visible_at: float = 0.0
    receive_count: int = 0
    first_received_at: float | None = None
    received_at: float = 0.0

    def receipt_handle(self, queue_arn: str) -> str:
        """Return the handle of the latest receive from a queue."""
        return base64.b64encode(f"{queue_arn} {self.id} {self.number} {self.receive_count}".encode()).decode()

    def as_dead_letter(self, source_arn: str) -> "Message":
        """Return the same message as it comes to a dead-letter queue: after all others there."""
        return replace(self, number=next(_numbers), source_arn=source_arn)

    def sent_again(self, now: float) -> "Message":
        """Return a new message with the same content."""
        return Message(
            self.body,
            self.attributes,
            now,
            self.sender,
            self.trace_header,
            self.group,
            self.deduplication_id,
            None if self.sequence is None else next_sequence_number(),
        )


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a receipt handle says: which message in which queue, received for which time."""

    message_id: str
    number: int
    receive_count: int


def read_receipt(handle: str, queue_arn: str) -> Receipt:
    """Return what a receipt handle says.

    Raises:
        SqsError: It is not one of this queue.
    """
    try:
        arn, identifier, number, count = base64.b64decode(handle, validate=True).decode().split()
        receipt = Receipt(identifier, int(number), int(count))
    except (binascii.Error, ValueError):
        raise _invalid_receipt(handle) from None
    if arn != queue_arn:
        raise _invalid_receipt(handle)
    return receipt


def next_sequence_number() -> str:
    """Return a sequence number: 20 digits, more than the one before."""
    return f"{next(_sequence):020d}"


def md5(text: str) -> str:
    """Return the digest of a body."""
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def md5_of_attributes(attributes: Mapping[str, Mapping[str, Any]]) -> str:
    """Return the digest of message attributes."""
    digest = hashlib.md5(usedforsecurity=False)
    for name in sorted(attributes):
        attribute = attributes[name]
        is_binary = attribute["DataType"].startswith("Binary")
        value = attribute["BinaryValue"] if is_binary else attribute["StringValue"].encode()
        for part in (name.encode(), attribute["DataType"].encode()):
            digest.update(struct.pack("!I", len(part)) + part)
        digest.update(bytes([2 if is_binary else 1]) + struct.pack("!I", len(value)) + value)
    return digest.hexdigest()


def size_of(body: str, attributes: Mapping[str, Mapping[str, Any]]) -> int:
    """Return a message's size in bytes: its body, and the names, types and values of its attributes."""
    size = len(body.encode())
    for name, attribute in attributes.items():
        value = attribute.get("BinaryValue") or (attribute.get("StringValue") or "").encode()
        size += len(name.encode()) + len((attribute.get("DataType") or "").encode()) + len(value)
    return size


def require_body(body: str | None) -> str:
    """Return a body that can be sent.

    Raises:
        SqsError: It is empty, or has characters that XML can't have.
    """
    if not body:
        raise MissingParameterError("MessageBody")
    if _INVALID_CHARACTERS.search(body):
        raise SqsError(
            "InvalidMessageContents",
            "Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | "
            "#x10000 to #x10FFFF",
        )
    return body


def require_attributes(attributes: Mapping[str, Mapping[str, Any]]) -> None:
    """Refuse message attributes that can't be sent.

    Raises:
        SqsError: There are too many, or one has a wrong name, type or value.
    """
    if len(attributes) > MOST_ATTRIBUTES:
        raise InvalidParameterError(
            f"Number of message attributes [{len(attributes)}] exceeds the allowed maximum [{MOST_ATTRIBUTES}]."
        )
    for name, attribute in attributes.items():
        _require_attribute_name(name)
        _require_attribute_value(name, attribute)


def trace_header(system_attributes: Mapping[str, Mapping[str, Any]]) -> str | None:
    """Return the `AWSTraceHeader` among system attributes, which is the only one that can be sent.

    Raises:
        SqsError: There is another one, or it is not a string.
    """
    for name, attribute in system_attributes.items():
        if name != TRACE_HEADER:
            raise InvalidParameterError(f"Message system attribute name '{name}' is invalid.")
        if attribute.get("DataType") != "String":
            raise InvalidParameterError(
                f"The message system attribute '{name}' must have the message attribute type 'String'."
            )
        _require_attribute_value(name, attribute)
    return system_attributes[TRACE_HEADER]["StringValue"] if system_attributes else None


def require_fifo_token(value: str, parameter: str) -> str:
    """Return a message group id or deduplication id.

    Raises:
        SqsError: It has other characters than it may, or too many.
    """
    if not _FIFO_TOKEN.fullmatch(value):
        raise InvalidValueError(
            value,
            parameter,
            f"{parameter} can only include alphanumeric and punctuation characters. 1 to 128 in length.",
        )
    return value


def _invalid_receipt(handle: str) -> SqsError:
    return SqsError(
        "ReceiptHandleIsInvalid", f'The input receipt handle "{handle}" is not a valid receipt handle.'
    )


def _require_attribute_name(name: str) -> None:
    if name.lower().startswith(("aws.", "amazon.")):
        raise InvalidParameterError(
            "You can't use message attribute names beginning with 'AWS.' or 'Amazon.'. "
            "These strings are reserved for internal use."
        )
    if not _ATTRIBUTE_NAME.fullmatch(name) or name.startswith(".") or name.endswith(".") or ".." in name:
        raise InvalidParameterError(
            "Message (user) attribute name can contain A-Z, a-z, 0-9, underscore (_), hyphen (-), and period (.) characters; "
            f"a period can't be the first or last one or follow another: {name!r}."
        )


def _require_attribute_value(name: str, attribute: Mapping[str, Any]) -> None:
    kind = attribute.get("DataType")
    if not kind:
        raise InvalidParameterError(
            f"The message attribute '{name}' must contain non-empty message attribute type."
        )
    match = _DATA_TYPE.fullmatch(kind)
    if not match:
        raise InvalidParameterError(
            f"The message attribute '{name}' has an invalid message attribute type, the set of supported type prefixes is "
            "Binary, Number, and String."
        )
    member = "BinaryValue" if match[1] == "Binary" else "StringValue"
    value = attribute.get(member)
    if not value:
        raise InvalidParameterError(
            f"Message (user) attribute '{name}' must contain a non-empty value of type '{match[1]}'."
        )
    if match[1] == "Number":
        _require_number(name, value)
    if match[1] != "Binary" and _INVALID_CHARACTERS.search(value):
        raise InvalidParameterError(
            f"Invalid characters found in the value of the message attribute '{name}'."
        )


def _require_number(name: str, value: str) -> None:
    if not _NUMBER.fullmatch(value):
        raise InvalidParameterError(f"Can't cast the value of message (user) attribute '{name}' to a number.")

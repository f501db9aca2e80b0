"""Attributes of queues: which there are, and what they can be.

Source: CreateQueue and SetQueueAttributes, Amazon SQS API reference.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from sqs_engine.errors import InvalidValueError, SqsError

DEFAULTS: Mapping[str, str] = {
    "VisibilityTimeout": "30",
    "MaximumMessageSize": "1048576",
    "MessageRetentionPeriod": "345600",
    "DelaySeconds": "0",
    "ReceiveMessageWaitTimeSeconds": "0",
    "SqsManagedSseEnabled": "true",
}
FIFO_DEFAULTS: Mapping[str, str] = {
    "FifoQueue": "true",
    "ContentBasedDeduplication": "false",
    "DeduplicationScope": "queue",
    "FifoThroughputLimit": "perQueue",
}
_RANGES: Mapping[str, tuple[int, int]] = {
    "VisibilityTimeout": (0, 43_200),
    "MaximumMessageSize": (1024, 1_048_576),
    "MessageRetentionPeriod": (60, 1_209_600),
    "DelaySeconds": (0, 900),
    "ReceiveMessageWaitTimeSeconds": (0, 20),
    "KmsDataKeyReusePeriodSeconds": (60, 86_400),
}
_CHOICES: Mapping[str, tuple[str, ...]] = {
    "FifoQueue": ("true", "false"),
    "ContentBasedDeduplication": ("true", "false"),
    "SqsManagedSseEnabled": ("true", "false"),
    "DeduplicationScope": ("queue", "messageGroup"),
    "FifoThroughputLimit": ("perQueue", "perMessageGroupId"),
}
_FIFO_ONLY = ("FifoQueue", "ContentBasedDeduplication", "DeduplicationScope", "FifoThroughputLimit")
_NEEDS_FIFO = ("DeduplicationScope", "FifoThroughputLimit")
_FREE = ("KmsMasterKeyId",)
_RECEIVED = ("SenderId", "SentTimestamp", "ApproximateReceiveCount", "ApproximateFirstReceiveTimestamp", "SequenceNumber",
             "MessageDeduplicationId", "MessageGroupId", "AWSTraceHeader", "DeadLetterQueueSourceArn")  # fmt: skip
"""Attributes of messages."""
_COUNTED = ("QueueArn", "ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible",
            "ApproximateNumberOfMessagesDelayed", "CreatedTimestamp", "LastModifiedTimestamp")  # fmt: skip
"""Attributes of queues that clients can't set."""
_SHORT_NUMBER = re.compile("[0-9]{1,9}")
_REDRIVE_COUNTS = (1, 1000)
_MOST_SOURCES = 10


@dataclass(frozen=True, slots=True)
class RedrivePolicy:
    """Where messages go that were received too often.

    Attributes:
        target_arn: The dead-letter queue.
        most_receives: How often a message is received before it goes there.
    """

    target_arn: str
    most_receives: int


def checked(attributes: Mapping[str, str], *, is_fifo: bool) -> dict[str, str]:
    """Return attributes that a queue can have.

    Raises:
        SqsError: One of them does not exist, or can't have this value.
    """
    return {name: _check(name, str(value), is_fifo=is_fifo) for name, value in attributes.items()}


def require_known(names: Iterable[str]) -> None:
    """Refuse names of attributes that no queue has.

    Raises:
        SqsError: One is not among them.
    """
    for name in names:
        if name not in ("All", *_RANGES, *_CHOICES, *_FREE, *_POLICIES, *_COUNTED):
            raise unknown(name)


def require_known_of_messages(names: Iterable[str]) -> None:
    """Refuse names of attributes that neither messages nor queues have.

    Raises:
        SqsError: One is not among them.
    """
    require_known(name for name in names if name not in _RECEIVED)


def require_consistent(attributes: Mapping[str, str]) -> None:
    """Refuse attributes of a queue that exclude each other.

    Raises:
        SqsError: There are some.
    """
    is_per_group = attributes.get("FifoThroughputLimit") == "perMessageGroupId"
    if is_per_group and attributes.get("DeduplicationScope") != "messageGroup":
        raise _invalid(
            "FifoThroughputLimit", "perMessageGroupId requires messageGroup as the DeduplicationScope"
        )


def with_one_encryption(given: Mapping[str, str]) -> dict[str, str]:
    """Return attributes to be set, with an end to the encryption that the one among them replaces.

    Raises:
        SqsError: They ask for both.
    """
    is_kms, is_managed = bool(given.get("KmsMasterKeyId")), given.get("SqsManagedSseEnabled") == "true"
    if is_kms and is_managed:
        raise SqsError(
            "InvalidAttributeValue",
            "You can use one type of server-side encryption (SSE) at one time. "
            "You can either enable KMS SSE or SQS SSE.",
        )
    if is_kms:
        return {**given, "SqsManagedSseEnabled": "false"}
    return {**given, "KmsMasterKeyId": ""} if is_managed else dict(given)


def policy_of(text: str) -> dict[str, Any]:
    """Return the access policy of a queue; an empty one has no statements.

    Raises:
        SqsError: It is not a policy.
    """
    if not text:
        return {}
    policy = _map_of(text)
    if policy is None or not isinstance(policy.get("Statement", []), list | dict):
        raise _invalid("Policy")
    return policy


def unknown(name: str) -> SqsError:
    """Return the error for an attribute that no queue has."""
    return SqsError("InvalidAttributeName", f"Unknown Attribute {name}.")


def redrive_policy(text: str) -> RedrivePolicy | None:
    """Return a queue's redrive policy, None where it has none.

    Raises:
        SqsError: It is not one.
    """
    if not text:
        return None
    policy = _map_of(text)
    if policy is None:
        raise InvalidValueError(text, "RedrivePolicy", "Redrive policy is not a valid JSON map.")
    for name in ("deadLetterTargetArn", "maxReceiveCount"):
        if name not in policy:
            raise InvalidValueError(
                text, "RedrivePolicy", f"Redrive policy does not contain mandatory attribute: {name}."
            )
    stated = str(policy["maxReceiveCount"])
    count = int(stated) if _SHORT_NUMBER.fullmatch(stated) else 0
    least, most = _REDRIVE_COUNTS
    if not least <= count <= most:
        raise InvalidValueError(
            text,
            "RedrivePolicy",
            f"Invalid value for maxReceiveCount: {policy['maxReceiveCount']}, "
            f"valid values are from {least} to {most} both inclusive.",
        )
    return RedrivePolicy(str(policy["deadLetterTargetArn"]), count)


def _check(name: str, value: str, *, is_fifo: bool) -> str:
    _require_kind(name, value, is_fifo=is_fifo)
    if name in _RANGES:
        least, most = _RANGES[name]
        if not (_SHORT_NUMBER.fullmatch(value) and least <= int(value) <= most):
            raise _invalid(name)
        return str(int(value))
    if name in _CHOICES:
        spellings = {choice.lower(): choice for choice in _CHOICES[name]}
        if value.lower() not in spellings:
            raise _invalid(name)
        return spellings[value.lower()]
    if name in _POLICIES:
        _POLICIES[name](value)
        return value
    if name not in _FREE:
        raise unknown(name)
    return value


def _require_kind(name: str, value: str, *, is_fifo: bool) -> None:
    """Refuse attributes that only FIFO queues have, and that a queue becomes another kind."""
    if name in _NEEDS_FIFO and not is_fifo:
        raise SqsError(
            "InvalidAttributeName", f"You can specify the {name} only when FifoQueue is set to true."
        )
    if name in _FIFO_ONLY and not is_fifo:
        raise unknown(name)
    if name == "FifoQueue" and value.lower() != "true":
        raise _invalid(name, "Modifying queue type is not supported.")


def allows_source(text: str, source_arn: str) -> bool:
    """Return whether the redrive allow policy of a dead-letter queue lets a queue have it.

    Raises:
        SqsError: It is not a policy.
    """
    policy = _redrive_allow_policy(text)
    permission = policy.get("redrivePermission", "allowAll")
    return permission == "allowAll" or (permission == "byQueue" and source_arn in policy["sourceQueueArns"])


def _redrive_allow_policy(text: str) -> dict[str, Any]:
    if not text:
        return {}
    policy = _map_of(text)
    if policy is None:
        raise _invalid("RedriveAllowPolicy", "not a valid JSON map")
    permission, sources = policy.get("redrivePermission"), policy.get("sourceQueueArns")
    if permission not in ("allowAll", "denyAll", "byQueue"):
        raise _invalid("RedriveAllowPolicy")
    if (permission == "byQueue") != (sources is not None):
        raise _invalid("RedriveAllowPolicy", "sourceQueueArns is required for byQueue, and for nothing else")
    if sources is not None and not (isinstance(sources, list) and 1 <= len(sources) <= _MOST_SOURCES):
        raise _invalid("RedriveAllowPolicy", f"between 1 and {_MOST_SOURCES} sourceQueueArns are possible")
    return policy


def _map_of(text: str) -> dict[str, Any] | None:
    try:
        found = orjson.loads(text)
    except orjson.JSONDecodeError:
        return None
    return found if isinstance(found, dict) else None


def _invalid(name: str, reason: str = "") -> SqsError:
    if reason:
        return SqsError("InvalidAttributeValue", f"Invalid value for the parameter {name}. Reason: {reason}")
    return SqsError("InvalidAttributeValue", f"Invalid value for the parameter {name}.")


_POLICIES: Mapping[str, Callable[[str], object]] = {
    "Policy": policy_of,
    "RedrivePolicy": redrive_policy,
    "RedriveAllowPolicy": _redrive_allow_policy,
}

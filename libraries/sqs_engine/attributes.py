"""Attributes of queues: which there are, and what they can be.

Source: CreateQueue and SetQueueAttributes, Amazon SQS API reference.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqs_engine.errors import SqsError

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
_FREE = ("Policy", "KmsMasterKeyId")
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
    return {name: _checked(name, str(value), is_fifo=is_fifo) for name, value in attributes.items()}


def require_known(names: list[str], known: Mapping[str, str]) -> None:
    """Refuse names of attributes that no queue has.

    Raises:
        SqsError: One is not among them.
    """
    for name in names:
        if name != "All" and name not in known and name not in (*_RANGES, *_CHOICES, *_FREE, *_POLICIES):
            raise unknown(name)


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
    policy = _policy("RedrivePolicy", text)
    if "deadLetterTargetArn" not in policy:
        raise _invalid(
            "RedrivePolicy", "Redrive policy does not contain mandatory attribute: deadLetterTargetArn"
        )
    if "maxReceiveCount" not in policy:
        raise _invalid(
            "RedrivePolicy", "Redrive policy does not contain mandatory attribute: maxReceiveCount"
        )
    try:
        count = int(policy["maxReceiveCount"])
    except (TypeError, ValueError):
        count = 0
    least, most = _REDRIVE_COUNTS
    if not least <= count <= most:
        raise _invalid(
            "RedrivePolicy",
            f"Invalid value for maxReceiveCount: {policy['maxReceiveCount']}, "
            f"valid values are from {least} to {most} both inclusive.",
        )
    return RedrivePolicy(str(policy["deadLetterTargetArn"]), count)


def _checked(name: str, value: str, *, is_fifo: bool) -> str:
    if name in _FIFO_ONLY and not is_fifo:
        raise unknown(name)
    if name in _RANGES:
        least, most = _RANGES[name]
        if not (value.isascii() and value.isdecimal() and least <= int(value) <= most):
            raise _invalid(name)
        return str(int(value))
    if name in _CHOICES:
        if value.lower() not in map(str.lower, _CHOICES[name]):
            raise _invalid(name)
        return value.lower() if value.lower() in ("true", "false") else value
    if name in _POLICIES:
        _POLICIES[name](value)
        return value
    if name not in _FREE:
        raise unknown(name)
    return value


def _redrive_allow_policy(text: str) -> None:
    if not text:
        return
    policy = _policy("RedriveAllowPolicy", text)
    permission, sources = policy.get("redrivePermission"), policy.get("sourceQueueArns")
    if permission not in ("allowAll", "denyAll", "byQueue"):
        raise _invalid("RedriveAllowPolicy")
    if (permission == "byQueue") != (sources is not None):
        raise _invalid("RedriveAllowPolicy", "sourceQueueArns is required for byQueue, and for nothing else")
    if sources is not None and not (isinstance(sources, list) and 1 <= len(sources) <= _MOST_SOURCES):
        raise _invalid("RedriveAllowPolicy", f"between 1 and {_MOST_SOURCES} sourceQueueArns are possible")


def _policy(name: str, text: str) -> dict[str, Any]:
    try:
        policy = json.loads(text)
    except ValueError:
        policy = None
    if not isinstance(policy, dict):
        raise _invalid(
            name,
            "Redrive policy is not a valid JSON map." if name == "RedrivePolicy" else "not a valid JSON map",
        )
    return policy


def _invalid(name: str, reason: str = "") -> SqsError:
    if reason:
        return SqsError("InvalidAttributeValue", f"Invalid value for the parameter {name}. Reason: {reason}")
    return SqsError("InvalidAttributeValue", f"Invalid value for the parameter {name}.")


_POLICIES: Mapping[str, Callable[[str], object]] = {
    "RedrivePolicy": redrive_policy,
    "RedriveAllowPolicy": _redrive_allow_policy,
}

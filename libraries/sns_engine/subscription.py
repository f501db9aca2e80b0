"""A subscription, its attributes, and which endpoints a protocol has."""

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field

from sns_engine.delivery_policy import mistake_in_subscriptions_policy
from sns_engine.errors import InvalidTopicParameterError
from sns_engine.filter_policy import ATTRIBUTES, SCOPES, FilterPolicy
from sns_engine.parameters import FIFO_SUFFIX, is_flag, json_object

RAW_PROTOCOLS = ("sqs", "http", "https", "firehose")
CONFIRMED_AT_ONCE = ("sqs", "lambda")
_ENDPOINTS: Mapping[str, tuple[str, str]] = {
    "sqs": (r"arn:aws[a-z-]*:sqs:[a-z0-9-]+:\d{12}:[\w-]+(\.fifo)?", "SQS endpoint ARN"),
    "lambda": (r"arn:aws[a-z-]*:lambda:[a-z0-9-]+:\d{12}:function:[\w:$-]+", "Lambda endpoint ARN"),
    "http": (r"http://[^\s/]+(/\S*)?", "Endpoint must match the specified protocol"),
    "https": (r"https://[^\s/]+(/\S*)?", "Endpoint must match the specified protocol"),
    "email": (r"[^@\s]+@[^@\s]+", "Email address"),
    "email-json": (r"[^@\s]+@[^@\s]+", "Email address"),
}
_ATTRIBUTES = ("FilterPolicy", "FilterPolicyScope", "RawMessageDelivery", "RedrivePolicy", "DeliveryPolicy")


@dataclass(slots=True)
class Subscription:
    """A subscription to a topic.

    Attributes:
        arn: Its ARN, which begins with the topic's.
        topic_arn: The topic.
        owner: The account, 12 digits.
        protocol: How messages are delivered, such as `sqs`.
        endpoint: Where to.
        attributes: What was set.
        is_pending: Whether it waits for being confirmed.
        token: What confirms it.
        filter_policy: Which messages it gets; None for all.
        dead_letter_queue: The ARN of the queue for messages that can't be delivered; empty if there is none.
    """

    arn: str
    topic_arn: str
    owner: str
    protocol: str
    endpoint: str
    attributes: dict[str, str] = field(default_factory=dict)
    is_pending: bool = False
    token: str = field(default_factory=lambda: uuid.uuid4().hex * 4)
    filter_policy: FilterPolicy | None = None
    dead_letter_queue: str = ""

    @property
    def is_raw(self) -> bool:
        """Whether messages are delivered without what SNS says about them."""
        return self.attributes.get("RawMessageDelivery") == "true"

    @property
    def shown_arn(self) -> str:
        """The ARN as lists show it."""
        return "PendingConfirmation" if self.is_pending else self.arn

    def set(self, attributes: Mapping[str, str], prefix: str = "") -> None:
        """Change attributes, all of them or none.

        Args:
            attributes: The attributes.
            prefix: What stands before the reason in error messages.

        Raises:
            SnsError: The attribute is unknown, or can't have this value.
        """
        self.require(attributes, prefix)
        wanted = {**self.attributes, **_normalised(attributes)}
        text = wanted.get("FilterPolicy")
        if text:
            wanted.setdefault("FilterPolicyScope", ATTRIBUTES)
            self.filter_policy = FilterPolicy(text, wanted["FilterPolicyScope"], prefix)
        else:
            self.filter_policy = None
        redrive = json_object(wanted.get("RedrivePolicy", "")) or {}
        self.dead_letter_queue = redrive.get("deadLetterTargetArn", "")
        self.attributes = {name: value for name, value in wanted.items() if value}

    def require(self, attributes: Mapping[str, str], prefix: str = "") -> None:
        """Refuse unknown attributes, and values that an attribute can't have.

        Args:
            attributes: The attributes.
            prefix: What stands before the reason in error messages.

        Raises:
            SnsError: In AWS's words.
        """
        for name, value in attributes.items():
            self._require(name, value, prefix)

    def has(self, attributes: Mapping[str, str]) -> bool:
        """Return whether attributes have these values already."""
        held = self.describe()
        return all(held.get(name, "") == value for name, value in _normalised(attributes).items())

    def describe(self) -> dict[str, str]:
        """Return all attributes, as GetSubscriptionAttributes does."""
        return {
            "SubscriptionArn": self.arn,
            "TopicArn": self.topic_arn,
            "Owner": self.owner,
            "Protocol": self.protocol,
            "Endpoint": self.endpoint,
            "PendingConfirmation": str(self.is_pending).lower(),
            "ConfirmationWasAuthenticated": str(not self.is_pending).lower(),
            "RawMessageDelivery": "false",
            "SubscriptionPrincipal": f"arn:aws:iam::{self.owner}:root",
            **self.attributes,
        }

    def summary(self) -> dict[str, str]:
        """Describe it as lists do."""
        return {
            "SubscriptionArn": self.shown_arn,
            "Owner": self.owner,
            "Protocol": self.protocol,
            "Endpoint": self.endpoint,
            "TopicArn": self.topic_arn,
        }

    def _require(self, name: str, value: str, prefix: str) -> None:
        if name not in _ATTRIBUTES:
            raise InvalidTopicParameterError(f"{prefix}AttributeName")
        if name == "RawMessageDelivery":
            self._require_raw(value, prefix)
        elif name == "RedrivePolicy" and value:
            self._require_redrive_policy(value, prefix)
        elif name == "DeliveryPolicy" and value and (mistake := mistake_in_subscriptions_policy(value)):
            raise InvalidTopicParameterError(f"{prefix}DeliveryPolicy: {mistake}")
        elif name == "FilterPolicyScope" and value not in SCOPES:
            raise InvalidTopicParameterError(
                f"{prefix}FilterPolicyScope: Invalid value [{value[:100]}]. "
                "Please use either MessageBody or MessageAttributes"
            )

    def _require_raw(self, value: str, prefix: str) -> None:
        if not is_flag(value):
            raise InvalidTopicParameterError(
                f"{prefix}RawMessageDelivery: Invalid value [{value[:100]}]. Must be true or false."
            )
        if value.lower() == "true" and self.protocol not in RAW_PROTOCOLS:
            raise InvalidTopicParameterError(
                f"{prefix}RawMessageDelivery: Delivery protocol [{self.protocol}] does not support raw message delivery."
            )

    def _require_redrive_policy(self, value: str, prefix: str) -> None:
        policy = json_object(value)
        if policy is None:
            raise InvalidTopicParameterError(f"{prefix}RedrivePolicy: failed to parse JSON.")
        target = policy.get("deadLetterTargetArn")
        if not isinstance(target, str) or not re.fullmatch(_ENDPOINTS["sqs"][0], target):
            raise InvalidTopicParameterError(f"{prefix}RedrivePolicy: deadLetterTargetArn is an invalid arn")
        if self.topic_arn.endswith(FIFO_SUFFIX) and self.protocol == "sqs":
            self._require_same_kind(target, prefix)

    def _require_same_kind(self, dead_letter_queue: str, prefix: str) -> None:
        if self.endpoint.endswith(FIFO_SUFFIX) and not dead_letter_queue.endswith(FIFO_SUFFIX):
            raise InvalidTopicParameterError(
                f"{prefix}RedrivePolicy: must use a FIFO queue as DLQ for a FIFO Subscription to a FIFO Topic."
            )


def _normalised(attributes: Mapping[str, str]) -> dict[str, str]:
    return {
        name: value.lower() if name == "RawMessageDelivery" else value for name, value in attributes.items()
    }


def require_endpoint(protocol: str, endpoint: str, topic_arn: str) -> None:
    """Refuse a protocol that topics do not have, and an endpoint that the protocol does not have.

    Raises:
        SnsError: In AWS's words.
    """
    if protocol not in _ENDPOINTS:
        raise InvalidTopicParameterError(
            f"Amazon SNS does not support this protocol string: {protocol[:100]}"
        )
    pattern, reason = _ENDPOINTS[protocol]
    if not re.fullmatch(pattern, endpoint, re.ASCII):
        raise InvalidTopicParameterError(reason)
    if topic_arn.endswith(FIFO_SUFFIX):
        if protocol != "sqs":
            raise InvalidTopicParameterError(
                f"Invalid parameter: Protocol Reason: {protocol} endpoints can not be subscribed to FIFO SNS topics"
            )
    elif endpoint.endswith(FIFO_SUFFIX) and protocol == "sqs":
        raise InvalidTopicParameterError(
            "Invalid parameter: Endpoint Reason: FIFO SQS Queues can not be subscribed to standard SNS topics"
        )

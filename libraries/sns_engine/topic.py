"""A topic, its attributes, and what FIFO topics remember of messages."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sns_engine.delivery_policy import mistake_in_topics_policy
from sns_engine.errors import InvalidTopicParameterError, SnsError
from sns_engine.parameters import is_flag, json_object
from sns_engine.subscription import Subscription

NAME = re.compile(r"[A-Za-z0-9_-]{1,256}")
FIFO_NAME = re.compile(r"[A-Za-z0-9_-]{1,251}\.fifo")
DEDUPLICATION_SECONDS = 300
SMALLEST_MESSAGE, DEFAULT_MESSAGE, LARGEST_MESSAGE = 1024, 262_144, 1_048_576
DEFAULT_DELIVERY_POLICY = {
    "http": {
        "defaultHealthyRetryPolicy": {
            "minDelayTarget": 20,
            "maxDelayTarget": 20,
            "numRetries": 3,
            "numMaxDelayRetries": 0,
            "numNoDelayRetries": 0,
            "numMinDelayRetries": 0,
            "backoffFunction": "linear",
        },
        "disableSubscriptionOverrides": False,
        "defaultRequestPolicy": {"headerContentType": "text/plain; charset=UTF-8"},
    }
}
_SIZE = re.compile(r"[0-9]{4,7}")
_FEEDBACK = re.compile(
    r"(HTTP|Firehose|Lambda|Application|SQS)(SuccessFeedbackRoleArn|SuccessFeedbackSampleRate|FailureFeedbackRoleArn)"
)
_ACTIONS = (
    "GetTopicAttributes", "SetTopicAttributes", "AddPermission", "RemovePermission", "DeleteTopic", "Subscribe",
    "ListSubscriptionsByTopic", "Publish",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Published:
    """A message that was published to a FIFO topic."""

    message_id: str
    sequence_number: str
    forgotten_at: float


@dataclass(slots=True)
class Topic:
    """A topic.

    Attributes:
        arn: Its ARN.
        owner: The account, 12 digits.
        attributes: What was set.
        tags: Its tags.
        policy: Who may do what; kept, not enforced.
        subscriptions: Its subscriptions by ARN.
        deleted_subscriptions: How many have been deleted.
        sequence: How many messages a FIFO topic has had.
    """

    arn: str
    owner: str
    attributes: dict[str, str]
    tags: dict[str, str]
    policy: dict[str, Any]
    subscriptions: dict[str, Subscription] = field(default_factory=dict)
    deleted_subscriptions: int = 0
    sequence: int = 0
    _published: dict[tuple[str, str], Published] = field(default_factory=dict)

    @property
    def is_fifo(self) -> bool:
        """Whether it is a FIFO topic."""
        return self.attributes.get("FifoTopic") == "true"

    @property
    def largest_message(self) -> int:
        """How many bytes a message may have."""
        return int(self.attributes.get("MaximumMessageSize", DEFAULT_MESSAGE))

    @property
    def has_content_based_deduplication(self) -> bool:
        """Whether messages with the same text are the same."""
        return self.attributes.get("ContentBasedDeduplication") == "true"

    def published_before(self, group: str, deduplication_id: str, now: float) -> Published | None:
        """Return the message that another one repeats, if there is one."""
        for key, one in list(self._published.items()):
            if one.forgotten_at > now:
                break
            del self._published[key]
        return self._published.get(self._key(group, deduplication_id))

    def note_published(self, group: str, deduplication_id: str, message_id: str, now: float) -> Published:
        """Remember a message, and number it."""
        self.sequence += 1
        number = f"1{self.sequence:019d}"
        noted = Published(message_id, number, now + DEDUPLICATION_SECONDS)
        self._published[self._key(group, deduplication_id)] = noted
        return noted

    def _key(self, group: str, deduplication_id: str) -> tuple[str, str]:
        per_group = self.attributes.get("FifoThroughputScope") == "MessageGroup"
        return (group if per_group else "", deduplication_id)

    def describe(self) -> dict[str, str]:
        """Return all attributes, as GetTopicAttributes does."""
        pending = sum(one.is_pending for one in self.subscriptions.values())
        fifo = {"ContentBasedDeduplication": "false"} if self.is_fifo else {}
        return {
            "Policy": json.dumps(self.policy, separators=(",", ":")),
            "Owner": self.owner,
            "TopicArn": self.arn,
            "DisplayName": "",
            "SubscriptionsPending": str(pending),
            "SubscriptionsConfirmed": str(len(self.subscriptions) - pending),
            "SubscriptionsDeleted": str(self.deleted_subscriptions),
            "EffectiveDeliveryPolicy": self.attributes.get(
                "DeliveryPolicy", json.dumps(DEFAULT_DELIVERY_POLICY, separators=(",", ":"))
            ),
            **fifo,
            **self.attributes,
        }


def default_policy(arn: str, owner: str) -> dict[str, Any]:
    """Return the policy of a topic that has no other: its owner may do everything."""
    statement = {
        "Sid": "__default_statement_ID",
        "Effect": "Allow",
        "Principal": {"AWS": "*"},
        "Action": [f"SNS:{action}" for action in _ACTIONS],
        "Resource": arn,
        "Condition": {"StringEquals": {"AWS:SourceOwner": owner}},
    }
    return {"Version": "2008-10-17", "Id": "__default_policy_ID", "Statement": [statement]}


def require_topic_name(name: str, *, is_fifo: bool) -> None:
    """Refuse a name that a topic can't have."""
    if is_fifo and not FIFO_NAME.fullmatch(name):
        raise InvalidTopicParameterError(
            "Fifo Topic names must end with .fifo and must be made up of only uppercase and lowercase ASCII letters, "
            "numbers, underscores, and hyphens, and must be between 1 and 256 characters long."
        )
    if not is_fifo and not NAME.fullmatch(name):
        raise InvalidTopicParameterError("Topic Name")


def require_topic_attribute(name: str, value: str, *, is_fifo: bool) -> None:
    """Refuse an attribute that topics do not have, or a value that it can't have.

    Raises:
        SnsError: In AWS's words.
    """
    if _FEEDBACK.fullmatch(name):
        return
    checks: Mapping[str, Callable[[str], bool]] = {
        "DisplayName": lambda text: len(text) <= 100,  # noqa: PLR2004
        "Policy": lambda text: isinstance(json_object(text), dict),
        "DeliveryPolicy": lambda text: not text or not mistake_in_topics_policy(text),
        "KmsMasterKeyId": lambda _text: True,
        "SignatureVersion": lambda text: text in ("1", "2"),
        "TracingConfig": lambda text: text in ("PassThrough", "Active"),
        "MaximumMessageSize": _is_message_size,
        "FifoTopic": is_flag,
        "ContentBasedDeduplication": lambda text: is_fifo and is_flag(text),
        "FifoThroughputScope": lambda text: is_fifo and text in ("Topic", "MessageGroup"),
    }
    if name not in checks:
        raise InvalidTopicParameterError("AttributeName")
    if not checks[name](value):
        raise InvalidTopicParameterError(f"{name} Reason: {value[:100]} is not a valid value")


def _is_message_size(text: str) -> bool:
    return _SIZE.fullmatch(text) is not None and SMALLEST_MESSAGE <= int(text) <= LARGEST_MESSAGE


def require_tags(tags: Mapping[str, str]) -> None:
    """Refuse more tags than a topic can have."""
    if len(tags) > 50:  # noqa: PLR2004
        raise SnsError("TagLimitExceeded", "Could not complete request: tag quota of per resource exceeded")

"""SNS: subscriptions."""

import json
import time
from typing import Any
from uuid import uuid4

from moto.sns.models import SNSBackend, Subscription, Topic
from sortedcontainers import SortedDict

from aws_stand_in import moto_functions
from aws_stand_in.moto_patches.creation import after_creation
from event_sources.topic_messages import topic_event


def _subscriptions_of(self: Any, topic: Topic) -> list[Subscription]:
    arns = self.subscriptions.irange(f"{topic.arn}:", f"{topic.arn};")
    return [self.subscriptions[arn] for arn in arns]


def _find_subscription(self: Any, topic_arn: str, endpoint: str, protocol: str) -> Subscription | None:
    subscriptions = _subscriptions_of(self, self.get_topic(topic_arn))
    wanted = (endpoint, protocol)
    return next((one for one in subscriptions if (one.endpoint, one.protocol) == wanted), None)


def _find_subscriptions_by_topic() -> None:
    """Sort subscriptions by their ARNs, which begin with the topic's: moto looks at those of all topics to publish."""
    backend: Any = SNSBackend
    after_creation(backend, lambda backend: setattr(backend, "subscriptions", SortedDict()))
    backend._get_topic_subscriptions = _subscriptions_of
    backend._find_subscription = _find_subscription


def _publish_to_every_subscription() -> None:
    """Publish to all subscriptions, and keep no record of it.

    Moto publishes to the first page of subscriptions, which is a hundred, and keeps each message for its own tests.
    """

    def publish(self: Topic, message: str, **options: Any) -> str:
        message_id = str(uuid4())
        for subscription in self.sns_backend._get_topic_subscriptions(self):
            subscription.publish(message, message_id, **options)
        return message_id

    topic: Any = Topic
    topic.publish = publish


def _publish_to_functions() -> None:
    """Invoke functions that run, with the attributes of a message and all else that SNS tells: moto would need Docker for it."""
    subscription: Any = Subscription
    publish = subscription.publish

    def publish_also_to_functions(self: Any, message: str, message_id: str, **options: Any) -> None:
        if self.protocol == "lambda":
            _send_to_function(self, message, message_id, **options)
        else:
            publish(self, message, message_id, **options)

    subscription.publish = publish_also_to_functions


def _send_to_function(
    subscription: Any,
    message: str,
    message_id: str,
    *,
    subject: str | None = None,
    message_attributes: dict[str, Any] | None = None,
    message_structure: str | None = None,
    **_of_fifo_topics: Any,
) -> None:
    matcher = subscription._filter_policy_matcher
    if matcher is not None and not matcher.matches(message_attributes, message):
        return
    text = (
        subscription._parse_message_structure(message, "lambda") if message_structure == "json" else message
    )
    event = topic_event(
        topic_arn=subscription.topic_arn,
        subscription_arn=subscription.arn,
        message_id=message_id,
        subject=subject,
        message=text,
        attributes=message_attributes or {},
        published_at=time.time(),
    )
    moto_functions.send_event(subscription.endpoint, json.dumps(event))


def apply() -> None:
    """Change moto."""
    _find_subscriptions_by_topic()
    _publish_to_every_subscription()
    _publish_to_functions()

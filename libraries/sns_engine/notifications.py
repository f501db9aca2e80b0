"""What subscribers get: notifications in their forms, and the request to confirm a subscription.

Amazon SNS Developer Guide, "Parsing Amazon SNS message formats" and "Amazon SNS raw message delivery".
"""

import base64
import functools
import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from event_sources.topic_messages import topic_event
from sns_engine.account import TopicAccount
from sns_engine.delivery import EndpointPost, QueueMessage
from sns_engine.delivery_policy import retries
from sns_engine.message import TopicMessage
from sns_engine.parameters import FIFO_SUFFIX
from sns_engine.subscription import Subscription
from sns_engine.topic import Topic

API_VERSION = "2010-03-31"
CERTIFICATE_PATH = "/SimpleNotificationService-00000000000000000000000000000000.pem"
MOST_RAW_ATTRIBUTES = 10
_SIGNED_NOTIFICATION = ("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type")
_SIGNED_CONFIRMATION = ("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type")


@dataclass(frozen=True)
class Notification:
    """A message on its way to the subscribers of a topic.

    Attributes:
        account: The account of the topic.
        topic: The topic.
        message: The message.
        message_id: Its id.
        sequence_number: Its number in a FIFO topic; None elsewhere.
        deduplication_id: What tells repetitions of it in a FIFO topic; None elsewhere.
    """

    account: TopicAccount
    topic: Topic
    message: TopicMessage
    message_id: str
    sequence_number: str | None = None
    deduplication_id: str | None = None

    def send(self) -> None:
        """Send it to all subscribers that want it."""
        for subscription in list(self.topic.subscriptions.values()):
            policy = subscription.filter_policy
            if not subscription.is_pending and (
                policy is None or policy.matches(self.message.text, self.message.attributes)
            ):
                self._send_to(subscription)

    def _send_to(self, subscription: Subscription) -> None:
        if subscription.protocol in ("http", "https"):
            on_failure = functools.partial(self._send_to_dead_letter_queue, subscription)
            self.account.delivery.to_endpoint(self.account.account_id, self._post(subscription), on_failure)
        elif subscription.protocol == "lambda":
            if not self.account.delivery.to_function(subscription.endpoint, self._event(subscription)):
                self._send_to_dead_letter_queue(subscription)
        elif subscription.protocol == "sqs" and not self._send_to_queue(subscription, subscription.endpoint):
            self._send_to_dead_letter_queue(subscription)

    def _send_to_dead_letter_queue(self, subscription: Subscription) -> None:
        if subscription.dead_letter_queue:
            self._send_to_queue(subscription, subscription.dead_letter_queue)

    def _send_to_queue(self, subscription: Subscription, queue_arn: str) -> bool:
        is_raw = subscription.is_raw
        attributes = self.message.attributes if is_raw else {}
        if len(attributes) > MOST_RAW_ATTRIBUTES:
            return False
        body = self._text(subscription) if is_raw else self._body(subscription)
        message = QueueMessage(body, attributes, self._group_in(queue_arn), self.deduplication_id)
        return self.account.delivery.to_queue(self.account.account_id, queue_arn, message)

    def _group_in(self, queue_arn: str) -> str | None:
        """Return the group that the message has in a queue; in a standard queue, the group of a FIFO topic does not count."""
        is_ordered_here_only = self.topic.is_fifo and not queue_arn.endswith(FIFO_SUFFIX)
        return None if is_ordered_here_only else self.message.group_id

    def _text(self, subscription: Subscription) -> str:
        return self.message.text_for(subscription.protocol)

    def _body(self, subscription: Subscription) -> str:
        return json.dumps(self._describe(subscription), indent=2, separators=(",", " : "), ensure_ascii=False)

    @functools.cached_property
    def _timestamp(self) -> str:
        return _timestamp(self.account)

    @functools.cached_property
    def _signatures(self) -> dict[str, str]:
        """Signatures by the text that is signed, which most subscribers have in common."""
        return {}

    def _describe(self, subscription: Subscription) -> dict[str, Any]:
        described = {
            "Type": "Notification",
            "MessageId": self.message_id,
            **({"SequenceNumber": self.sequence_number} if self.sequence_number else {}),
            "TopicArn": self.topic.arn,
            **({"Subject": self.message.subject} if self.message.subject else {}),
            "Message": self._text(subscription),
            "Timestamp": self._timestamp,
        }
        signature = {} if self.topic.is_fifo else self._sign(described)
        attributes = {name: _show(one) for name, one in self.message.attributes.items()}
        return {
            **described,
            **signature,
            "UnsubscribeURL": _unsubscribe_url(self.account, subscription),
            **({"MessageAttributes": attributes} if attributes else {}),
        }

    def _sign(self, described: Mapping[str, Any]) -> dict[str, str]:
        text = described["Message"]
        if text not in self._signatures:
            self._signatures[text] = _signature(self.account, self.topic, described, _SIGNED_NOTIFICATION)
        return _signature_fields(self.account, self.topic, self._signatures[text])

    def _post(self, subscription: Subscription) -> EndpointPost:
        headers = _headers("Notification", self.message_id, subscription)
        if subscription.is_raw:
            headers["x-amz-sns-rawdelivery"] = "true"
        body = self._text(subscription) if subscription.is_raw else self._body(subscription)
        return EndpointPost(subscription.endpoint, headers, body, _retries(self.topic, subscription))

    def _event(self, subscription: Subscription) -> str:
        event = topic_event(
            topic_arn=self.topic.arn,
            subscription_arn=subscription.arn,
            message_id=self.message_id,
            subject=self.message.subject,
            message=self._text(subscription),
            attributes={name: _show(one) for name, one in self.message.attributes.items()},
            published_at=self.account.clock(),
        )
        return json.dumps(event)


def ask_for_confirmation(account: TopicAccount, subscription: Subscription) -> None:
    """Send an HTTP endpoint the token by which it confirms its subscription."""
    if subscription.protocol not in ("http", "https"):
        return
    topic = account.topics[subscription.topic_arn]
    query = {
        "Action": "ConfirmSubscription",
        "TopicArn": topic.arn,
        "Token": subscription.token,
        "Version": API_VERSION,
    }
    described = {
        "Type": "SubscriptionConfirmation",
        "MessageId": str(uuid.uuid4()),
        "Token": subscription.token,
        "TopicArn": topic.arn,
        "Message": f"You have chosen to subscribe to the topic {topic.arn}.\n"
        "To confirm the subscription, visit the SubscribeURL included in this message.",
        "SubscribeURL": f"{account.delivery.base_url}/?{urlencode(query)}",
        "Timestamp": _timestamp(account),
    }
    signature = _signature(account, topic, described, _SIGNED_CONFIRMATION)
    body = json.dumps({**described, **_signature_fields(account, topic, signature)}, indent=2)
    headers = _headers(described["Type"], described["MessageId"], subscription)
    del headers["x-amz-sns-subscription-arn"]
    post = EndpointPost(subscription.endpoint, headers, body, _retries(topic, subscription))
    account.delivery.to_endpoint(account.account_id, post, lambda: None)


def _retries(topic: Topic, subscription: Subscription) -> int:
    name = "DeliveryPolicy"
    return retries(topic.attributes.get(name, ""), subscription.attributes.get(name, ""))


def _headers(kind: str, message_id: str, subscription: Subscription) -> dict[str, str]:
    return {
        "x-amz-sns-message-type": kind,
        "x-amz-sns-message-id": message_id,
        "x-amz-sns-topic-arn": subscription.topic_arn,
        "x-amz-sns-subscription-arn": subscription.arn,
        "Content-Type": "text/plain; charset=UTF-8",
        "User-Agent": "Amazon Simple Notification Service Agent",
    }


def _show(attribute: Mapping[str, Any]) -> dict[str, str]:
    binary = attribute.get("BinaryValue")
    value = base64.b64encode(binary).decode() if binary else attribute["StringValue"]
    return {"Type": attribute["DataType"], "Value": value}


def _signature(
    account: TopicAccount, topic: Topic, described: Mapping[str, Any], signed: tuple[str, ...]
) -> str:
    text = "".join(f"{name}\n{described[name]}\n" for name in signed if name in described)
    return account.delivery.sign(text, _signature_version(topic))


def _signature_version(topic: Topic) -> str:
    return topic.attributes.get("SignatureVersion", "1")


def _signature_fields(account: TopicAccount, topic: Topic, signature: str) -> dict[str, str]:
    return {
        "SignatureVersion": _signature_version(topic),
        "Signature": signature,
        "SigningCertURL": f"{account.delivery.base_url}{CERTIFICATE_PATH}",
    }


def _unsubscribe_url(account: TopicAccount, subscription: Subscription) -> str:
    query = urlencode(
        {"Action": "Unsubscribe", "SubscriptionArn": subscription.arn, "Version": API_VERSION}, safe=":"
    )
    return f"{account.delivery.base_url}/?{query}"


def _timestamp(account: TopicAccount) -> str:
    moment = datetime.fromtimestamp(account.clock(), UTC).isoformat(timespec="milliseconds")
    return moment.replace("+00:00", "Z")

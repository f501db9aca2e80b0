"""How messages leave the engine."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class EndpointPost:
    """What is posted to an HTTP endpoint.

    Attributes:
        url: The endpoint.
        headers: The headers that SNS sends.
        body: The body.
        retries: How often it is tried again, by the delivery policy.
    """

    url: str
    headers: Mapping[str, str]
    body: str
    retries: int


@dataclass(frozen=True, slots=True)
class QueueMessage:
    """What is sent to a queue.

    Attributes:
        body: The message.
        attributes: Message attributes, as SendMessage takes them.
        group_id: The message group; None if it belongs to none.
        deduplication_id: None for a standard topic.
    """

    body: str
    attributes: Mapping[str, Mapping[str, Any]]
    group_id: str | None
    deduplication_id: str | None


class Delivery(Protocol):
    """What carries messages to subscribers. Each method returns whether the subscriber is there and took the message."""

    def to_queue(self, account_id: str, queue_arn: str, message: QueueMessage) -> bool:
        """Send a message to a queue.

        Args:
            account_id: The account of the topic.
            queue_arn: The queue.
            message: The message.
        """

    def to_function(self, function_arn: str, event: str) -> bool:
        """Invoke a function with an event, in JSON."""

    def to_endpoint(self, account_id: str, post: EndpointPost, on_failure: Callable[[], None]) -> None:
        """Post to an HTTP endpoint, later.

        Args:
            account_id: The account of the topic.
            post: What to post.
            on_failure: Called when the last attempt has failed.
        """

    def sign(self, text: str, version: str) -> str:
        """Return the signature of a text, by SHA-1 for version 1 and by SHA-256 for version 2."""

    @property
    def base_url(self) -> str:
        """The URL at which subscribers reach the service, without a trailing slash."""

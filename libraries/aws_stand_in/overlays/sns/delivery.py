"""How messages of topics reach our queues, functions that run here, and HTTP endpoints of this machine."""

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from aws_stand_in import current_endpoint, moto_functions
from aws_stand_in.current_trace import traced
from aws_stand_in.overlays.sns import signatures
from aws_stand_in.overlays.sns.endpoint_posts import EndpointPosts

if TYPE_CHECKING:
    from sns_engine import EndpointPost, QueueMessage
    from sqs_engine import SqsEngine

logger = logging.getLogger(__name__)


class TopicDelivery:
    """Carries messages to subscribers.

    Args:
        queues: Our queues.
        posts: What posts to HTTP endpoints.
    """

    def __init__(self, queues: "SqsEngine", posts: EndpointPosts) -> None:
        self._queues = queues
        self._posts = posts

    def to_queue(self, account_id: str, queue_arn: str, message: "QueueMessage") -> bool:
        """Send a message to a queue of the same account."""
        from sqs_engine import SqsError
        from sqs_engine.sending import send

        queue = self._queues.find(queue_arn)
        if queue is None or queue_arn.split(":")[4] != account_id:
            logger.warning("A message does not reach the queue %s: the account has no such queue.", queue_arn)
            return False
        parameters = {
            "MessageBody": message.body,
            "MessageAttributes": message.attributes,
            "MessageGroupId": message.group_id,
            "MessageDeduplicationId": message.deduplication_id if queue.is_fifo else None,
        }
        account = self._queues.account(account_id, queue_arn.split(":")[3])
        try:
            account.advance(queue)
            send(account, queue, traced(parameters))
        except SqsError as error:
            logger.warning("A message does not reach the queue %s: %s", queue_arn, error)
            return False
        return True

    def to_function(self, function_arn: str, event: str) -> bool:
        """Invoke a function that runs here."""
        return moto_functions.send_event(function_arn, event)

    def to_endpoint(self, account_id: str, post: "EndpointPost", on_failure: Callable[[], None]) -> None:
        """Post to an HTTP endpoint of this machine, later."""
        self._posts.accept(account_id, post, on_failure)

    def sign(self, text: str, version: str) -> str:
        """Return the signature of a text."""
        return signatures.sign(text, version)

    @property
    def base_url(self) -> str:
        """The URL of the stand-in."""
        return current_endpoint.url()

"""Keywords that send messages to queues."""

import json
from datetime import timedelta
from typing import Any

from robot import result, running
from robot.api.deco import keyword

from MockAWS.aws_connection import AwsConnection
from MockAWS.errors import MockAwsError

LONGEST_VISIBILITY = timedelta(hours=12)
VISIBILITY = "VisibilityTimeout"


class SendingKeywords:
    """Keywords that send messages, and a listener that restores the queues when the test ends."""

    ROBOT_LISTENER_API_VERSION = 3

    def __init__(self, aws: AwsConnection) -> None:
        self._aws = aws
        self._visibility_before: dict[str, str] = {}

    @keyword(tags=["SQS"])
    def send_message(self, queue: str, body: Any) -> str:
        """Send a message to a queue, as another part of the backend would.

        Args:
            queue: As for [Queue Should Hold].
            body: The body; a string is sent unchanged, anything else as JSON.

        Returns:
            The message's id.

        Raises:
            MockAwsError: There is no such queue.

        Example:
        ```robotframework
        Set Visibility Timeout    error    0 s
        Send Message    error    this is not JSON
        Queue Should Hold    dead-letter
        ```
        """
        sent = self._sqs.send_message(QueueUrl=self._url(queue), MessageBody=_text(body))
        return str(sent["MessageId"])

    @keyword(tags=["SQS"])
    def send_message_batch(self, queue: str, *bodies: Any) -> None:
        """Send up to ten messages to a queue at once, so that whoever receives the first can receive all of them with it.

        Args:
            queue: As for [Queue Should Hold].
            bodies: The bodies, as for [Send Message].

        Raises:
            MockAwsError: There is no such queue, or SQS refuses one of the messages.

        Example:
        ```robotframework
        Set Visibility Timeout    error    0 s
        Send Message Batch    error    this is not JSON    nor is this
        Queue Should Hold    dead-letter    2    timeout=15 s
        ```
        """
        entries = [{"Id": str(number), "MessageBody": _text(body)} for number, body in enumerate(bodies, 1)]
        sent = self._sqs.send_message_batch(QueueUrl=self._url(queue), Entries=entries)
        if refused := sent.get("Failed"):
            first = f"message {refused[0]['Id']}: {refused[0]['Message']}"
            raise MockAwsError(f"Expected SQS to accept {len(bodies)} messages.\nGot a refusal of {first}")

    @keyword(tags=["SQS"])
    def set_visibility_timeout(self, queue: str, duration: timedelta) -> None:
        """Set the visibility timeout of a queue until the test ends.

        A received message stays invisible for this time if it is not deleted. A short one makes it unnecessary to wait for
        minutes until a message has been received `maxReceiveCount` times (`VisibilityTimeout` in the Amazon SQS API reference,
        "SetQueueAttributes").

        Args:
            queue: As for [Queue Should Hold].
            duration: The time, in whole seconds, up to 12 hours; `0 s` delivers again immediately.

        Raises:
            MockAwsError: There is no such queue, or SQS does not allow this time.

        Example:
        ```robotframework
        Set Visibility Timeout    error    0 s
        ```
        """
        if not timedelta() <= duration <= LONGEST_VISIBILITY:
            raise MockAwsError(f"Expected a visibility timeout of 0 seconds to 12 hours, got {duration}.")
        url = self._url(queue)
        before = self._sqs.get_queue_attributes(QueueUrl=url, AttributeNames=[VISIBILITY])["Attributes"]
        self._visibility_before.setdefault(url, before[VISIBILITY])
        self._set_visibility(url, str(int(duration.total_seconds())))

    def end_test(self, data: running.TestCase, result: result.TestCase) -> None:  # noqa: ARG002 - the listener interface
        """Restore the visibility timeouts of the queues."""
        while self._visibility_before:
            self._set_visibility(*self._visibility_before.popitem())

    @property
    def _sqs(self) -> Any:
        return self._aws.client("sqs")

    def _url(self, queue: str) -> str:
        name = self._aws.name("queue", queue)
        if "://" in name:
            return name
        try:
            return str(self._sqs.get_queue_url(QueueName=name)["QueueUrl"])
        except self._sqs.exceptions.QueueDoesNotExist:
            urls = self._sqs.list_queues().get("QueueUrls", [])
            existing = ", ".join(url.rpartition("/")[2] for url in urls) or "none"
            raise MockAwsError(f"There is no queue {name}. Existing queues: {existing}.") from None

    def _set_visibility(self, url: str, seconds: str) -> None:
        self._sqs.set_queue_attributes(QueueUrl=url, Attributes={VISIBILITY: seconds})


def _text(body: Any) -> str:
    return body if isinstance(body, str) else json.dumps(body)

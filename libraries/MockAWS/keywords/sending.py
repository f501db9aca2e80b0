"""Keywords that put something into queues."""

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
    """Messages that a backend finds in its queues. It is a listener as well: what a test sets, ends with it."""

    ROBOT_LISTENER_API_VERSION = 3

    def __init__(self, aws: AwsConnection) -> None:
        self._aws = aws
        self._visibility_before: dict[str, str] = {}

    @keyword(tags=["SQS"])
    def send_message(self, queue: str, body: Any) -> str:
        """Put a message into a queue, as if another part of the backend had.

        Args:
            queue: As for [Queue Should Hold].
            body: A text, sent as it is; anything else is sent as JSON.

        Returns:
            The message's id.

        Raises:
            MockAwsError: There is no such queue.

        Example:
        ```robotframework
        Send Message    error    this is no JSON
        Queue Should Hold    dead-letter
        ```
        """
        text = body if isinstance(body, str) else json.dumps(body)
        sent = self._sqs.send_message(QueueUrl=self._url(queue), MessageBody=text)
        return str(sent["MessageId"])

    @keyword(tags=["SQS"])
    def let_queue_deliver_again_after(self, queue: str, pause: timedelta) -> None:
        """Shorten, until the test ends, how long a message that was received and not deleted stays invisible.

        So a test need not wait for minutes until a message has been received `maxReceiveCount` times (`VisibilityTimeout` in the
        Amazon SQS API reference, "SetQueueAttributes").

        Args:
            queue: As for [Queue Should Hold].
            pause: The time, in whole seconds, at most 12 hours; `0 s` delivers again at once.

        Raises:
            MockAwsError: There is no such queue, or the time is none that SQS takes.

        Example:
        ```robotframework
        Let Queue Deliver Again After    error    0 s
        ```
        """
        if not timedelta() <= pause <= LONGEST_VISIBILITY:
            raise MockAwsError(f"A queue delivers again after 0 seconds to 12 hours, not after {pause}.")
        url = self._url(queue)
        before = self._sqs.get_queue_attributes(QueueUrl=url, AttributeNames=[VISIBILITY])["Attributes"]
        self._visibility_before.setdefault(url, before[VISIBILITY])
        self._set_visibility(url, str(int(pause.total_seconds())))

    def end_test(self, data: running.TestCase, result: result.TestCase) -> None:  # noqa: ARG002 - the listener interface
        """Let queues deliver again as they did before."""
        while self._visibility_before:
            self._set_visibility(*self._visibility_before.popitem())

    @property
    def _sqs(self) -> Any:
        return self._aws.client("sqs")

    def _url(self, queue: str) -> str:
        name = self._aws.name("queue_url", queue)
        if "://" in name:
            return name
        try:
            return str(self._sqs.get_queue_url(QueueName=name)["QueueUrl"])
        except self._sqs.exceptions.QueueDoesNotExist:
            urls = self._sqs.list_queues().get("QueueUrls", [])
            there_are = ", ".join(url.rpartition("/")[2] for url in urls) or "none"
            raise MockAwsError(f"There is no queue {name}. There are: {there_are}.") from None

    def _set_visibility(self, url: str, seconds: str) -> None:
        self._sqs.set_queue_attributes(QueueUrl=url, Attributes={VISIBILITY: seconds})

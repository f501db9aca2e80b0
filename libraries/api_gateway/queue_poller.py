"""An SQS queue as the event source of a handler."""

import logging
import threading
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError, ClientError

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_sqs.type_defs import MessageTypeDef

logger = logging.getLogger(__name__)

BATCH_SIZE = 10
POLL_SECONDS = 0.5
JOIN_SECONDS = 5.0


class QueuePoller:
    """Hands the messages of a queue to a handler, and deletes those that it handled.

    A message that the handler names in `batchItemFailures` stays in the queue, and so does every message of a batch on which it
    crashes or answers with anything else, so that SQS delivers it again, or moves it to the queue's dead-letter queue.

    Args:
        queue_url: The queue.
        handler: Called as Lambda calls it.
        sqs: Gives the client, when the first message is asked for.
    """

    def __init__(
        self, queue_url: str, handler: Callable[[dict[str, Any], Any], Any], *, sqs: Callable[[], "SQSClient"]
    ) -> None:
        self._queue_url = queue_url
        self._handler = handler
        self._sqs = sqs
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="queue-poller", daemon=True)

    def start(self) -> None:
        """Begin to ask for messages."""
        self._thread.start()

    def stop(self) -> None:
        """End after the batch that is being handled."""
        self._ended.set()
        if self._thread.is_alive():
            self._thread.join(JOIN_SECONDS)

    def poll(self) -> int:
        """Ask for messages once.

        Returns:
            How many were handled.
        """
        reply = self._sqs().receive_message(
            QueueUrl=self._queue_url,
            MaxNumberOfMessages=BATCH_SIZE,
            MessageSystemAttributeNames=["ApproximateReceiveCount", "SentTimestamp"],
        )
        messages = reply.get("Messages", [])
        failed = self._handle(messages) if messages else set()
        handled = [message for message in messages if message["MessageId"] not in failed]
        for message in handled:
            self._sqs().delete_message(QueueUrl=self._queue_url, ReceiptHandle=message["ReceiptHandle"])
        return len(handled)

    def _run(self) -> None:
        while not self._ended.wait(POLL_SECONDS):
            try:
                while self.poll() == BATCH_SIZE:
                    pass
            except (ClientError, BotoCoreError):
                logger.warning("the queue can't be read now", exc_info=True)

    def _handle(self, messages: "list[MessageTypeDef]") -> set[str]:
        """Ids of the messages that were not handled."""
        every_id = {message["MessageId"] for message in messages}
        try:
            failed = _failed(self._handler({"Records": [_record(message) for message in messages]}, None))
        except Exception:
            logger.exception("a batch of messages was not handled")
            return every_id
        if not failed <= every_id:
            logger.error("a batch of messages counts as not handled: the handler named others")
            return every_id
        return failed


def _failed(result: Any) -> set[str]:
    """As in the AWS Lambda Developer Guide, "Implementing partial batch responses": no result means that all were handled."""
    failures = (result or {}).get("batchItemFailures") or []
    return {failure["itemIdentifier"] for failure in failures}


def _record(message: "MessageTypeDef") -> Mapping[str, Any]:
    """As in the AWS Lambda Developer Guide, "Using Lambda with Amazon SQS"."""
    return {
        "messageId": message["MessageId"],
        "receiptHandle": message["ReceiptHandle"],
        "body": message["Body"],
        "attributes": message.get("Attributes", {}),
        "messageAttributes": {},
        "eventSource": "aws:sqs",
    }

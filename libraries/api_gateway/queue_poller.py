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
    """Passes the messages of a queue to a handler, and deletes those that it has handled.

    A message that the handler lists in `batchItemFailures` stays in the queue, and so does every message of a batch for which the
    handler crashes or returns anything unexpected. SQS then delivers it again or moves it to the dead-letter queue.

    Args:
        queue_url: The queue.
        handler: Called as Lambda calls it.
        sqs: Returns the client; called when messages are first requested.
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
        """Begin to receive messages."""
        self._thread.start()

    def stop(self) -> None:
        """Stop after the batch that is being handled."""
        self._ended.set()
        if self._thread.is_alive():
            self._thread.join(JOIN_SECONDS)

    def poll(self) -> int:
        """Receive messages once.

        Returns:
            The number of messages that have been handled.
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
                logger.warning("The queue can't be read at present", exc_info=True)

    def _handle(self, messages: "list[MessageTypeDef]") -> set[str]:
        """Return the ids of the messages that have not been handled."""
        every_id = {message["MessageId"] for message in messages}
        try:
            failed = _failed(self._handler({"Records": [_record(message) for message in messages]}, None))
        except Exception:
            logger.exception("A batch of messages could not be handled")
            return every_id
        if not failed <= every_id:
            logger.error("A batch counts as not handled: the handler reported messages that are not in it")
            return every_id
        return failed


def _failed(result: Any) -> set[str]:
    """Return the ids in `batchItemFailures`; an empty result means that every message has been handled.

    This is as in the AWS Lambda Developer Guide, "Implementing partial batch responses".
    """
    failures = (result or {}).get("batchItemFailures") or []
    return {failure["itemIdentifier"] for failure in failures}


def _record(message: "MessageTypeDef") -> Mapping[str, Any]:
    """Return a message as a record of an event (AWS Lambda Developer Guide, "Using Lambda with Amazon SQS")."""
    return {
        "messageId": message["MessageId"],
        "receiptHandle": message["ReceiptHandle"],
        "body": message["Body"],
        "attributes": message.get("Attributes", {}),
        "messageAttributes": {},
        "eventSource": "aws:sqs",
    }

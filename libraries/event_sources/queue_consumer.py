"""Passes the messages of an SQS queue to a function.

AWS Lambda Developer Guide, "Using Lambda with Amazon SQS", "Scaling", "Error handling" and "Event filtering".
"""

import base64
import json
import logging
import math
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError, ClientError

from event_sources.batch_result import MalformedBatchResultError, failed_items
from event_sources.reading_failures import ReadingFailures
from event_sources.source_mapping import SourceMapping
from lambda_runtime.function import Functions, TooManyInvocationsError, UnknownFunctionError

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_sqs.type_defs import MessageTypeDef

logger = logging.getLogger(__name__)

CONCURRENT_BATCHES = 5
"""With how many batches at the same time Lambda begins."""
RECEIVED_AT_ONCE = 10
WAIT_SECONDS = 1
RETRY_SECONDS = 0.5


class QueueConsumer:
    """Receives messages, invokes the function, and deletes those that it has handled.

    A message that the function has not handled becomes visible again when its visibility timeout expires; SQS then delivers it
    again or moves it to the dead-letter queue.

    Args:
        mapping: The queue and the function.
        functions: The functions.
        sqs: Returns the client; called when messages are first requested.
    """

    def __init__(self, mapping: SourceMapping, functions: Functions, sqs: "Callable[[], SQSClient]") -> None:
        self._mapping = mapping
        self._functions = functions
        self._client = sqs
        self._has_ended = threading.Event()
        self._failures = ReadingFailures(mapping.source_arn)
        concurrency = mapping.maximum_concurrency or CONCURRENT_BATCHES
        self._free = threading.Semaphore(concurrency)
        self._workers = ThreadPoolExecutor(concurrency, thread_name_prefix="queue-batch")
        self._receiver = threading.Thread(target=self._run, name="queue-consumer", daemon=True)

    def start(self) -> None:
        """Begin to receive messages."""
        self._receiver.start()

    def stop(self) -> None:
        """Pass no more messages on; batches that are being handled, and a request that waits for messages, end on their own."""
        self._has_ended.set()

    @cached_property
    def _sqs(self) -> "SQSClient":
        return self._client()

    @cached_property
    def _queue_url(self) -> str:
        name = self._mapping.source_arn.rpartition(":")[2]
        return self._sqs.get_queue_url(QueueName=name)["QueueUrl"]

    def _run(self) -> None:
        while not self._has_ended.is_set():
            if self._free.acquire(timeout=WAIT_SECONDS):
                self._pass_on_next_batch()
        self._workers.shutdown(wait=False)

    def _pass_on_next_batch(self) -> None:
        if messages := self._next_batch():
            self._workers.submit(self._handle, messages)
        else:
            self._free.release()

    def _next_batch(self) -> "list[MessageTypeDef]":
        """Return the messages of the next batch; none if there are none, if the queue can't be read, or after the end."""
        try:
            messages = self._collect()
            self._failures.end()
            if not self._has_ended.is_set():
                return messages
            self._give_back(messages)
        except (ClientError, BotoCoreError) as error:
            if not self._has_ended.is_set():
                self._failures.note(error)
        except Exception as error:
            self._failures.note_unexpected(error)
        self._has_ended.wait(RETRY_SECONDS)
        return []

    def _give_back(self, messages: "list[MessageTypeDef]") -> None:
        """Let others receive messages that have come after the end."""
        for message in messages:
            self._sqs.change_message_visibility(
                QueueUrl=self._queue_url, ReceiptHandle=message["ReceiptHandle"], VisibilityTimeout=0
            )

    def _collect(self) -> "list[MessageTypeDef]":
        """Return the messages of one batch: what is there, or what comes within the batching window after the first.

        A window in which the queue can't be read ends at once: what has been received is hidden from later requests.
        """
        messages = self._receive(WAIT_SECONDS, self._mapping.batch_size)
        end = time.monotonic() + self._mapping.window_seconds
        while messages and (left := end - time.monotonic()) > 0 and not self._has_ended.is_set():
            missing = self._mapping.batch_size - len(messages)
            if not missing:
                break
            try:
                messages += self._receive(math.ceil(min(left, WAIT_SECONDS)), missing)
            except (ClientError, BotoCoreError) as error:
                self._failures.note(error)
                break
        return messages

    def _receive(self, wait_seconds: int, most: int) -> "list[MessageTypeDef]":
        reply = self._sqs.receive_message(
            QueueUrl=self._queue_url,
            MaxNumberOfMessages=min(most, RECEIVED_AT_ONCE),
            WaitTimeSeconds=wait_seconds,
            MessageSystemAttributeNames=["All"],
            MessageAttributeNames=["All"],
        )
        return reply.get("Messages", [])

    def _handle(self, messages: "list[MessageTypeDef]") -> None:
        try:
            passed = [
                message
                for message in messages
                if self._mapping.passes(_view_for_filters(message, self._mapping))
            ]
            self._delete([message for message in messages if message not in passed])
            if passed:
                self._delete(self._handled(passed))
        except (ClientError, BotoCoreError):
            logger.warning("Messages of %s can't be deleted", self._queue_url, exc_info=True)
        except Exception:
            logger.exception("A batch of %s counts as not handled", self._queue_url)
        finally:
            self._free.release()

    def _handled(self, messages: "list[MessageTypeDef]") -> "list[MessageTypeDef]":
        """Invoke the function, and return the messages that it has handled."""
        event = {"Records": [queue_record(message, self._mapping) for message in messages]}
        try:
            result = self._functions.invoke(
                self._mapping.function, json.dumps(event).encode(), trace_id=_trace_id(messages)
            )
        except (TooManyInvocationsError, UnknownFunctionError) as error:
            logger.warning("A batch of %s stays in the queue: %s", self._queue_url, error)
            return []
        if result.error:
            return []
        if not self._mapping.reports_failures:
            return messages
        try:
            failed = failed_items(result.payload, [message["MessageId"] for message in messages])
        except MalformedBatchResultError as error:
            logger.warning("A batch of %s counts as not handled: %s", self._queue_url, error)
            return []
        return [message for message in messages if message["MessageId"] not in failed]

    def _delete(self, messages: "Sequence[MessageTypeDef]") -> None:
        for start in range(0, len(messages), RECEIVED_AT_ONCE):
            entries = [
                {"Id": str(number), "ReceiptHandle": message["ReceiptHandle"]}
                for number, message in enumerate(messages[start : start + RECEIVED_AT_ONCE])
            ]
            self._sqs.delete_message_batch(QueueUrl=self._queue_url, Entries=entries)  # type: ignore[arg-type]


def queue_record(message: "MessageTypeDef", mapping: SourceMapping) -> dict[str, Any]:
    """Return a message as a record of an event."""
    attributes = message.get("MessageAttributes", {})
    return {
        "messageId": message["MessageId"],
        "receiptHandle": message["ReceiptHandle"],
        "body": message["Body"],
        "attributes": message.get("Attributes", {}),
        "messageAttributes": {name: _attribute(value) for name, value in attributes.items()},
        "md5OfBody": message["MD5OfBody"],
        "eventSource": "aws:sqs",
        "eventSourceARN": mapping.source_arn,
        "awsRegion": mapping.region,
        **({"md5OfMessageAttributes": message["MD5OfMessageAttributes"]} if attributes else {}),
    }


def _attribute(value: Mapping[str, Any]) -> dict[str, Any]:
    held = {}
    if "StringValue" in value:
        held["stringValue"] = value["StringValue"]
    if "BinaryValue" in value:
        held["binaryValue"] = base64.b64encode(value["BinaryValue"]).decode()
    return {**held, "stringListValues": [], "binaryListValues": [], "dataType": value["DataType"]}


def _view_for_filters(message: "MessageTypeDef", mapping: SourceMapping) -> dict[str, Any]:
    """Return what filters see: the record, with a body that is a JSON object as that object, any other as text."""
    record = queue_record(message, mapping)
    try:
        body = json.loads(message["Body"])
    except (ValueError, RecursionError):
        return record
    return {**record, "body": body} if isinstance(body, dict) else record


def _trace_id(messages: "list[MessageTypeDef]") -> str | None:
    """Return the trace id that the sender of the first message has passed on."""
    return messages[0].get("Attributes", {}).get("AWSTraceHeader")

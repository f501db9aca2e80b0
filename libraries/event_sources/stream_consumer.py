"""Passes the records of a DynamoDB stream to a function.

AWS Lambda Developer Guide, "Using AWS Lambda with Amazon DynamoDB", "Polling and batching streams", "Error handling".
"""

import base64
import json
import logging
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from event_sources.batch_result import MalformedBatchResultError, failed_items
from event_sources.destinations import Destinations
from event_sources.reading_failures import ReadingFailures
from event_sources.source_mapping import ENDLESS, SourceMapping
from event_sources.timestamps import utc_text
from lambda_runtime.function import Functions, InvocationResult, TooManyInvocationsError, UnknownFunctionError

logger = logging.getLogger(__name__)

POLL_SECONDS = 0.25
"""Lambda polls a shard four times a second."""
MOST_RECORDS = 1000
"""As many records `GetRecords` returns at most, and refuses to be asked for more."""
FIRST_RETRY_SECONDS, LONGEST_RETRY_SECONDS = 0.1, 5.0
MOST_DOUBLINGS = 6
JOIN_SECONDS = 5.0

Record = Mapping[str, Any]
TRIM_HORIZON = {"ShardIteratorType": "TRIM_HORIZON"}


@dataclass(frozen=True)
class _Place:
    """Where reading goes on.

    Attributes:
        iterator: The shard iterator, which is good for 15 minutes; None at the end of a stream that was disabled.
        position: The parameters of `GetShardIterator` that give another one for this place.
    """

    iterator: str | None
    position: Mapping[str, Any]


class StreamConsumer:
    """Reads a stream from its starting position on, one batch after another.

    A batch that fails is tried again until it succeeds, until it has been tried as often as its mapping says, or until it is too
    old; meanwhile later records wait. If that takes longer than a shard iterator is good for, reading goes on with another one.

    Args:
        mapping: The stream and the function.
        functions: The functions.
        streams: The boto3 client of `dynamodbstreams`.
        destinations: Where batches that are given up are reported.
        clock: Returns epoch seconds as AWS counts them.
    """

    def __init__(
        self,
        mapping: SourceMapping,
        functions: Functions,
        streams: Any,
        *,
        destinations: Destinations,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._mapping = mapping
        self._functions = functions
        self._streams = streams
        self._destinations = destinations
        self._clock = clock
        self._shard_id = ""
        self._place: _Place | None = None
        self._reached: _Place | None = None
        self._has_ended = threading.Event()
        self._failures = ReadingFailures(mapping.source_arn)
        self._thread = threading.Thread(target=self._run, name="stream-consumer", daemon=True)

    def start(self) -> None:
        """Begin to read: from now on, or from the oldest record."""
        description = self._streams.describe_stream(StreamArn=self._mapping.source_arn)["StreamDescription"]
        self._shard_id = description["Shards"][0]["ShardId"]
        self._place = self._reached = self._reached or self._beginning()
        self._thread.start()

    def follow(self, former: "StreamConsumer") -> None:
        """Begin where another consumer of the stream has stopped: with the first batch that its function has not handled."""
        self._reached = former._reached

    def stop(self) -> None:
        """Read no more; a batch that is being handled goes on."""
        self._has_ended.set()
        if self._thread.is_alive():
            self._thread.join(JOIN_SECONDS)

    def _beginning(self) -> _Place:
        moment = self._clock()
        start = {"ShardIteratorType": self._mapping.starts_at}
        return _Place(self._new_iterator(start), start if start == TRIM_HORIZON else _position_at(moment))

    def _new_iterator(self, position: Mapping[str, Any]) -> str:
        reply = self._streams.get_shard_iterator(
            StreamArn=self._mapping.source_arn, ShardId=self._shard_id, **position
        )
        return str(reply["ShardIterator"])

    def _renew_iterator(self, place: _Place) -> _Place:
        """Return a place whose iterator is good, the oldest record's if those up to the place have been forgotten meanwhile."""
        try:
            return _Place(self._new_iterator(place.position), place.position)
        except ClientError as error:
            if error.response["Error"]["Code"] != "TrimmedDataAccessException":
                raise
            return _Place(self._new_iterator(TRIM_HORIZON), TRIM_HORIZON)

    def _run(self) -> None:
        while self._place and self._place.iterator and not self._has_ended.wait(POLL_SECONDS):
            try:
                while records := self._collect():
                    self._pass_on(records)
                    self._note_position()
                self._note_position()
                self._failures.end()
            except (ClientError, BotoCoreError) as error:
                if not self._has_ended.is_set():
                    self._failures.note(error)
            except Exception as error:
                self._failures.note_unexpected(error)
                self._place = self._reached

    def _note_position(self) -> None:
        """Note that all is handled that has been read; what was given up because of the end is read again by the next one."""
        if not self._has_ended.is_set():
            self._reached = self._place

    def _collect(self) -> list[Record]:
        """Return the records of one batch: what is there, or what comes within the batching window after the first.

        A window in which the stream can't be read ends at once: no later read would return what has been read.
        """
        records = self._read(self._mapping.batch_size)
        end = time.monotonic() + self._mapping.window_seconds
        while records and len(records) < self._mapping.batch_size and time.monotonic() < end:
            if self._has_ended.wait(POLL_SECONDS):
                break
            try:
                records += self._read(self._mapping.batch_size - len(records))
            except (ClientError, BotoCoreError) as error:
                self._failures.note(error)
                break
        return records

    def _read(self, most: int) -> list[Record]:
        if self._place is None or self._place.iterator is None or self._has_ended.is_set():
            return []
        moment = self._clock()
        reply = self._get_records(self._place, min(most, MOST_RECORDS))
        self._place = _Place(
            reply.get("NextShardIterator"), _position_after(reply["Records"], self._place, moment)
        )
        return [stream_record(record, self._mapping) for record in reply["Records"]]

    def _get_records(self, place: _Place, most: int) -> Any:
        try:
            return self._streams.get_records(ShardIterator=place.iterator, Limit=most)
        except ClientError as error:
            if error.response["Error"]["Code"] != "ExpiredIteratorException":
                raise
        self._place = self._renew_iterator(place)
        return self._streams.get_records(ShardIterator=self._place.iterator, Limit=most)

    def _pass_on(self, records: list[Record]) -> None:
        passed = [record for record in records if self._mapping.passes(record)]
        if passed:
            _Delivery(
                self._mapping, self._functions, self._destinations, self._clock, self._has_ended
            ).deliver(passed, self._shard_id)


def _position_after(records: Sequence[Mapping[str, Any]], place: _Place, moment: float) -> Mapping[str, Any]:
    """Return the position after records; without any, what was written since the last look has been written after a moment."""
    if records:
        number = records[-1]["dynamodb"]["SequenceNumber"]
        return {"ShardIteratorType": "AFTER_SEQUENCE_NUMBER", "SequenceNumber": number}
    return _position_at(moment) if place.position["ShardIteratorType"] == "AT_TIMESTAMP" else place.position


def _position_at(moment: float) -> Mapping[str, Any]:
    return {"ShardIteratorType": "AT_TIMESTAMP", "Timestamp": moment}


_LOST = InvocationResult(request_id="", payload=b"null", error="Unhandled")
"""The result of an invocation of which nothing else is known."""


class _Delivery:
    """One batch on its way to the function, with the retries that it needs."""

    def __init__(
        self,
        mapping: SourceMapping,
        functions: Functions,
        destinations: Destinations,
        clock: Callable[[], float],
        has_ended: threading.Event,
    ) -> None:
        self._mapping = mapping
        self._functions = functions
        self._destinations = destinations
        self._clock = clock
        self._has_ended = has_ended

    def deliver(self, records: Sequence[Record], shard_id: str, attempts: int = 0) -> None:
        """Invoke the function until nothing of the batch is left."""
        throttles = 0
        while not self._has_ended.is_set():
            if self._is_too_old(records[0]):
                self._give_up(records, shard_id, "RecordAgeExceeded", attempts, None)
                return
            result = self._invoke(records)
            if result is None:
                throttles += 1
                self._back_off(throttles)
                continue
            attempts, throttles = attempts + 1, 0
            left = self._records_to_retry(result, records)
            if not left:
                return
            is_split = len(left) == len(records) > 1 and self._mapping.bisects
            if is_split:
                middle = len(records) // 2
                self.deliver(records[:middle], shard_id, attempts - 1)
                records, attempts = records[middle:], attempts - 1
                continue
            records = left
            if ENDLESS < self._mapping.maximum_retries < attempts:
                self._give_up(records, shard_id, "RetryAttemptsExhausted", attempts, result)
                return
            self._back_off(attempts)

    def _back_off(self, failures: int) -> None:
        doublings = min(failures - 1, MOST_DOUBLINGS)
        self._has_ended.wait(min(FIRST_RETRY_SECONDS * 2**doublings, LONGEST_RETRY_SECONDS))

    def _is_too_old(self, record: Record) -> bool:
        age: float = self._clock() - record["dynamodb"]["ApproximateCreationDateTime"]
        return ENDLESS < self._mapping.maximum_age_seconds < age

    def _invoke(self, records: Sequence[Record]) -> InvocationResult | None:
        """Invoke the function; None if the batch has not reached it, which counts neither as an attempt nor as a failure."""
        try:
            return self._functions.invoke(self._mapping.function, json.dumps({"Records": records}).encode())
        except (TooManyInvocationsError, UnknownFunctionError) as error:
            logger.warning("A batch of %s has to wait: %s", self._mapping.source_arn, error)
            return None
        except Exception:
            logger.exception("A batch of %s counts as failed", self._mapping.source_arn)
            return _LOST

    def _records_to_retry(self, result: InvocationResult, records: Sequence[Record]) -> Sequence[Record]:
        """Return the records that are to be tried again."""
        if result.error:
            return records
        return self._failed_records(result, records) if self._mapping.reports_failures else ()

    def _failed_records(self, result: InvocationResult, records: Sequence[Record]) -> Sequence[Record]:
        """Return the records from the first one on that the function reports: order matters in a stream."""
        numbers = [record["dynamodb"]["SequenceNumber"] for record in records]
        try:
            failed = failed_items(result.payload, numbers)
        except MalformedBatchResultError as error:
            logger.warning("A batch of %s counts as failed: %s", self._mapping.source_arn, error)
            return records
        return records[min(map(numbers.index, failed)) :] if failed else ()

    def _give_up(
        self,
        records: Sequence[Record],
        shard_id: str,
        condition: str,
        attempts: int,
        result: InvocationResult | None,
    ) -> None:
        logger.warning("%d records of %s are given up: %s", len(records), self._mapping.source_arn, condition)
        if self._mapping.on_failure:
            report = failure_report(self._mapping, records, shard_id, condition, attempts, result)
            key = f"aws/lambda/{shard_id}/{report['timestamp']}"
            self._destinations.send(self._mapping.on_failure, json.dumps(report), key=key)


def failure_report(  # noqa: PLR0913, PLR0917 - what a report is made of
    mapping: SourceMapping,
    records: Sequence[Record],
    shard_id: str,
    condition: str,
    attempts: int,
    result: InvocationResult | None,
) -> dict[str, Any]:
    """Return what a destination is told of a batch that is given up."""
    first, last = records[0]["dynamodb"], records[-1]["dynamodb"]
    response = (
        {"statusCode": 200, "executedVersion": "$LATEST", "functionError": result.error} if result else None
    )
    return {
        "requestContext": {
            "requestId": result.request_id if result else "",
            "functionArn": mapping.function_arn,
            "condition": condition,
            "approximateInvokeCount": attempts,
        },
        **({"responseContext": response} if response else {}),
        "version": "1.0",
        "timestamp": utc_text(time.time(), "milliseconds"),
        "DDBStreamBatchInfo": {
            "shardId": shard_id,
            "startSequenceNumber": first["SequenceNumber"],
            "endSequenceNumber": last["SequenceNumber"],
            "approximateArrivalOfFirstRecord": utc_text(first["ApproximateCreationDateTime"], "seconds"),
            "approximateArrivalOfLastRecord": utc_text(last["ApproximateCreationDateTime"], "seconds"),
            "batchSize": len(records),
            "streamArn": mapping.source_arn,
        },
    }


def stream_record(record: Mapping[str, Any], mapping: SourceMapping) -> dict[str, Any]:
    """Return a record of boto3 as a record of an event: binary values in base64, times in epoch seconds."""
    converted: dict[str, Any] = _as_json(record)
    return {**converted, "eventSourceARN": mapping.source_arn}


def _as_json(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _as_json(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_as_json(one) for one in value]
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return int(value.timestamp()) if isinstance(value, datetime) else value

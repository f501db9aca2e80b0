"""A stream of a table whose reads go as a test has written."""

import threading
from collections.abc import Callable
from typing import Any

from botocore.exceptions import ClientError

from event_sources.destinations import Destinations
from event_sources.source_mapping import SourceMapping
from event_sources.stream_consumer import StreamConsumer

ARN = "arn:aws:dynamodb:eu-west-1:123456789012:table/orders/stream/2026-01-01T00:00:00.000"
CREATED_AT = 1_800_000_000
MOST_RECORDS = 1000
TOO_MANY = ClientError(
    {"Error": {"Code": "ValidationException", "Message": f"Limit > {MOST_RECORDS}"}}, "GetRecords"
)
THROTTLED = ClientError(
    {"Error": {"Code": "ProvisionedThroughputExceededException", "Message": "slow down"}}, "GetRecords"
)


class ScriptedStream:
    """The client of a stream with one shard, whose records have their numbers as ids.

    Args:
        records: How many records it has.
        reads: How many records the reads return at most, one after another, or what they raise; later ones return all.
    """

    def __init__(self, records: int, *reads: int | Exception) -> None:
        self._records = [_record(number) for number in range(1, records + 1)]
        self._reads = list(reads)
        self._lock = threading.Lock()

    def describe_stream(self, **_: Any) -> Any:
        """Return its only shard."""
        return {"StreamDescription": {"Shards": [{"ShardId": "shard"}]}}

    def get_shard_iterator(self, **_: Any) -> Any:
        """Return an iterator that begins with the oldest record."""
        return {"ShardIterator": "0"}

    def get_records(self, ShardIterator: str, Limit: int) -> Any:  # noqa: N803 - as boto3 has it
        """Return the records that the next read is to return."""
        if Limit > MOST_RECORDS:
            raise TOO_MANY
        with self._lock:
            most = self._reads.pop(0) if self._reads else Limit
        if isinstance(most, Exception):
            raise most
        begin = int(ShardIterator)
        found = self._records[begin : begin + min(most, Limit)]
        return {"Records": found, "NextShardIterator": str(begin + len(found))}


def consumer_of_script(
    stream: ScriptedStream,
    functions: Any,
    *,
    clock: Callable[[], float] = lambda: CREATED_AT,
    **settings: Any,
) -> StreamConsumer:
    """Return a consumer of a stream, from its oldest record on, whose function is `work`."""
    described = {"batch_size": 100, "starts_at": "TRIM_HORIZON", **settings}
    mapping = SourceMapping(function="work", source_arn=ARN, **described)
    return StreamConsumer(mapping, functions, stream, destinations=Destinations(_no_client), clock=clock)


def _record(number: int) -> dict[str, Any]:
    change = {
        "Keys": {"id": {"S": str(number)}},
        "SequenceNumber": str(number),
        "ApproximateCreationDateTime": CREATED_AT,
    }
    return {"eventName": "INSERT", "dynamodb": change}


def _no_client(service: str) -> Any:
    raise AssertionError(f"Expected no request to {service}")

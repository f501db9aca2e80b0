"""Operations of DynamoDB Streams: ListStreams, DescribeStream, GetShardIterator, GetRecords."""

import base64
import itertools
import json
from collections.abc import Mapping, Sequence
from typing import Any

from dynamodb_engine.account import TableAccount
from dynamodb_engine.errors import DynamoDbError, ValidationError
from dynamodb_engine.streams import Stream, StreamRecord

ITERATOR_SECONDS = 15 * 60
RESPONSE_BYTES = 1024 * 1024
MOST_RECORDS, MOST_STREAMS = 1000, 100


def list_streams(account: TableAccount, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Return the streams of an account, or of one table."""
    name, after = parameters.get("TableName"), parameters.get("ExclusiveStartStreamArn") or ""
    limit = _limit(parameters, MOST_STREAMS)
    streams = [
        stream
        for arn, stream in sorted(account.streams.items())
        if arn > after and name in (None, stream.table_name)
    ]
    shown = [
        {"StreamArn": stream.arn, "TableName": stream.table_name, "StreamLabel": stream.label}
        for stream in streams[:limit]
    ]
    more = {"LastEvaluatedStreamArn": shown[-1]["StreamArn"]} if len(streams) > limit else {}
    return {"Streams": shown, **more}


def describe_stream(account: TableAccount, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a stream is like."""
    stream = _stream(account, parameters["StreamArn"])
    after, parent = (
        parameters.get("ExclusiveStartShardId"),
        (parameters.get("ShardFilter") or {}).get("ShardId"),
    )
    return {"StreamDescription": stream.describe(after=after, children_of=parent)}


def get_shard_iterator(account: TableAccount, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Return where reading of a shard is to begin."""
    stream, now = _stream(account, parameters["StreamArn"]), account.clock()
    stream.trim(now)
    if parameters["ShardId"] != stream.shard_id:
        raise DynamoDbError(
            "ResourceNotFoundException",
            f"Requested resource not found: Shard: {parameters['ShardId']} not found",
        )
    return {"ShardIterator": _iterator(stream, _first_number(stream, parameters, now), now)}


def get_records(account: TableAccount, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Return records, and where to go on: 1000 records or 1 MB at most, whichever comes first.

    Raises:
        DynamoDbError: The iterator is wrong or has expired, or more records are asked for.
    """
    limit = _limit(parameters, MOST_RECORDS)
    arn, number, made_at = _read_iterator(parameters["ShardIterator"])
    now = account.clock()
    if now > made_at + ITERATOR_SECONDS:
        raise DynamoDbError("ExpiredIteratorException", "Shard iterator has expired")
    stream = _stream(account, arn)
    stream.trim(now)
    found = _first_page(stream.read(number, limit))
    following = found[-1].number + 1 if found else number
    result: dict[str, Any] = {"Records": [record.content for record in found]}
    if stream.is_enabled or following < stream.after_last():
        result["NextShardIterator"] = _iterator(stream, following, now)
    return result


def _limit(parameters: Mapping[str, Any], most: int) -> int:
    stated: int = parameters.get("Limit") or most
    if stated > most:
        raise ValidationError(
            f"1 validation error detected: Value '{stated}' at 'limit' failed to satisfy constraint: "
            f"Member must have value less than or equal to {most}"
        )
    return stated


def _first_page(records: Sequence[StreamRecord]) -> Sequence[StreamRecord]:
    """Return the records that fit into one response, the first one in any case."""
    sizes = itertools.accumulate(record.content["dynamodb"]["SizeBytes"] for record in records)
    fitting = sum(1 for _ in itertools.takewhile(lambda size: size <= RESPONSE_BYTES, sizes))
    return records[: max(1, fitting)]


def _first_number(stream: Stream, parameters: Mapping[str, Any], now: float) -> int:
    """Return the sequence number with which reading is to begin, 0 for the oldest record that there will be."""
    kind = parameters["ShardIteratorType"]
    if kind.endswith("SEQUENCE_NUMBER"):
        return _parse_number(stream, kind, parameters.get("SequenceNumber"))
    if kind == "AT_TIMESTAMP":
        moment = parameters.get("Timestamp")
        if moment is None:
            raise ValidationError("ShardIteratorType AT_TIMESTAMP requires a Timestamp")
        if moment > now:
            raise ValidationError("Timestamp must not be in the future")
        return stream.number_at(moment)
    return stream.after_last() if kind == "LATEST" else 0


def _parse_number(stream: Stream, kind: str, stated: str | None) -> int:
    if not stated or not stated.isdecimal():
        raise ValidationError(f"ShardIteratorType {kind} requires a SequenceNumber")
    number = int(stated) + (kind == "AFTER_SEQUENCE_NUMBER")
    if number <= stream.trimmed_number:
        raise DynamoDbError(
            "TrimmedDataAccessException",
            f"The requested sequence number is beyond the trim horizon: {stated}",
        )
    return number


def _stream(account: TableAccount, arn: str) -> Stream:
    if arn not in account.streams:
        raise DynamoDbError(
            "ResourceNotFoundException", f"Requested resource not found: Stream: {arn} not found"
        )
    return account.streams[arn]


def _iterator(stream: Stream, number: int, now: float) -> str:
    """Return an iterator; `LATEST` on an empty stream begins with whatever comes first."""
    place = base64.urlsafe_b64encode(json.dumps([stream.arn, number, now]).encode()).decode()
    return f"{stream.arn}|1|{place}"


def _read_iterator(iterator: str) -> tuple[str, int, float]:
    try:
        arn, number, made_at = json.loads(base64.urlsafe_b64decode(iterator.rpartition("|")[2]))
        return str(arn), int(number), float(made_at)
    except (TypeError, ValueError) as error:
        raise ValidationError("Invalid ShardIterator") from error

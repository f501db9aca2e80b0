"""Streams: what changed in a table, in order, for a day.

Source: "Change data capture for DynamoDB Streams", Amazon DynamoDB Developer Guide, and the DynamoDB Streams API reference.
"""

import itertools
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sortedcontainers import SortedDict

from dynamodb_engine.schema import Keys
from dynamodb_engine.values import Item, item_size

RETENTION_SECONDS = 24 * 3600
_TIME_TO_LIVE = {"Type": "Service", "PrincipalId": "dynamodb.amazonaws.com"}
_IMAGES = {
    "KEYS_ONLY": (),
    "NEW_IMAGE": ("NewImage",),
    "OLD_IMAGE": ("OldImage",),
    "NEW_AND_OLD_IMAGES": ("NewImage", "OldImage"),
}
_numbers = itertools.count(100_000_000_000_000_000_001)


@dataclass(frozen=True, slots=True)
class StreamRecord:
    """One change.

    Attributes:
        number: Its sequence number.
        made_at: Epoch seconds.
        content: The record in the API's form.
    """

    number: int
    made_at: float
    content: Mapping[str, Any]


@dataclass
class Stream:
    """The stream of one table, with one shard.

    Attributes:
        arn: Its ARN, which ends with its label.
        label: When it was enabled.
        view: What records hold, such as `NEW_AND_OLD_IMAGES`.
        table_name: The table.
        keys: The table's keys.
        region: Where it is.
        created_at: Epoch seconds.
        is_enabled: Whether changes are written to it; a disabled one can still be read.
        first_number: Its first sequence number.
        trimmed_number: The last sequence number that is forgotten.
        records: What it still has, by sequence number.
    """

    arn: str
    label: str
    view: str
    table_name: str
    keys: Keys
    region: str
    created_at: float
    is_enabled: bool = True
    first_number: int = field(default_factory=lambda: next(_numbers))
    trimmed_number: int = 0
    records: SortedDict = field(default_factory=SortedDict)

    @property
    def shard_id(self) -> str:
        """The id of its only shard."""
        return f"shardId-{int(self.created_at * 1000):020d}-{self.first_number % 10**8:08d}"

    def write(self, old: Item | None, new: Item | None, now: float, *, expired: bool) -> None:
        """Note a change of an item; nothing is noted where nothing changed."""
        if not self.is_enabled or old == new:
            return
        number = next(_numbers)
        images = {"OldImage": old, "NewImage": new}
        shown = {name: images[name] for name in _IMAGES[self.view] if images[name] is not None}
        keys = self.keys.of(new or old or {})
        change = {
            "ApproximateCreationDateTime": int(now),
            "Keys": keys,
            **shown,
            "SequenceNumber": str(number),
            "SizeBytes": item_size(keys) + sum(item_size(image) for image in shown.values() if image),
            "StreamViewType": self.view,
        }
        content: dict[str, Any] = {
            "eventID": f"{number:032x}",
            "eventName": "INSERT" if old is None else "REMOVE" if new is None else "MODIFY",
            "eventVersion": "1.1",
            "eventSource": "aws:dynamodb",
            "awsRegion": self.region,
            "dynamodb": change,
        }
        if expired:
            content["userIdentity"] = _TIME_TO_LIVE
        self.records[number] = StreamRecord(number, now, content)
        self.trim(now)

    def trim(self, now: float) -> None:
        """Forget records that are older than a day."""
        while self.records and self.records.peekitem(0)[1].made_at < now - RETENTION_SECONDS:
            self.trimmed_number, _ = self.records.popitem(0)

    @property
    def last_number(self) -> int | None:
        """The sequence number of the latest record, None if there is none."""
        return self.records.peekitem()[0] if self.records else None

    def read(self, first_number: int, most: int) -> list[StreamRecord]:
        """Return records from a sequence number on."""
        numbers: Iterable[int] = self.records.irange(first_number)
        return [self.records[number] for number in itertools.islice(numbers, most)]

    def number_at(self, moment: float) -> int:
        """Return the sequence number with which reading begins that begins at a moment."""
        place = bisect_left(self.records.values(), moment, key=lambda record: record.made_at)
        if place < len(self.records):
            return int(self.records.peekitem(place)[0])
        return self.after_last()

    def after_last(self) -> int:
        """Return the sequence number with which reading begins that begins after the latest record, 0 if there is none."""
        return 0 if self.last_number is None else self.last_number + 1

    def describe(self, *, after: str | None = None, children_of: str | None = None) -> dict[str, Any]:
        """Return it as DescribeStream does.

        Args:
            after: Only shards after this one; there are none.
            children_of: Only children of this shard; it has none.
        """
        shards = [] if after or children_of else [self._describe_shard()]
        return {
            "StreamArn": self.arn,
            "StreamLabel": self.label,
            "StreamStatus": "ENABLED" if self.is_enabled else "DISABLED",
            "StreamViewType": self.view,
            "CreationRequestDateTime": self.created_at,
            "TableName": self.table_name,
            "KeySchema": self.keys.describe(),
            "Shards": shards,
        }

    def _describe_shard(self) -> dict[str, Any]:
        range_ = {"StartingSequenceNumber": str(self.first_number)}
        if not self.is_enabled:
            range_["EndingSequenceNumber"] = str(self.last_number or self.first_number)
        return {"ShardId": self.shard_id, "SequenceNumberRange": range_}


def new_stream(table_arn: str, view: str, keys: Keys, now: float) -> Stream:
    """Return a stream of a table that begins now."""
    label = datetime.fromtimestamp(now, UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3]
    region, name = table_arn.split(":")[3], table_arn.rpartition("/")[2]
    return Stream(f"{table_arn}/stream/{label}", label, view, name, keys, region, now)

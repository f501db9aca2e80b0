"""CloudWatch Logs: which events match subscription filters, which are taken, and which a query finds.

Source: Amazon CloudWatch Logs API reference, "PutLogEvents" and "RejectedLogEventsInfo".
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from moto.logs import models
from moto.logs.exceptions import InvalidParameterException
from moto.logs.models import LogsBackend, LogStream

from aws_stand_in.log_patterns.insights_query import parse_query
from aws_stand_in.log_patterns.patterns import parse_pattern

LARGEST_BATCH = 1_048_576
BYTES_PER_EVENT = 26
LONGEST_SPAN = 24 * 3600 * 1000
_TOO_OLD, _TOO_NEW = "tooOldLogEventEndIndex", "tooNewLogEventStartIndex"


def _deliver_to_subscription_filters() -> None:
    """Send the events that match the pattern of a subscription filter, with their ids as strings.

    Moto sends all of them, with ids that are numbers, to functions that do not run.
    """
    streams: Any = LogStream
    send = streams._send_log_events

    def send_log_events(
        self: Any,
        service: str,
        destination_arn: str,
        filter_name: str,
        log_events: Sequence[Mapping[str, Any]],
    ) -> None:
        if service == "lambda":
            return
        pattern = parse_pattern(self.log_group.subscription_filters[filter_name].filter_pattern or "")
        matching = [
            {**event, "id": str(event["id"])} for event in log_events if pattern.matches(event["message"])
        ]
        if matching:
            send(self, service, destination_arn, filter_name, matching)

    streams._send_log_events = send_log_events


def _limit_batches() -> None:
    """Refuse batches that are too large or too long, and say which events are too old or too new as AWS does.

    Moto takes them, and gives the last event that is too old, and the last one that is too new.
    """
    backend: Any = LogsBackend
    put = backend.put_log_events

    def put_log_events(
        self: Any, log_group_name: str, log_stream_name: str, log_events: Sequence[Mapping[str, Any]]
    ) -> tuple[str, dict[str, int]]:
        _require_batch(log_events)
        token, rejected = put(self, log_group_name, log_stream_name, log_events)
        return token, _rejected(rejected, log_events)

    backend.put_log_events = put_log_events


def _require_batch(events: Sequence[Mapping[str, Any]]) -> None:
    size = sum(len(event["message"].encode()) + BYTES_PER_EVENT for event in events)
    if size > LARGEST_BATCH:
        raise InvalidParameterException(f"Upload too large: {size} bytes exceeds limit of {LARGEST_BATCH}")
    moments = [event["timestamp"] for event in events]
    if moments and max(moments) - min(moments) > LONGEST_SPAN:
        raise InvalidParameterException(
            "The batch of log events in a single PutLogEvents request cannot span more than 24 hours."
        )


def _rejected(found: Mapping[str, int], events: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """Return the end of the events that are too old, and the beginning of those that are too new."""
    rejected = dict(found)
    if _TOO_OLD in rejected:
        rejected[_TOO_OLD] += 1
    if _TOO_NEW in rejected:
        newest = datetime.now(UTC) + timedelta(hours=2)
        moments = [event["timestamp"] for event in events]
        rejected[_TOO_NEW] = next(
            (index for index, moment in enumerate(moments) if moment > newest.timestamp() * 1000),
            rejected[_TOO_NEW],
        )
    return rejected


def _answer_queries() -> None:
    """Run all commands of a query that are imitated: moto knows the order and the number of rows, and ignores the rest."""
    module: Any = models
    module.execute_query = execute_query


def execute_query(
    log_groups: Sequence[Any], query: str, start_time: int, end_time: int
) -> list[dict[str, str | float]]:
    """Return the rows of a query of CloudWatch Logs Insights.

    Args:
        log_groups: Moto's log groups.
        query: The query.
        start_time: The first second.
        end_time: The last second.
    """
    asked = parse_query(query)
    found = [
        (event.timestamp, _row(group, stream, event))
        for group in log_groups
        for stream in group.streams.values()
        for event in stream.events
        if start_time * 1000 <= event.timestamp <= end_time * 1000
    ]
    newest_first = [row for _, row in sorted(found, key=lambda each: each[0], reverse=True)]
    shown = (*asked.shown, "@ptr")
    return [
        {name: _shown(name, row[name]) for name in shown if name in row} for row in asked.choose(newest_first)
    ]


def _row(group: Any, stream: Any, event: Any) -> dict[str, str | float]:
    return {
        **_members(event.message),
        "@timestamp": event.timestamp,
        "@ingestionTime": event.ingestion_time,
        "@message": event.message,
        "@logStream": stream.log_stream_name,
        "@log": f"{group.account_id}:{group.name}",
        "@ptr": str(event.event_id),
    }


def _shown(name: str, value: str | float) -> str | float:
    if name not in ("@timestamp", "@ingestionTime"):
        return value
    moment = datetime.fromtimestamp(float(value) / 1000, UTC)
    return moment.strftime("%Y-%m-%d %H:%M:%S.") + f"{int(value) % 1000:03}"


def _members(message: str) -> dict[str, str | float]:
    """Return the members of a message in JSON by their paths, such as `user.id` and `items.0`."""
    try:
        content = json.loads(message)
    except (ValueError, RecursionError):
        return {}
    return dict(_leaves("", content)) if isinstance(content, dict) else {}


def _leaves(path: str, value: Any) -> Iterator[tuple[str, str | float]]:
    if isinstance(value, dict | list):
        inner = value.items() if isinstance(value, dict) else enumerate(value)
        for name, held in inner:
            yield from _leaves(f"{path}.{name}" if path else str(name), held)
    elif value is not None:
        yield path, int(value) if isinstance(value, bool) else value


def apply() -> None:
    """Change moto."""
    _answer_queries()
    _limit_batches()
    _deliver_to_subscription_filters()

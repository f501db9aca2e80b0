"""`logs`: metric filters count the events that are put into their log groups.

Imitated: patterns in the form of FilterLogEvents, values and dimensions of a transformation by number, by `$.member` or by
`$field`, its unit and its default value, which events have that do not match; TestMetricFilter.

Not imitated: patterns between percent signs (501), and what functions that run here log.
"""

import json
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from http import HTTPStatus
from typing import Any

from aws_stand_in.aws_request import AwsRequest, Handler, Overlay
from aws_stand_in.aws_response import AwsResponse
from aws_stand_in.log_patterns.patterns import LogPattern, parse_pattern
from aws_stand_in.overlays.cloudwatch.metrics import NO_UNIT, Metric, MetricStore, statistic_set

Forward = Callable[[tuple[str, str, str], str, str, Sequence[Mapping[str, Any]]], None]


class MetricFiltersOverlay(Overlay):
    """Lets moto keep log events, and counts them.

    Args:
        stores: Returns the metrics of an account in a region.
        forward: Sends events to the functions that subscribe to their group; takes the account, the region and the URL of AWS,
            the group, the stream and the events.
    """

    def __init__(self, stores: Callable[[str, str], MetricStore], forward: Forward) -> None:
        self._stores = stores
        self._forward = forward

    def handlers(self) -> Mapping[tuple[str, str], Handler]:
        return {
            ("logs", "PutLogEvents"): self.put_log_events,
            ("logs", "TestMetricFilter"): test_metric_filter,
        }

    def put_log_events(self, request: AwsRequest) -> AwsResponse:
        """Put log events, and the metrics of the filters of their group, and send them to functions that subscribe."""
        from moto.logs.models import logs_backends

        backend = logs_backends[request.account_id][request.region]
        kept = len(_kept_events(backend, request))
        response = request.pass_on()
        if response.status == HTTPStatus.OK:
            group, stream = request.parameters["logGroupName"], request.parameters["logStreamName"]
            events = [
                {"id": str(event.event_id), "timestamp": event.timestamp, "message": event.message}
                for event in _kept_events(backend, request)[kept:]
            ]
            for one in backend.filters.get_matching_filters(log_group_name=group):
                self._count(request, one, events)
            location = (request.account_id, request.region, request.endpoint)
            self._forward(location, group, stream, events)
        return response

    def _count(
        self, request: AwsRequest, metric_filter: Mapping[str, Any], events: Iterable[Mapping[str, Any]]
    ) -> None:
        pattern = parse_pattern(metric_filter["filterPattern"])
        store = self._stores(request.account_id, request.region)
        for event in events:
            found = _match(pattern, event["message"])
            for transformation in metric_filter["metricTransformations"]:
                _put(store, transformation, event, found)


def _kept_events(backend: Any, request: AwsRequest) -> Sequence[Any]:
    group = backend.groups.get(request.parameters["logGroupName"])
    stream = group.streams.get(request.parameters["logStreamName"]) if group else None
    return stream.events if stream else ()


def test_metric_filter(request: AwsRequest) -> dict[str, Any]:
    """Return the messages that a pattern lets through, by their numbers, and the values that it finds in them."""
    pattern = parse_pattern(request.parameters["filterPattern"])
    matches = [
        {"eventNumber": number, "eventMessage": message, "extractedValues": pattern.values(message)}
        for number, message in enumerate(request.parameters["logEventMessages"], 1)
        if pattern.matches(message)
    ]
    return {"matches": matches}


def _match(pattern: LogPattern, message: str) -> Mapping[str, Any] | None:
    """Return what a transformation may refer to: fields of a pattern, and the message in JSON as `$`; None without a match."""
    if not pattern.matches(message):
        return None
    return {**pattern.values(message), "$": _members(message)}


def _put(
    store: MetricStore,
    transformation: Mapping[str, Any],
    event: Mapping[str, Any],
    found: Mapping[str, Any] | None,
) -> None:
    stated = transformation.get("defaultValue" if found is None else "metricValue")
    value = _number(_resolve(stated, found or {}))
    if value is None:
        return
    dimensions = frozenset() if found is None else _dimensions(transformation, found)
    metric = Metric(transformation["metricNamespace"], transformation["metricName"], dimensions)
    second = event["timestamp"] // 1000
    store.put(metric, transformation.get("unit") or NO_UNIT, second, statistic_set({"Value": value}))


def _dimensions(transformation: Mapping[str, Any], found: Mapping[str, Any]) -> frozenset[tuple[str, str]]:
    stated = transformation.get("dimensions") or {}
    values = {name: _resolve(one, found) for name, one in stated.items()}
    return frozenset((name, str(value)) for name, value in values.items() if value is not None)


def _members(message: str) -> Any:
    try:
        return json.loads(message)
    except (ValueError, RecursionError):
        return None


def _resolve(stated: Any, found: Mapping[str, Any]) -> Any:
    """Return what is stated, or the field or member of a message that is meant by `$field` or `$.member`."""
    if not isinstance(stated, str) or not stated.startswith("$"):
        return stated
    if not stated.startswith("$."):
        return found.get(stated)
    message = found.get("$")
    for name in stated.split(".")[1:]:
        message = message.get(name) if isinstance(message, Mapping) else None
    return message


def _number(value: Any) -> float | None:
    """Return a value as a number that a metric can have, None for any other."""
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None

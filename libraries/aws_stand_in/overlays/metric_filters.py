"""`logs`: metric filters count the events that are put into their log groups.

Imitated: patterns as FilterLogEvents has them, values and dimensions of a transformation by number or by `$.member`, its unit
and its default value, which events have that do not match.

Not imitated: patterns in brackets and percent signs, with which a filter counts nothing (the log warns), and what functions that
run here log.
"""

import json
import logging
import math
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from aws_stand_in.aws_request import AwsRequest, Handler, Overlay
from aws_stand_in.aws_response import AwsError, AwsResponse
from aws_stand_in.overlays.cloudwatch.metrics import NO_UNIT, Metric, MetricStore, statistic_set
from aws_stand_in.overlays.functions.log_patterns import parse_pattern

logger = logging.getLogger(__name__)


class MetricFiltersOverlay(Overlay):
    """Lets moto keep log events, and counts them.

    Args:
        stores: Returns the metrics of an account in a region.
    """

    def __init__(self, stores: Callable[[str, str], MetricStore]) -> None:
        self._stores = stores

    def handlers(self) -> Mapping[tuple[str, str], Handler]:
        return {("logs", "PutLogEvents"): self.put_log_events}

    def put_log_events(self, request: AwsRequest) -> AwsResponse:
        """Put log events, and the metrics of the filters of their group."""
        from moto.logs.models import logs_backends

        response = request.pass_on()
        if response.status == HTTPStatus.OK:
            filters = logs_backends[request.account_id][request.region].filters
            for one in filters.get_matching_filters(log_group_name=request.parameters["logGroupName"]):
                self._count(request, one)
        return response

    def _count(self, request: AwsRequest, metric_filter: Mapping[str, Any]) -> None:
        try:
            matches = parse_pattern(metric_filter["filterPattern"])
        except AwsError as error:
            logger.warning("The metric filter %s counts nothing: %s", metric_filter["filterName"], error)
            return
        store = self._stores(request.account_id, request.region)
        for event in request.parameters["logEvents"]:
            is_match = matches(event["message"])
            for transformation in metric_filter["metricTransformations"]:
                _put(store, transformation, event, is_match=is_match)


def _put(
    store: MetricStore, transformation: Mapping[str, Any], event: Mapping[str, Any], *, is_match: bool
) -> None:
    message = _members(event["message"])
    stated = transformation.get("metricValue") if is_match else transformation.get("defaultValue")
    value = _number(_resolved(stated, message))
    if value is None:
        return
    dimensions = _dimensions(transformation, message) if is_match else frozenset()
    metric = Metric(transformation["metricNamespace"], transformation["metricName"], dimensions)
    second = event["timestamp"] // 1000
    store.put(metric, transformation.get("unit") or NO_UNIT, second, statistic_set({"Value": value}))


def _dimensions(transformation: Mapping[str, Any], message: Any) -> frozenset[tuple[str, str]]:
    found = {
        name: _resolved(stated, message) for name, stated in (transformation.get("dimensions") or {}).items()
    }
    return frozenset((name, str(value)) for name, value in found.items() if value is not None)


def _members(message: str) -> Any:
    try:
        return json.loads(message)
    except (ValueError, RecursionError):
        return None


def _resolved(stated: Any, message: Any) -> Any:
    """Return what is stated, or the member of a message that is meant by `$.member`."""
    if not isinstance(stated, str) or not stated.startswith("$."):
        return stated
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

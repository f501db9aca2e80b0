"""`cloudwatch`: metrics that are put, listed and added up.

Imitated: each combination of dimensions is a metric of its own; GetMetricStatistics in periods that begin with the minute of
StartTime, GetMetricData in periods of the clock, by unit; percentiles (`p99`) of values, which statistics that were put do not
have; metric math: arithmetic, comparisons, AND and OR, ABS, AVG, CEIL, DATAPOINT_COUNT, DIFF, DIFF_TIME, FILL, FIRST, FLOOR, IF,
LAST, LOG, LOG10, MAX, METRICS, METRIC_COUNT, MIN, PERIOD, RATE, RUNNING_SUM, STDDEV, SUM, TIME_SERIES; Metrics Insights of
namespaces of one's own: SELECT, FROM, SCHEMA, WHERE, GROUP BY, ORDER BY and LIMIT.

Not imitated: trimmed means and the like, other functions of metric math (SEARCH, ANOMALY_DETECTION_BAND), math on metrics of
different periods, and Metrics Insights by tags, accounts, and of namespaces of AWS (501). What AWS services measure themselves
(namespaces `AWS/…`) is moto's, and only of S3. Everything else but alarms is moto's.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from aws_stand_in.aws_request import AwsRequest, Handler, Overlay
from aws_stand_in.aws_response import AwsError, AwsResponse, NotImitatedError
from aws_stand_in.overlays.cloudwatch.dashboards import put_dashboard
from aws_stand_in.overlays.cloudwatch.data_validation import require_data
from aws_stand_in.overlays.cloudwatch.math_values import TimeSeries
from aws_stand_in.overlays.cloudwatch.metric_data import label_of_group, labels, page_of_data
from aws_stand_in.overlays.cloudwatch.metric_queries import MetricQueries, require_queries
from aws_stand_in.overlays.cloudwatch.metrics import (
    NO_UNIT,
    Metric,
    MetricStore,
    StatisticSet,
    dimensions_of,
    statistic_set,
)
from aws_stand_in.overlays.cloudwatch.statistics import NAMES, known, require_imitated, value_of
from aws_stand_in.overlays.paging import page
from aws_stand_in.overlays.timestamps import timestamp

SERVICE = "cloudwatch"
_METRICS_A_PAGE = 500
_OF_AWS = "AWS/"
_MINUTE = 60
_MOST_POINTS = 1440
_SHORT_PERIODS = (1, 5, 10, 20, 30)


class CloudWatchOverlay(Overlay):
    """Keeps metrics, and lets moto check what is put.

    Args:
        clock: Epoch seconds.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._stores: dict[str, dict[str, MetricStore]] = defaultdict(lambda: defaultdict(MetricStore))

    def handlers(self) -> Mapping[tuple[str, str], Handler]:
        return {
            (SERVICE, "PutMetricData"): self.put_metric_data,
            (SERVICE, "GetMetricStatistics"): self.get_metric_statistics,
            (SERVICE, "GetMetricData"): self.get_metric_data,
            (SERVICE, "ListMetrics"): self.list_metrics,
            (SERVICE, "PutDashboard"): put_dashboard,
        }

    def reset(self, account_id: str) -> None:
        self._stores.pop(account_id, None)

    def put_metric_data(self, request: AwsRequest) -> AwsResponse:
        """Keep values that moto accepts, in moto's place."""
        from moto.cloudwatch.models import cloudwatch_backends

        given = request.parameters
        if given["Namespace"].startswith(_OF_AWS):
            raise AwsError("InvalidParameterValue", "The value AWS/ for parameter Namespace is invalid.")
        if given.get("EntityMetricData"):
            raise NotImitatedError("metrics of entities")
        if not given.get("MetricData"):
            raise AwsError("MissingParameter", "The parameter MetricData is required.")
        require_data(given["MetricData"])
        response = request.pass_on()
        backend = cloudwatch_backends[request.account_id][request.region]
        if backend.metric_data:
            backend.metric_data.clear()
            for datum in given["MetricData"]:
                second = _second(datum["Timestamp"]) if "Timestamp" in datum else int(self._clock())
                unit = datum.get("Unit") or NO_UNIT
                self._store(request).put(
                    _metric(given["Namespace"], datum), unit, second, statistic_set(datum)
                )
        return response

    def get_metric_statistics(self, request: AwsRequest) -> AwsResponse | dict[str, Any]:
        """Return what is asked of a metric: a data point for each period and unit."""
        given = request.parameters
        if given["Namespace"].startswith(_OF_AWS):
            return request.pass_on()
        if not given.get("Statistics") and not given.get("ExtendedStatistics"):
            message = "Must specify either Statistics or ExtendedStatistics"
            raise AwsError("InvalidParameterCombination", message)
        start, end = _second(given["StartTime"]), _second(given["EndTime"])
        if start >= end:
            message = "The parameter StartTime must be less than the parameter EndTime."
            raise AwsError("InvalidParameterValue", message)
        _require_statistics(given)
        period = given["Period"]
        if period not in _SHORT_PERIODS and period % _MINUTE:
            message = f"The parameter Period must be a multiple of {_MINUTE}, or one of {_SHORT_PERIODS}."
            raise AwsError("InvalidParameterValue", message)
        _require_few((end - start) / period)
        metric = _metric(given["Namespace"], given)
        start -= start % min(period, _MINUTE)
        periods = self._store(request).periods(metric, given.get("Unit"), start, end, period)
        points = [
            {"Timestamp": timestamp(beginning), "Unit": unit, **_statistics(values, given)}
            for unit, beginning, values in periods
        ]
        return {"Label": given["MetricName"], "Datapoints": points}

    def get_metric_data(self, request: AwsRequest) -> dict[str, Any]:
        """Return one statistic of each of several metrics, a value for each period."""
        given = request.parameters
        start, end = _second(given["StartTime"]), _second(given["EndTime"])
        if start > end:
            raise AwsError("ValidationError", "The parameter EndTime must be greater than StartTime.")
        if start == end:
            raise AwsError("ValidationError", "The parameter StartTime must not equal parameter EndTime.")
        newest_first = given.get("ScanBy") != "TimestampAscending"
        queries = given["MetricDataQueries"]
        require_queries(queries, "MetricDataQueries")
        asked = MetricQueries(queries, self._store(request), range(start, end), self._clock())
        results = [
            _result(
                query["Id"], label_of_group(query, label, series.group), series, newest_first=newest_first
            )
            for query, label in zip(queries, labels(queries), strict=True)
            if query.get("ReturnData", True)
            for series in asked.series(query["Id"])
        ]
        return page_of_data(results, given)

    def list_metrics(self, request: AwsRequest) -> AwsResponse | dict[str, Any]:
        """List the metrics that were put, by namespace, name and dimensions."""
        given = request.parameters
        if given.get("Namespace", "").startswith(_OF_AWS):
            return request.pass_on()
        described = (
            {
                "Namespace": metric.namespace,
                "MetricName": metric.name,
                "Dimensions": [{"Name": name, "Value": value} for name, value in sorted(metric.dimensions)],
            }
            for metric in self._store(request).metrics(given.get("Namespace"))
            if given.get("MetricName") in (None, metric.name)
            and all(_has(metric, wanted) for wanted in given.get("Dimensions") or ())
        )
        return page(described, {**given, "size": _METRICS_A_PAGE}, "Metrics", size="size", token="NextToken")

    def store(self, account_id: str, region: str) -> MetricStore:
        """Return the metrics of an account in a region."""
        return self._stores[account_id][region]

    def _store(self, request: AwsRequest) -> MetricStore:
        return self.store(request.account_id, request.region)


def _result(query_id: str, label: str, series: TimeSeries, *, newest_first: bool) -> dict[str, Any]:
    beginnings = sorted(series.points, reverse=newest_first)
    return {
        "Id": query_id,
        "Label": label,
        "Timestamps": [timestamp(beginning) for beginning in beginnings],
        "Values": [series.points[beginning] for beginning in beginnings],
    }


def _require_statistics(given: Mapping[str, Any]) -> None:
    for name in given.get("Statistics") or ():
        if name not in NAMES:
            raise AwsError(
                "InvalidParameterValue", f"The value {name} for parameter Statistics is not supported."
            )
    for name in given.get("ExtendedStatistics") or ():
        require_imitated(name)


def _require_few(count: float) -> None:
    if count > _MOST_POINTS:
        raise AwsError(
            "InvalidParameterCombination",
            f"You have requested up to {int(count)} datapoints, which exceeds the limit of {_MOST_POINTS}. "
            "You may reduce the datapoints requested by increasing Period, or decreasing the time range.",
        )


def _statistics(values: StatisticSet, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the statistics that a request asks for, as far as there are any."""
    found = known({name: value_of(values, name) for name in given.get("Statistics") or ()})
    percentiles = known({name: value_of(values, name) for name in given.get("ExtendedStatistics") or ()})
    return {**found, **({"ExtendedStatistics": percentiles} if percentiles else {})}


def _metric(namespace: str, given: Mapping[str, Any]) -> Metric:
    return Metric(namespace, given["MetricName"], dimensions_of(given))


def _has(metric: Metric, wanted: Mapping[str, str]) -> bool:
    return any(
        name == wanted["Name"] and wanted.get("Value") in (None, value) for name, value in metric.dimensions
    )


def _second(moment: datetime) -> int:
    return int(moment.replace(tzinfo=UTC).timestamp())

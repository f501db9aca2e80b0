"""Keywords for CloudWatch metrics."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from robot.api.deco import keyword

from cause_register.forms import NO_VALUE, NoMetrics, WrongMetric
from field_comparison.comparison import misspelt
from ManuelEnvironment.waiting import DEFAULT_TIMEOUT, NotYetError, eventually
from MockAWS.aws_connection import AwsConnection
from MockAWS.errors import MockAwsError
from MockAWS.observation_window import ObservationWindow

DEFAULT_NAMESPACE = "Manuel/Application"
_PERIOD_SECONDS = 1
"""Longer periods may begin before the test does: they are those of the clock."""
_MOST_POINTS = 1440
"""How many periods of a metric CloudWatch tells at a time."""


class Statistic(StrEnum):
    """How a metric's values since the test began are aggregated."""

    SUM = "Sum"
    AVERAGE = "Average"
    MINIMUM = "Minimum"
    MAXIMUM = "Maximum"
    COUNT = "SampleCount"


class MetricKeywords:
    """Keywords that read metrics."""

    def __init__(self, aws: AwsConnection, window: ObservationWindow) -> None:
        self._aws = aws
        self._window = window

    @keyword(name="CloudWatch Metric Should Be", tags=["CloudWatch", "Assertion"])
    def cloudwatch_metric_should_be(
        self,
        name: str,
        value: float,
        statistic: Statistic = Statistic.SUM,
        *,
        namespace: str = DEFAULT_NAMESPACE,
        timeout: timedelta = DEFAULT_TIMEOUT,
        **dimensions: str,
    ) -> None:
        """Wait until a metric has this value since the test began.

        CloudWatch knows whole seconds only, so the whole second in which the test began counts: a test that must not depend on
        the one before compares with an earlier value, as in the example.

        Args:
            name: The metric's name.
            value: The expected value, compared to six significant digits.
            statistic: How the values are aggregated: `Sum` (default), `Average`, `Minimum`, `Maximum` or `Count`
                (`SampleCount`).
            namespace: The metric's namespace; by default that of Manuel.
            timeout: How long to wait.
            dimensions: All dimensions of the metric: CloudWatch keeps each combination separately.

        Raises:
            AssertionError: The value is different; the message lists the metrics.

        Example:
        ```robotframework
        ${before} =    Get CloudWatch Metric    Requests    default=0    Stage=local    Operation=query
        Ask    How do I descale it?
        CloudWatch Metric Should Be    Requests    ${before + 1}    Stage=local    Operation=query
        ```
        """
        eventually(lambda: self._check(namespace, name, statistic, value, dimensions), timeout)

    @keyword(name="Get CloudWatch Metric", tags=["CloudWatch", "Getter"])
    def get_cloudwatch_metric(
        self,
        name: str,
        statistic: Statistic = Statistic.SUM,
        *,
        namespace: str = DEFAULT_NAMESPACE,
        default: float | None = None,
        **dimensions: str,
    ) -> float | None:
        """Return a metric's value since the test began.

        Args:
            name: As for [CloudWatch Metric Should Be].
            statistic: As for [CloudWatch Metric Should Be].
            namespace: As for [CloudWatch Metric Should Be].
            default: The result if the metric has no value since the test began; by default `None`.
            dimensions: As for [CloudWatch Metric Should Be].

        Raises:
            MockAwsError: There is no such metric or dimension, but one with a similar name.

        Example:
        ```robotframework
        ${errors} =    Get CloudWatch Metric    ServerErrors    default=0    Stage=local    Operation=query
        ```
        """
        held = self._value(namespace, name, statistic, dimensions)
        if held is None and (hint := self._misspelt(namespace, name, dimensions)):
            raise MockAwsError(f"Namespace {namespace} has no {hint}")
        return default if held is None else held

    def _check(
        self, namespace: str, name: str, statistic: Statistic, wanted: float, dimensions: Mapping[str, str]
    ) -> None:
        held = self._value(namespace, name, statistic, dimensions)
        if held is not None and abs(held - wanted) <= 1e-6 * max(abs(held), abs(wanted)):
            return
        found = f"{held:g}" if held is not None else NO_VALUE
        said = WrongMetric(statistic.value, name, f"{wanted:g}", found)
        raise NotYetError(f"{said}.\n{self._known(namespace)}")

    def _value(
        self, namespace: str, name: str, statistic: Statistic, dimensions: Mapping[str, str]
    ) -> float | None:
        now = datetime.now(UTC).timestamp()
        begun_at, end = int(self._window.began_at or now - 3600), int(now) + 2
        at_a_time = _MOST_POINTS * _PERIOD_SECONDS
        points = [
            point
            for start in range(begun_at, end, at_a_time)
            for point in self._points(namespace, name, dimensions, start, min(start + at_a_time, end))
        ]
        return _combined(statistic, points) if points else None

    def _points(
        self, namespace: str, name: str, dimensions: Mapping[str, str], start: int, end: int
    ) -> Sequence[Mapping[str, Any]]:
        points: Sequence[Mapping[str, Any]] = self._aws.client("cloudwatch").get_metric_statistics(
            Namespace=namespace,
            MetricName=name,
            Dimensions=[{"Name": key, "Value": value} for key, value in dimensions.items()],
            StartTime=datetime.fromtimestamp(start, UTC),
            EndTime=datetime.fromtimestamp(end, UTC),
            Period=_PERIOD_SECONDS,
            Statistics=["Sum", "SampleCount", "Minimum", "Maximum"],
        )["Datapoints"]
        return points

    def _misspelt(self, namespace: str, name: str, dimensions: Mapping[str, str]) -> str | None:
        metrics = self._aws.client("cloudwatch").list_metrics(Namespace=namespace)["Metrics"]
        if hint := misspelt([name], [{metric["MetricName"]: metric} for metric in metrics]):
            return f"metric {hint}"
        dimensions_of_metric = [
            {one["Name"]: one["Value"] for one in metric["Dimensions"]}
            for metric in metrics
            if metric["MetricName"] == name
        ]
        hint = misspelt(dimensions, dimensions_of_metric)
        return f"metric {name} with a dimension {hint}" if hint else None

    def _known(self, namespace: str) -> str:
        metrics = self._aws.client("cloudwatch").list_metrics(Namespace=namespace)["Metrics"]
        if not metrics:
            return str(NoMetrics(namespace))
        return f"Namespace {namespace} has: " + "; ".join(sorted({_described(metric) for metric in metrics}))


def _combined(statistic: Statistic, points: Sequence[Mapping[str, Any]]) -> float:
    total, count = (sum(float(point[name]) for point in points) for name in ("Sum", "SampleCount"))
    match statistic:
        case Statistic.SUM:
            return total
        case Statistic.COUNT:
            return count
        case Statistic.AVERAGE:
            return total / count
        case Statistic.MINIMUM:
            return min(float(point["Minimum"]) for point in points)
        case Statistic.MAXIMUM:
            return max(float(point["Maximum"]) for point in points)


def _described(metric: Mapping[str, Any]) -> str:
    dimensions = ", ".join(f"{one['Name']}={one['Value']}" for one in metric["Dimensions"])
    return f"{metric['MetricName']} ({dimensions})" if dimensions else str(metric["MetricName"])

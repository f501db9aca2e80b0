"""Validation of alarms.

Source: PutMetricAlarm in the Amazon CloudWatch API reference; the words are those of LocalStack 4.14.0,
services/cloudwatch/provider_v2.py, whose behaviour is validated against AWS.
"""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from aws_stand_in.aws_response import AwsError, NotImitatedError
from aws_stand_in.model_validation import not_one_of
from aws_stand_in.overlays.cloudwatch.alarm import Alarm
from aws_stand_in.overlays.cloudwatch.alarm_rules import AlarmRule, InvalidRuleError
from aws_stand_in.overlays.cloudwatch.insights import is_insights_query
from aws_stand_in.overlays.cloudwatch.metric_alarm import COMPARISONS
from aws_stand_in.overlays.cloudwatch.metric_queries import require_queries
from aws_stand_in.overlays.cloudwatch.statistics import NAMES, is_percentile, is_trimmed

SHORT_PERIODS = (10, 20, 30)
LONGEST_SECONDS = 7 * 86_400
MISSING_DATA = ("breaching", "notBreaching", "ignore", "missing")
LOW_SAMPLE_COUNTS = ("evaluate", "ignore")
_OF_ONE_METRIC = ("MetricName", "Namespace", "Dimensions", "Period", "Unit", "Statistic", "ExtendedStatistic")
STATISTICS_AS_LISTED = ("Maximum", "SampleCount", "Sum", "Minimum", "Average")


def invalid(message: str) -> AwsError:
    """Return a ValidationError."""
    return AwsError("ValidationError", message, status=HTTPStatus.BAD_REQUEST)


def require_alarm(given: Mapping[str, Any]) -> None:
    """Refuse an invalid alarm, or one that is not imitated.

    Args:
        given: The parameters of PutMetricAlarm.

    Raises:
        AwsError: It is invalid.
        NotImitatedError: It is on anomaly detection, or on a statistic or a function that is not imitated.
    """
    _require_imitated_evaluation(given)
    if missing := [name for name in ("ComparisonOperator", "EvaluationPeriods") if given.get(name) is None]:
        raise invalid(f"{', '.join(missing)} must be specified for an alarm.")
    if given["ComparisonOperator"] not in COMPARISONS:
        raise NotImitatedError(f"the comparison {given['ComparisonOperator']}")
    if given.get("Metrics"):
        _require_metrics(given)
    else:
        _require_metric(given)
    _require_treatments(given)
    _require_evaluation(given)


def _require_imitated_evaluation(given: Mapping[str, Any]) -> None:
    if given.get("ThresholdMetricId"):
        raise NotImitatedError("alarms on anomaly detection")
    if "WallClockWindow" in (given.get("EvaluationWindow") or {}):
        raise NotImitatedError("alarms with a wall clock window")
    if any(is_insights_query(query.get("Expression", "")) for query in given.get("Metrics") or ()):
        raise NotImitatedError("alarms on queries of Metrics Insights")
    for name in ("EvaluationCriteria", "WarmUpConfiguration"):
        if given.get(name):
            raise NotImitatedError(f"alarms with {name}")


def _require_metric(given: Mapping[str, Any]) -> None:
    missing = [name for name in ("MetricName", "Namespace", "Period", "Threshold") if given.get(name) is None]
    if missing:
        raise invalid(f"{', '.join(missing)} must be specified for an alarm on a metric.")
    _require_statistic(given)
    _require_period(given["Period"], given["EvaluationPeriods"])


def _require_metrics(given: Mapping[str, Any]) -> None:
    """Refuse queries of which not exactly one is compared, or beside which a metric is named."""
    if other := [name for name in _OF_ONE_METRIC if given.get(name) is not None]:
        raise invalid(f"{', '.join(other)} cannot be specified together with Metrics.")
    if given.get("Threshold") is None:
        raise invalid("Threshold must be specified for an alarm on Metrics.")
    queries = given["Metrics"]
    require_queries(queries, "Metrics")
    if sum(bool(query.get("ReturnData", True)) for query in queries) != 1:
        raise invalid("Exactly one element of the metrics list should return data.")
    for query in queries:
        if "MetricStat" in query:
            _require_period(query["MetricStat"]["Period"], given["EvaluationPeriods"])


def require_composite_alarm(given: Mapping[str, Any], alarms: Mapping[str, Alarm]) -> None:
    """Refuse an invalid composite alarm.

    Args:
        given: The parameters of PutCompositeAlarm.
        alarms: The alarms that there are, by names and ARNs.

    Raises:
        AwsError: It is invalid.
    """
    try:
        rule = AlarmRule(given["AlarmRule"])
    except (InvalidRuleError, RecursionError) as error:
        raise invalid(f"Invalid AlarmRule: {error}.") from None
    if missing := [name for name in rule.children if name not in alarms]:
        shown = ", ".join(missing)
        raise invalid(
            f"Could not save the composite alarm as alarms [{shown}] in the alarm rule do not exist"
        )
    _require_suppressor(given, alarms)


def _require_suppressor(given: Mapping[str, Any], alarms: Mapping[str, Alarm]) -> None:
    suppressor = given.get("ActionsSuppressor")
    periods = ("ActionsSuppressorWaitPeriod", "ActionsSuppressorExtensionPeriod")
    if suppressor is None:
        if named := [name for name in periods if given.get(name) is not None]:
            raise invalid(f"{', '.join(named)} cannot be specified without ActionsSuppressor.")
        return
    if missing := [name for name in periods if given.get(name) is None]:
        raise invalid(f"{', '.join(missing)} must be specified with ActionsSuppressor.")
    if suppressor not in alarms:
        raise invalid(f"The alarm {suppressor} in ActionsSuppressor does not exist.")


def _require_statistic(given: Mapping[str, Any]) -> None:
    statistic, extended = given.get("Statistic"), given.get("ExtendedStatistic")
    if bool(statistic) == bool(extended):
        raise invalid("Exactly one of Statistic and ExtendedStatistic must be specified.")
    if statistic and statistic not in NAMES:
        raise not_one_of(statistic, "statistic", STATISTICS_AS_LISTED, "ValidationError")
    if extended and is_trimmed(extended):
        raise NotImitatedError(f"the statistic {extended}")
    if extended and not is_percentile(extended):
        raise AwsError(
            "InvalidParameterValue",
            f"The value {extended} for parameter ExtendedStatistic is not supported.",
            status=HTTPStatus.BAD_REQUEST,
        )


def _require_treatments(given: Mapping[str, Any]) -> None:
    missing_data = given.get("TreatMissingData", MISSING_DATA[0])
    if missing_data not in MISSING_DATA:
        raise invalid(
            f"The value {missing_data} is not supported for TreatMissingData parameter. "
            f"Supported values are [{', '.join(MISSING_DATA)}]."
        )
    low_count = given.get("EvaluateLowSampleCountPercentile", LOW_SAMPLE_COUNTS[0])
    if low_count not in LOW_SAMPLE_COUNTS:
        raise invalid(
            f"Option {low_count} is not supported. "
            "Supported options for parameter EvaluateLowSampleCountPercentile are evaluate and ignore."
        )


def _require_period(period: int, periods: int) -> None:
    if period < 1 or (period not in SHORT_PERIODS and period % 60):
        raise invalid("Period must be 10, 20, 30 or a multiple of 60")
    if periods < 1 or period * periods > LONGEST_SECONDS:
        raise invalid(
            "Metrics cannot be checked across more than a week (EvaluationPeriods * Period must be <= 604800)."
        )


def _require_evaluation(given: Mapping[str, Any]) -> None:
    periods, needed = given["EvaluationPeriods"], given.get("DatapointsToAlarm")
    if needed is not None and not 1 <= needed <= periods:
        raise invalid("DatapointsToAlarm must be between 1 and EvaluationPeriods.")

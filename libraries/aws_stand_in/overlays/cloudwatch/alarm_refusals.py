"""Alarms that cannot be.

Source: PutMetricAlarm in the Amazon CloudWatch API reference; the words are those of LocalStack 4.14.0,
services/cloudwatch/provider_v2.py, whose behaviour is validated against AWS.
"""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from aws_stand_in.aws_response import AwsError, NotImitatedError
from aws_stand_in.model_validation import not_one_of
from aws_stand_in.overlays.cloudwatch.alarm import COMPARISONS
from aws_stand_in.overlays.cloudwatch.statistics import NAMES, is_percentile, is_trimmed

SHORT_PERIODS = (10, 20, 30)
LONGEST_SECONDS = 7 * 86_400
MISSING_DATA = ("breaching", "notBreaching", "ignore", "missing")
LOW_SAMPLE_COUNTS = ("evaluate", "ignore")
STATISTICS_AS_LISTED = ("Maximum", "SampleCount", "Sum", "Minimum", "Average")


def invalid(message: str) -> AwsError:
    """Return a ValidationError."""
    return AwsError("ValidationError", message, status=HTTPStatus.BAD_REQUEST)


def require_alarm(given: Mapping[str, Any]) -> None:
    """Refuse an alarm that cannot be, or that is not imitated.

    Args:
        given: The parameters of PutMetricAlarm.

    Raises:
        AwsError: It cannot be.
        NotImitatedError: It is on metric math, on anomaly detection, or on a statistic that is not imitated.
    """
    if given.get("Metrics") or given.get("ThresholdMetricId"):
        raise NotImitatedError("alarms on metric math and anomaly detection")
    missing = [name for name in ("MetricName", "Namespace", "Period", "Threshold") if given.get(name) is None]
    if missing:
        raise invalid(f"{', '.join(missing)} must be specified for an alarm on a metric.")
    if given["ComparisonOperator"] not in COMPARISONS:
        raise NotImitatedError(f"the comparison {given['ComparisonOperator']}")
    _require_statistic(given)
    _require_treatments(given)
    _require_periods(given)


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


def _require_periods(given: Mapping[str, Any]) -> None:
    period, periods = given["Period"], given["EvaluationPeriods"]
    if period < 1 or (period not in SHORT_PERIODS and period % 60):
        raise invalid("Period must be 10, 20, 30 or a multiple of 60")
    if periods < 1 or period * periods > LONGEST_SECONDS:
        raise invalid(
            "Metrics cannot be checked across more than a week (EvaluationPeriods * Period must be <= 604800)."
        )
    needed = given.get("DatapointsToAlarm")
    if needed is not None and not 1 <= needed <= periods:
        raise invalid("DatapointsToAlarm must be between 1 and EvaluationPeriods.")

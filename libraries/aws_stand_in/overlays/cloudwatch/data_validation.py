"""Validation of metric data.

Source: MetricDatum in the Amazon CloudWatch API reference; the words are those of LocalStack 4.14.0,
services/cloudwatch/provider_v2.py, whose behaviour is validated against AWS.
"""

import math
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from aws_stand_in import wire
from aws_stand_in.aws_response import AwsError


def require_data(data: Sequence[Mapping[str, Any]]) -> None:
    """Refuse data that are no values or contradict each other.

    Raises:
        AwsError: There are some.
    """
    for number, datum in enumerate(data, 1):
        path = f"MetricData.member.{number}"
        if not datum.get("MetricName"):
            raise AwsError("MissingParameter", f"The parameter {path}.MetricName is required.")
        _require_unit(datum, path)
        for other in ("Values", "StatisticValues"):
            _require_one(datum, "Value", other, path)
        _require_finite(datum, path)
        _require_pairs(datum, path)


def _require_unit(datum: Mapping[str, Any], path: str) -> None:
    units = _units()
    if datum.get("Unit", units[0]) not in units:
        raise AwsError(
            "InvalidParameterValue",
            f"The parameter {path}.Unit must be a value in the set [ {', '.join(units)} ].",
        )


@cache
def _units() -> tuple[str, ...]:
    return tuple(wire.service_model("cloudwatch").shape_for("StandardUnit").metadata["enum"])


def _require_one(datum: Mapping[str, Any], one: str, other: str, path: str) -> None:
    if datum.get(one) is not None and datum.get(other):
        raise AwsError(
            "InvalidParameterCombination",
            f"The parameters {path}.{one} and {path}.{other} are mutually exclusive and you have specified both.",
        )


def _require_finite(datum: Mapping[str, Any], path: str) -> None:
    value = datum.get("Value", 0.0)
    if not math.isfinite(value):
        shown = str(value).replace("nan", "NaN").replace("inf", "Infinity")
        raise AwsError("InvalidParameterValue", f"The value {shown} for parameter {path}.Value is invalid.")


def _require_pairs(datum: Mapping[str, Any], path: str) -> None:
    if datum.get("Counts") and len(datum["Counts"]) != len(datum.get("Values") or ()):
        raise AwsError(
            "InvalidParameterValue",
            f"The parameters {path}.Values and {path}.Counts must be of the same size.",
        )

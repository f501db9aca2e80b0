"""Results of GetMetricData: their labels and their pages.

Source: GetMetricData in the Amazon CloudWatch API reference; the labels are those of LocalStack 4.14.0,
services/cloudwatch/provider_v2.py, which are validated against AWS.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from aws_stand_in.aws_response import AwsError

MOST_DATAPOINTS = 100_800
_DISTINGUISHING = ("Stat", "Period")


def labels(queries: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return the label of each query: its own, or the metric's name and in what the queries differ, an expression's id."""
    asked = [query["MetricStat"] for query in queries if "MetricStat" in query]
    distinguishing = [name for name in _DISTINGUISHING if len({one[name] for one in asked}) > 1]
    return [query.get("Label") or _label(query, distinguishing) for query in queries]


def label_of_group(query: Mapping[str, Any], label: str, group: str) -> str:
    """Return the label of one of the time series that a query of Metrics Insights has: the values that it is grouped by.

    Source: moto's tests that are verified on AWS, tests/test_cloudwatch/test_cloudwatch_expressions.py,
    `test_get_metric_data_with_expressive_expression`.
    """
    return " ".join(filter(None, (query.get("Label"), group))) or label


def _label(query: Mapping[str, Any], distinguishing: Sequence[str]) -> str:
    if "Expression" in query:
        return str(query["Id"])
    one = query["MetricStat"]
    return " ".join((one["Metric"]["MetricName"], *(str(one[name]) for name in distinguishing)))


def page_of_data(results: Sequence[Mapping[str, Any]], given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the results with the data points of one page, counted over all of them.

    Args:
        results: The results with all their data points.
        given: The parameters of GetMetricData.

    Raises:
        AwsError: The token was never issued.
    """
    start, most = given.get("NextToken") or "0", int(given.get("MaxDatapoints") or MOST_DATAPOINTS)
    total = sum(len(result["Values"]) for result in results)
    if not start.isdecimal() or int(start) >= max(total, 1):
        raise AwsError("InvalidNextToken", "The NextToken is invalid.", status=400)
    first, end = int(start), int(start) + most
    shown, passed = [], 0
    for result in results:
        wanted = slice(max(first - passed, 0), max(end - passed, 0))
        passed += len(result["Values"])
        shown.append(_part(result, wanted, is_complete=passed <= end))
    more = {"NextToken": str(end)} if total > end else {}
    return {"MetricDataResults": shown, **more, "Messages": []}


def _part(result: Mapping[str, Any], wanted: slice, *, is_complete: bool) -> dict[str, Any]:
    return {
        **result,
        "Timestamps": result["Timestamps"][wanted],
        "Values": result["Values"][wanted],
        "StatusCode": "Complete" if is_complete else "PartialData",
    }

"""`logs`: log groups of moto, with AWS's refusals around it.

Imitated: ListLogGroups, what AWS refuses of streams, filters, tags and retention, and which events subscription filters let
through.

Not imitated: other classes of log groups than `STANDARD`. Everything else is moto's.
"""

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from aws_stand_in.aws_request import AwsRequest, Handler, Overlay
from aws_stand_in.aws_response import AwsError, AwsResponse
from aws_stand_in.log_patterns.patterns import parse_pattern
from aws_stand_in.model_validation import not_one_of
from aws_stand_in.overlays.paging import page

SERVICE = "logs"
STANDARD = {"logGroupClass": "STANDARD"}
MOST_LISTED = 50
RETENTION_DAYS = (
    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
)  # fmt: skip
SUBSCRIBERS = ("firehose", "kinesis", "lambda", "logs")
INVALID = "InvalidParameterException"
NO_GROUP = "The specified log group does not exist."
NO_STREAM = "The specified log stream does not exist."


class LogGroupsOverlay(Overlay):
    """Lets moto keep log groups, and refuses what AWS does.

    The words are those of the Amazon CloudWatch Logs API reference and of LocalStack 4.14.0, services/logs/provider.py.
    """

    def handlers(self) -> Mapping[tuple[str, str], Handler]:
        own: Mapping[str, Handler] = {
            "CreateLogStream": _create_log_stream,
            "DeleteLogStream": _delete_log_stream,
            "DescribeLogGroups": _describe_log_groups,
            "ListLogGroups": _list_log_groups,
            "PutMetricFilter": _put_metric_filter,
            "DeleteMetricFilter": _delete_metric_filter,
            "PutRetentionPolicy": _put_retention_policy,
            **dict.fromkeys(("ListTagsForResource", "TagResource", "UntagResource"), _of_tagged_resource),
        }
        return {(SERVICE, name): handler for name, handler in own.items()}


def require_log_stream(request: AwsRequest) -> None:
    """Refuse a request for a stream that an existing group does not have.

    Raises:
        AwsError: It does not.
    """
    given = request.parameters
    group = _groups(request).get(given.get("logGroupName", ""))
    if group is not None and given["logStreamName"] not in group.streams:
        raise _not_found(NO_STREAM)


def _create_log_stream(request: AwsRequest) -> AwsResponse:
    given = request.parameters
    group = _groups(request).get(given["logGroupName"])
    if group is not None and given["logStreamName"] in group.streams:
        raise AwsError("ResourceAlreadyExistsException", "The specified log stream already exists")
    return request.pass_on()


def _delete_log_stream(request: AwsRequest) -> AwsResponse:
    require_log_stream(request)
    return request.pass_on()


def _describe_log_groups(request: AwsRequest) -> AwsResponse | dict[str, Any]:
    given = request.parameters
    if given.get("logGroupNamePrefix") and given.get("logGroupNamePattern"):
        raise _invalid("LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.")
    response = request.pass_on()
    if response.status != HTTPStatus.OK:
        return response
    found = json.loads(response.content())
    return {**found, "logGroups": [_describe_group(request, group) for group in found["logGroups"]]}


def _describe_group(request: AwsRequest, group: Mapping[str, Any]) -> dict[str, Any]:
    filters = [one for one in _metric_filters(request) if one["logGroupName"] == group["logGroupName"]]
    return {**group, **STANDARD, "metricFilterCount": len(filters)}


def _list_log_groups(request: AwsRequest) -> dict[str, Any]:
    given = request.parameters
    groups = sorted(_groups(request).items())
    listed = [
        {"logGroupName": name, "logGroupArn": group.arn, **STANDARD}
        for name, group in groups
        if _matches(given.get("logGroupNamePattern", ""), name)
        and given.get("logGroupClass", "STANDARD") == STANDARD["logGroupClass"]
    ]
    return page(listed, {"limit": MOST_LISTED, **given}, "logGroups", size="limit")


def _matches(pattern: str, name: str) -> bool:
    """Tell whether a name has one of the parts that a pattern such as `^/aws|orders` names, `^` being the beginning."""
    return any(
        name.startswith(part[1:]) if part.startswith("^") else part in name for part in pattern.split("|")
    )


def _put_metric_filter(request: AwsRequest) -> AwsResponse:
    _require_group(request, request.parameters["logGroupName"])
    parse_pattern(request.parameters["filterPattern"])
    return request.pass_on()


def _delete_metric_filter(request: AwsRequest) -> AwsResponse:
    name, group = request.parameters["filterName"], request.parameters["logGroupName"]
    _require_group(request, group)
    held = _metric_filters(request)
    if not any(one["filterName"] == name and one["logGroupName"] == group for one in held):
        raise _not_found("The specified metric filter does not exist.")
    return request.pass_on()


def require_subscriber(request: AwsRequest) -> str:
    """Return which service a subscription filter sends events to: `lambda` or another one.

    Raises:
        AwsError: There is no such log group, the pattern is wrong, or the service does not subscribe.
    """
    _require_group(request, request.parameters["logGroupName"])
    parse_pattern(request.parameters["filterPattern"])
    vendor: str = (request.parameters["destinationArn"].split(":") + [""] * 3)[2]
    if vendor not in SUBSCRIBERS:
        raise _invalid(f"PutSubscriptionFilter operation cannot work with destinationArn for vendor {vendor}")
    return vendor


def _put_retention_policy(request: AwsRequest) -> AwsResponse:
    days = request.parameters["retentionInDays"]
    if days not in RETENTION_DAYS:
        raise not_one_of(days, "retentionInDays", RETENTION_DAYS, INVALID)
    return request.pass_on()


def _of_tagged_resource(request: AwsRequest) -> AwsResponse:
    _, is_group, name = request.parameters["resourceArn"].partition(":log-group:")
    if is_group:
        _require_group(request, name.removesuffix(":*"))
    return request.pass_on()


def _require_group(request: AwsRequest, name: str) -> None:
    if name not in _groups(request):
        raise _not_found(NO_GROUP)


def _metric_filters(request: AwsRequest) -> list[dict[str, Any]]:
    from moto.logs.models import logs_backends

    filters: list[dict[str, Any]] = logs_backends[request.account_id][request.region].filters.metric_filters
    return filters


def _groups(request: AwsRequest) -> Mapping[str, Any]:
    from moto.logs.models import logs_backends

    groups: Mapping[str, Any] = logs_backends[request.account_id][request.region].groups
    return groups


def _not_found(message: str) -> AwsError:
    return AwsError("ResourceNotFoundException", message)


def _invalid(message: str) -> AwsError:
    return AwsError(INVALID, message)

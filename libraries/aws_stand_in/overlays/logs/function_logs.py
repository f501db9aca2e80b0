"""`logs`: what functions that run have logged, in the log groups `/aws/lambda/<function>` or those that they have chosen.

Imitated for these groups: FilterLogEvents, GetLogEvents, DescribeLogStreams. The time of an event is when the invocation
began that logged it. Patterns of words, conditions on JSON in braces, and fields between spaces in brackets, are imitated for
all groups.

Not imitated: patterns that are one regular expression between percent signs, and queries in these groups; in queries of other
groups, commands but fields, display, filter, sort and limit, and functions but ispresent (501). All other log groups are moto's,
and so is the description of groups.
"""

import json
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from http import HTTPStatus
from operator import itemgetter
from typing import Any

from aws_stand_in.aws_request import AwsRequest, Handler, Overlay
from aws_stand_in.aws_response import AwsError, AwsResponse, NotImitatedError
from aws_stand_in.log_patterns.patterns import parse_pattern
from aws_stand_in.overlays.functions.function_registry import FunctionRegistry
from aws_stand_in.overlays.logs.log_groups import NO_STREAM, require_log_stream
from aws_stand_in.overlays.logs.subscription_filters import event_id
from aws_stand_in.overlays.paging import page
from lambda_runtime.log_stream import LogStream

SERVICE = "logs"
MOST_EVENTS = 10_000
MOST_STREAMS = 50


class FunctionLogsOverlay(Overlay):
    """Reads the logs of functions.

    Args:
        registry: The functions of all accounts.
    """

    def __init__(self, registry: FunctionRegistry) -> None:
        self._registry = registry

    def handlers(self) -> Mapping[tuple[str, str], Handler]:
        return {
            (SERVICE, "FilterLogEvents"): self.filter_log_events,
            (SERVICE, "GetLogEvents"): self.get_log_events,
            (SERVICE, "DescribeLogStreams"): self.describe_log_streams,
            (SERVICE, "StartQuery"): self.start_query,
        }

    def filter_log_events(self, request: AwsRequest) -> AwsResponse | dict[str, Any]:
        """Return the events of a group, the oldest first."""
        streams = self._streams(request)
        if streams is None:
            return _filter_by_moto(request)
        given = request.parameters
        names, prefix = given.get("logStreamNames"), given.get("logStreamNamePrefix", "")
        chosen = [one for one in streams if one.name.startswith(prefix) and (not names or one.name in names)]
        events = _events(chosen, given, given.get("endTime", math.inf) + 1)
        wanted = parse_pattern(given.get("filterPattern", ""))
        matching = [event for event in events if wanted.matches(event["message"])]
        return page(matching, {"limit": MOST_EVENTS, **given}, "events", size="limit")

    def get_log_events(self, request: AwsRequest) -> AwsResponse | dict[str, Any]:
        """Return events of one stream, the oldest first: the newest ones, unless they are read from the head or by a token."""
        streams = self._streams(request)
        if streams is None:
            require_log_stream(request)
            return _get_by_moto(request)
        given = request.parameters
        chosen = [one for one in streams if one.name == given["logStreamName"]]
        if not chosen:
            raise AwsError("ResourceNotFoundException", NO_STREAM, status=400)
        events = _events(chosen, given, given.get("endTime", math.inf))
        begin, end = _page_of_stream(len(events), given)
        return {
            "events": [{name: event[name] for name in _OF_ONE_STREAM} for event in events[begin:end]],
            "nextForwardToken": f"f/{end}",
            "nextBackwardToken": f"b/{begin}",
        }

    def describe_log_streams(self, request: AwsRequest) -> AwsResponse | dict[str, Any]:
        """Return the streams of a group, in the order of their names or of their last events."""
        if request.parameters.get("logGroupName") and request.parameters.get("logGroupIdentifier"):
            raise AwsError(
                "ValidationException", "LogGroup name and LogGroup ARN are mutually exclusive parameters."
            )
        streams = self._streams(request)
        if streams is None:
            return request.pass_on()
        given = request.parameters
        prefix, is_by_time = given.get("logStreamNamePrefix", ""), given.get("orderBy") == "LastEventTime"
        if prefix and is_by_time:
            raise AwsError(
                "InvalidParameterException", "Cannot order by LastEventTime with a logStreamNamePrefix."
            )
        group_arn = f"arn:aws:logs:{request.region}:{request.account_id}:log-group:{_group_name(given)}"
        described = [_description(one, group_arn) for one in streams if one.name.startswith(prefix)]
        order = itemgetter("lastEventTimestamp" if is_by_time else "logStreamName")
        described.sort(key=order, reverse=bool(given.get("descending")))
        return page(described, {"limit": MOST_STREAMS, **given}, "logStreams", size="limit")

    def start_query(self, request: AwsRequest) -> AwsResponse:
        """Let moto query the log groups that a request names in one of three ways."""
        given = request.parameters
        named = [given["logGroupName"]] if given.get("logGroupName") else []
        identified = [
            _group_name({"logGroupIdentifier": one}) for one in given.get("logGroupIdentifiers", ())
        ]
        ways = [names for names in (named, given.get("logGroupNames"), identified) if names]
        if len(ways) != 1:
            raise AwsError("InvalidParameterException", "Log groups must be given, and in one way only.")
        functions = self._registry.find(request.account_id, request.region)
        for name in ways[0]:
            if functions and functions.logs_of(name) is not None:
                raise NotImitatedError(f"{request.name} in the logs of functions", "Use FilterLogEvents.")
        asked = {name: given[name] for name in ("startTime", "endTime", "queryString")}
        if given.get("limit"):
            asked["queryString"] += f"\n| limit {given['limit']}"
        request.replace_body(json.dumps({**asked, "logGroupNames": ways[0]}).encode())
        return request.pass_on()

    def _streams(self, request: AwsRequest) -> Sequence[LogStream] | None:
        functions = self._registry.find(request.account_id, request.region)
        return functions.logs_of(_group_name(request.parameters)) if functions else None


def _filter_by_moto(request: AwsRequest) -> AwsResponse | dict[str, Any]:
    """Let moto, which knows no identifiers here, return the events of a group, and leave out those that do not match."""
    given = request.parameters
    pattern = given.get("filterPattern", "")
    wanted = parse_pattern(pattern)
    asked = {
        name: value for name, value in given.items() if name not in ("filterPattern", "logGroupIdentifier")
    }
    request.replace_body(json.dumps({**asked, "logGroupName": _group_name(given)}).encode())
    response = request.pass_on()
    if not pattern or response.status != HTTPStatus.OK:
        return response
    found = json.loads(response.content())
    return {**found, "events": [event for event in found["events"] if wanted.matches(event["message"])]}


def _get_by_moto(request: AwsRequest) -> AwsResponse:
    """Let moto return the events of a stream before the end, without those at it, which moto returns as well."""
    given = request.parameters
    if "endTime" in given:
        request.replace_body(json.dumps({**given, "endTime": given["endTime"] - 1}).encode())
    return request.pass_on()


_TOKEN = re.compile(r"([bf])/(\d{1,12})")
"""Whether a page ends or begins at a position, and the position."""
_OF_ONE_STREAM = ("timestamp", "message", "ingestionTime")


def _page_of_stream(number: int, given: Mapping[str, Any]) -> tuple[int, int]:
    """Return where a page of so many events begins and ends; one without events returns the token that it was read by.

    Source: Amazon CloudWatch Logs API reference, "GetLogEvents".
    """
    limit, token = given.get("limit", MOST_EVENTS), given.get("nextToken")
    if token is None:
        direction, position = ("f", 0) if given.get("startFromHead") else ("b", number)
    else:
        direction, position = _read_token(token)
    if direction == "f":
        return position, max(position, min(position + limit, number))
    return max(0, position - limit), position


def _read_token(token: str) -> tuple[str, int]:
    found = _TOKEN.fullmatch(token)
    if found is None:
        raise AwsError("InvalidParameterException", "The specified nextToken is invalid.")
    return found[1], int(found[2])


def _events(streams: Iterable[LogStream], given: Mapping[str, Any], end: float) -> list[dict[str, Any]]:
    """Return the events from the start that is given until before the end, the oldest first."""
    start = given.get("startTime", 0)
    events: list[dict[str, Any]] = [
        {
            "logStreamName": stream.name,
            "timestamp": round(event.moment * 1000),
            "message": event.message,
            "ingestionTime": round(event.moment * 1000),
            "eventId": event_id(stream.name, number),
        }
        for stream in streams
        for number, event in enumerate(stream.events())
    ]
    return sorted(
        (one for one in events if start <= one["timestamp"] < end), key=lambda one: one["timestamp"]
    )


def _group_name(given: Mapping[str, Any]) -> str:
    """Return the name of the log group that a request names by its name or its ARN."""
    return given.get("logGroupName") or str(given.get("logGroupIdentifier", "")).rpartition(":")[2]


def _description(stream: LogStream, group_arn: str) -> dict[str, Any]:
    moments = [round(event.moment * 1000) for event in stream.events()]
    return {
        "logStreamName": stream.name,
        "creationTime": moments[0],
        "firstEventTimestamp": moments[0],
        "lastEventTimestamp": moments[-1],
        "lastIngestionTime": moments[-1],
        "arn": f"{group_arn}:log-stream:{stream.name}",
        "storedBytes": 0,
    }

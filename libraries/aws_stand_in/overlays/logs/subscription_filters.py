"""`logs`: subscription filters invoke functions that run with the log events that their patterns let through.

Imitated for events that are put, and for what functions log that run from a template: a function gets the events of a request,
or of an invocation, at once.

Not imitated: events for functions that do not run here, and a function that is sent its own logs, which on AWS goes on for ever
(501). Other destinations are moto's, and so is keeping filters for functions that do not run.
"""

import base64
import gzip
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from aws_stand_in.aws_request import AwsRequest, Handler, Overlay
from aws_stand_in.aws_response import AwsError, AwsResponse, NotImitatedError
from aws_stand_in.log_patterns.patterns import parse_pattern
from aws_stand_in.overlays.functions.account_functions import AccountFunctions
from aws_stand_in.overlays.functions.function_registry import FunctionRegistry
from aws_stand_in.overlays.logs.log_groups import INVALID, require_subscriber
from lambda_runtime.function import UnknownFunctionError
from lambda_runtime.log_stream import LoggedEvents

MOST_FILTERS = 2
"""Source: Amazon CloudWatch Logs User Guide, "CloudWatch Logs quotas"."""
InvokeLater = Callable[[str, str, str, bytes], bool]


class SubscriptionFiltersOverlay(Overlay):
    """Invokes the functions that subscribe to log groups.

    Args:
        registry: The functions of all accounts.
        invoke_later: Invokes a function; takes the account, the URL of AWS, the function's ARN and the event.
    """

    def __init__(self, registry: FunctionRegistry, invoke_later: InvokeLater) -> None:
        self._registry = registry
        self._invoke_later = invoke_later

    def handlers(self) -> Mapping[tuple[str, str], Handler]:
        return {("logs", "PutSubscriptionFilter"): self.put_subscription_filter}

    def put_subscription_filter(self, request: AwsRequest) -> AwsResponse | dict[str, Any]:
        """Let a function subscribe to a log group."""
        functions = self._registry.find(request.account_id, request.region)
        if require_subscriber(request) != "lambda" or functions is None:
            return request.pass_on()
        from moto.logs.models import logs_backends

        given = request.parameters
        _require_function(functions, given["destinationArn"], given["logGroupName"])
        group = logs_backends[request.account_id][request.region].groups[given["logGroupName"]]
        filters, name = group.subscription_filters, given["filterName"]
        settings = (given["filterPattern"], given["destinationArn"], given.get("roleArn", ""))
        if name in filters:
            filters[name].update(*settings)
        elif len(filters) < MOST_FILTERS:
            group.put_subscription_filter(name, *settings)
        else:
            raise AwsError("LimitExceededException", "Resource limit exceeded.", status=400)
        return {}

    def forward(
        self, location: tuple[str, str, str], group: str, stream: str, events: Sequence[Mapping[str, Any]]
    ) -> None:
        """Send log events to the functions that subscribe to their group.

        Args:
            location: The account, the region and the URL of AWS.
            group: The log group.
            stream: The log stream.
            events: The events, each with `id`, `timestamp` and `message`.

        Raises:
            NotImitatedError: A function that does not run subscribes to such an event.
        """
        from moto.logs.models import logs_backends

        account_id, region, endpoint_url = location
        found = logs_backends[account_id][region].groups.get(group)
        for one in list(found.subscription_filters.values()) if found else ():
            pattern = parse_pattern(one.filter_pattern or "")
            matching = [event for event in events if pattern.matches(event["message"])]
            if matching and _vendor(one.destination_arn) == "lambda":
                self._require_that_runs(account_id, region, one.destination_arn)
                told = _message(account_id, group, stream, one.name, matching)
                self._invoke_later(account_id, endpoint_url, one.destination_arn, told)

    def _require_that_runs(self, account_id: str, region: str, function_arn: str) -> None:
        functions = self._registry.find(account_id, region)
        if functions is None:
            raise NotImitatedError(f"a log event for {function_arn}", "No functions run here.")
        functions.require_that_runs(function_arn)

    def forward_logged(self, location: tuple[str, str, str], group: str, logged: LoggedEvents) -> None:
        """Send what a function has logged, as `forward` does."""
        described = [
            {
                "id": event_id(logged.stream, number),
                "timestamp": round(event.moment * 1000),
                "message": event.message,
            }
            for number, event in enumerate(logged.events, logged.first)
        ]
        self.forward(location, group, logged.stream, described)


def _require_function(functions: AccountFunctions, arn: str, group: str) -> None:
    functions.require_that_runs(arn)
    try:
        name = functions.runtime.name_of(arn)
    except UnknownFunctionError:
        raise AwsError(
            INVALID,
            "Could not execute the lambda function. Make sure you have given CloudWatch Logs permission to "
            "execute your function.",
            status=400,
        ) from None
    if functions.runtime.definitions[name].log_group == group:
        raise NotImitatedError("a subscription filter that sends a function its own logs")


def event_id(stream: str, number: int) -> str:
    """Return the id of an event in the log of a function."""
    return f"{stream[-32:]}{number:024d}"


def _vendor(arn: str) -> str:
    return (arn.split(":") + [""] * 3)[2]


def _message(
    account_id: str, group: str, stream: str, name: str, events: Sequence[Mapping[str, Any]]
) -> bytes:
    """Return the event of a function.

    Source: AWS Lambda Developer Guide, "Process log events with CloudWatch Logs", and Amazon CloudWatch Logs User Guide,
    "Log group-level subscription filters".
    """
    data = {
        "messageType": "DATA_MESSAGE",
        "owner": account_id,
        "logGroup": group,
        "logStream": stream,
        "subscriptionFilters": [name],
        "logEvents": list(events),
    }
    packed = base64.b64encode(gzip.compress(json.dumps(data).encode())).decode()
    return json.dumps({"awslogs": {"data": packed}}).encode()

"""Event buses and rules that moto keeps: where they are, and AWS's words for those that are missing.

Source: LocalStack 4.14.0, services/events/, whose behaviour is validated against AWS.
"""

from collections.abc import Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from aws_stand_in.aws_request import AwsRequest
from aws_stand_in.aws_response import AwsError, AwsResponse

if TYPE_CHECKING:
    from moto.events.models import EventBus, Rule


def find_bus(request: AwsRequest, name_or_arn: str | None) -> "EventBus | None":
    """Return a bus of the account of a request.

    Args:
        request: The request.
        name_or_arn: The bus; the default bus if None.
    """
    from moto.events.models import events_backends

    name = (name_or_arn or "default").rpartition("/")[2]
    bus: EventBus | None = events_backends[request.account_id][request.region].event_buses.get(name)
    return bus


def find_rule(request: AwsRequest) -> "Rule | None":
    """Return the rule that a request names."""
    bus = find_bus(request, request.parameters.get("EventBusName"))
    return bus.rules.get(_rule_name(request)) if bus else None


def require_rule(request: AwsRequest) -> AwsResponse:
    """Refuse a rule that its bus does not have; otherwise let moto answer."""
    bus, name = find_bus(request, request.parameters.get("EventBusName")), _rule_name(request)
    if bus is not None and name not in bus.rules:
        raise _not_found(f"Rule {name} does not exist on EventBus {bus.name}.")
    return request.pass_on()


def remove_targets(request: AwsRequest) -> AwsResponse | dict[str, Any]:
    """Let moto remove targets, and say which of them the rule did not have."""
    rule = find_rule(request)
    held = {target["Id"] for target in rule.targets} if rule else set()
    response = request.pass_on()
    if response.status != HTTPStatus.OK:
        return response
    name = _rule_name(request)
    missing = [_missing_target(name, one) for one in request.parameters["Ids"] if one not in held]
    return {"FailedEntryCount": len(missing), "FailedEntries": missing}


def remove_permission(request: AwsRequest) -> AwsResponse:
    """Refuse a statement that is not named, or that a bus without a policy can't have; otherwise let moto answer."""
    given = request.parameters
    if given.get("RemoveAllPermissions"):
        return request.pass_on()
    if not given.get("StatementId"):
        raise AwsError("ValidationException", "Parameter StatementId is required.", status=400)
    bus = find_bus(request, given.get("EventBusName"))
    if bus is not None and not bus.has_permissions():
        raise _not_found("Statement with the provided id does not exist.")
    return request.pass_on()


def _rule_name(request: AwsRequest) -> str:
    given: Mapping[str, Any] = request.parameters
    return str(given.get("Name") or given.get("Rule"))


def _missing_target(rule: str, target_id: str) -> dict[str, str]:
    return {
        "TargetId": target_id,
        "ErrorCode": "ResourceNotFoundException",
        "ErrorMessage": f"Rule '{rule}' does not have a target with the Id '{target_id}'.",
    }


def _not_found(message: str) -> AwsError:
    return AwsError("ResourceNotFoundException", message, status=HTTPStatus.BAD_REQUEST)

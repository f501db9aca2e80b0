"""What is wrong with a resource, found before anything starts, with the values that are expected of other resources."""

import time
from collections.abc import Callable, Mapping

from application_template.application import TemplateResource
from application_template.errors import TemplateError
from event_sources.event_pattern import EventPattern, InvalidEventPatternError
from event_sources.schedule_expression import InvalidScheduleError, parse_schedule
from lambda_runtime.runtimes import UnsupportedRuntimeError
from serverless_application.api_checks import check_api
from serverless_application.function_checks import check_function
from serverless_application.mapping_checks import check_mapping
from serverless_application.property_checks import require_properties
from serverless_application.stage_checks import check_stage
from serverless_application.unimitated import require_imitated_settings
from serverless_application.usage_plan_checks import check_usage_plan


def check(resource: TemplateResource) -> None:
    """Require that a resource with plain properties can run here.

    Raises:
        TemplateError: It cannot; the message names the resource.
    """
    examine = _CHECKS.get(resource.type)
    try:
        require_properties(resource)
        require_imitated_settings(resource)
        if examine is not None:
            examine(resource)
    except (
        *(TemplateError, UnsupportedRuntimeError),
        *(InvalidScheduleError, InvalidEventPatternError),
    ) as error:
        raise TemplateError(f"Resources/{resource.logical_id}: {error}") from None


def _rule(rule: TemplateResource) -> None:
    if "EventPattern" in rule.properties:
        EventPattern(rule.properties["EventPattern"])
    if "ScheduleExpression" in rule.properties:
        parse_schedule(str(rule.properties["ScheduleExpression"]), begun_at=time.time())


def _schedule(schedule: TemplateResource) -> None:
    if "ScheduleExpression" not in schedule.properties:
        raise TemplateError("the property 'ScheduleExpression' is missing")
    parse_schedule(str(schedule.properties["ScheduleExpression"]), begun_at=time.time())


_CHECKS: Mapping[str, Callable[[TemplateResource], None]] = {
    "AWS::ApiGateway::RestApi": check_api,
    "AWS::ApiGateway::UsagePlan": check_usage_plan,
    "AWS::ApiGatewayV2::Api": check_api,
    "AWS::ApiGatewayV2::Stage": check_stage,
    "AWS::Events::Rule": _rule,
    "AWS::Lambda::EventSourceMapping": check_mapping,
    "AWS::Lambda::Function": check_function,
    "AWS::Scheduler::Schedule": _schedule,
}

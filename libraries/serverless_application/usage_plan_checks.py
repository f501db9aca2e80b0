"""What is wrong with a usage plan of REST APIs, before anything starts.

Source: Amazon API Gateway API reference, CreateUsagePlan, QuotaSettings, ThrottleSettings and ApiStage.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from application_template.application import TemplateResource
from application_template.errors import TemplateError
from serverless_application.numbers import INTEGER, require_number, require_rate

PERIODS = ("DAY", "WEEK", "MONTH")


def check_usage_plan(resource: TemplateResource) -> None:
    """Require that API Gateway would take a usage plan.

    Raises:
        TemplateError: It would not.
    """
    properties = resource.properties
    if "Quota" in properties:
        _check_quota(properties["Quota"])
    _check_throttle(properties.get("Throttle", {}))
    for number, stage in enumerate(properties.get("ApiStages", ())):
        _require(stage, ("ApiId", "Stage"), f"ApiStages/{number}")
        for throttle in stage.get("Throttle", {}).values():
            _check_throttle(throttle)


def _check_quota(quota: Mapping[str, Any]) -> None:
    _require(quota, ("Limit",), "Quota")
    require_number(quota, "Limit", INTEGER)
    if quota.get("Period") not in PERIODS:
        raise TemplateError(f"Period of Quota is {' or '.join(PERIODS)}, not {quota.get('Period')!r}")


def _check_throttle(throttle: Mapping[str, Any]) -> None:
    require_rate(throttle, "RateLimit")
    require_number(throttle, "BurstLimit", INTEGER)


def _require(properties: Mapping[str, Any], names: Iterable[str], place: str) -> None:
    for name in names:
        if name not in properties:
            raise TemplateError(f"the property {name!r} of {place} is missing")

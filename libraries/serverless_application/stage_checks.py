"""What is wrong with a stage of an HTTP API, before anything starts.

Source: Amazon API Gateway Version 2 API reference, CreateStage and RouteSettings.
"""

from collections.abc import Mapping
from typing import Any

from application_template.application import TemplateResource
from application_template.errors import TemplateError
from serverless_application.numbers import INTEGER, require_number, require_rate


def check_stage(resource: TemplateResource) -> None:
    """Require that the limits of a stage and of its routes are numbers.

    Raises:
        TemplateError: One is not.
    """
    _check_settings(resource.properties.get("DefaultRouteSettings", {}), "DefaultRouteSettings")
    routes = resource.properties.get("RouteSettings", {})
    _require_mapping(routes, "RouteSettings")
    for key, settings in routes.items():
        _check_settings(settings, f"RouteSettings/{key}")


def _check_settings(settings: Any, place: str) -> None:
    _require_mapping(settings, place)
    require_rate(settings, "ThrottlingRateLimit")
    require_number(settings, "ThrottlingBurstLimit", INTEGER)


def _require_mapping(value: Any, place: str) -> None:
    if not isinstance(value, Mapping):
        raise TemplateError(f"{place} must be a mapping, not {value!r}")

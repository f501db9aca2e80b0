"""What is wrong with a resource, found before anything starts, with the values that are expected of other resources."""

import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from application_template.application import TemplateResource
from application_template.errors import TemplateError
from application_template.local_files import code_path
from event_sources.event_pattern import EventPattern, InvalidEventPatternError
from event_sources.schedule_expression import InvalidScheduleError, parse_schedule
from lambda_runtime.runtimes import UnsupportedRuntimeError, find_runtime

NEEDED_BY_FUNCTIONS = ("Code", "Handler", "Runtime")
NUMBERS_OF_FUNCTIONS = {"Timeout": range(1, 901), "MemorySize": range(128, 10241)}
"""Source: AWS Lambda API reference, CreateFunction."""

MODULES = ("", ".py", ".js", ".mjs", ".cjs")
"""How the name of a function's module ends."""


def check(resource: TemplateResource) -> None:
    """Require that a resource with plain properties can run here.

    Raises:
        TemplateError: It cannot; the message names the resource.
    """
    examine = _CHECKS.get(resource.type)
    if examine is None:
        return
    try:
        examine(resource.properties)
        _require_built(resource)
    except (
        *(TemplateError, UnsupportedRuntimeError),
        *(InvalidScheduleError, InvalidEventPatternError),
    ) as error:
        raise TemplateError(f"Resources/{resource.logical_id}: {error}") from None


def _function(properties: Mapping[str, Any]) -> None:
    if properties.get("PackageType", "Zip") != "Zip":
        raise TemplateError(
            "the function is a container image, which needs Docker: only code in a folder or a zip runs here"
        )
    missing = [name for name in NEEDED_BY_FUNCTIONS if name not in properties]
    if missing:
        raise TemplateError(f"the property {missing[0]!r} is missing")
    find_runtime(str(properties["Runtime"]))
    for name, allowed in NUMBERS_OF_FUNCTIONS.items():
        _require_number(properties, name, allowed)


def _require_built(resource: TemplateResource) -> None:
    """Require that a function has its module, if `sam build` is to make it."""
    method, code = resource.metadata.get("BuildMethod"), code_path(resource.properties.get("Code", {}))
    if method is None or code is None or not code.is_dir():
        return
    handler = str(resource.properties["Handler"])
    if not _has_module(code, handler.rpartition(".")[0]):
        raise TemplateError(
            f"`sam build` makes the module of {handler!r} ({method}), which is not in {code}: "
            "run it, and name .aws-sam/build/template.yaml"
        )


def _has_module(code: Path, module: str) -> bool:
    paths = {module, module.replace(".", "/")}
    return any((code / f"{path}{suffix}").exists() for path in paths for suffix in MODULES)


def _require_number(properties: Mapping[str, Any], name: str, allowed: range) -> None:
    value = str(properties.get(name, allowed.start))
    if not value.isdecimal() or int(value) not in allowed:
        raise TemplateError(
            f"{name} must be a whole number from {allowed.start} to {allowed.stop - 1}, not {value!r}"
        )


def _rule(properties: Mapping[str, Any]) -> None:
    if "EventPattern" in properties:
        EventPattern(properties["EventPattern"])
    if "ScheduleExpression" in properties:
        parse_schedule(str(properties["ScheduleExpression"]), begun_at=time.time())


def _schedule(properties: Mapping[str, Any]) -> None:
    if "ScheduleExpression" not in properties:
        raise TemplateError("the property 'ScheduleExpression' is missing")
    parse_schedule(str(properties["ScheduleExpression"]), begun_at=time.time())


def _api(properties: Mapping[str, Any]) -> None:
    body = properties.get("Body", {"paths": {}})
    if not isinstance(body, Mapping) or not isinstance(body.get("paths") or {}, Mapping):
        raise TemplateError("Body must be an OpenAPI document with paths")


_CHECKS: dict[str, Callable[[Mapping[str, Any]], None]] = {
    "AWS::ApiGateway::RestApi": _api,
    "AWS::ApiGatewayV2::Api": _api,
    "AWS::Events::Rule": _rule,
    "AWS::Lambda::Function": _function,
    "AWS::Scheduler::Schedule": _schedule,
}

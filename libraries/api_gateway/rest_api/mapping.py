"""Mapping expressions and templates: values of a request that a template's author has named.

Amazon API Gateway Developer Guide, "Amazon API Gateway API request and response data mapping reference". Of the Velocity
Template Language, references to `$context`, `$stageVariables` and `$input` are imitated, no directives.
"""

import json
import re
from collections.abc import Mapping
from typing import Any

from api_gateway.rest_api.call import RestCall

REFERENCE = re.compile(
    r"\$(?P<brace>\{)?(?:"
    r"(?P<root>context|stageVariables)\.(?P<name>\w+(?:[.:-]\w+)*)"
    r"|input\.params\(['\"](?P<parameter>[^'\"]+)['\"]\)"
    r"|input\.(?:body|json\(['\"]\$['\"]\))"
    r")(?(brace)\})"
)


def value_of(expression: str, call: RestCall, extra: Mapping[str, Any] | None = None) -> str | None:
    """Return the value of a mapping expression, None if the request has none.

    Args:
        expression: A literal in quotation marks, or such as `method.request.header.Authorization`, `context.requestId`,
            `stageVariables.table`.
        call: The request.
        extra: Members of the context that it has in this place only, such as `error`.
    """
    if expression.startswith("'"):
        return expression[1:-1]
    if expression.startswith("stageVariables."):
        return call.stage.variables.get(expression.removeprefix("stageVariables."))
    if expression.startswith("context."):
        return _lookup({**call.context(), **(extra or {})}, expression.removeprefix("context."))
    _, _, place_and_name = expression.partition("method.request.")
    place, _, name = place_and_name.partition(".")
    return _request_value(call, place, name)


def _request_value(call: RestCall, place: str, name: str) -> str | None:
    if place in ("header", "multivalueheader"):
        return call.request.header(name)
    if place in ("querystring", "multivaluequerystring"):
        return call.query_values.get(name, [None])[-1]
    if place == "path":
        return call.path_parameters.get(name)
    return call.request.text if place == "body" else None


def _lookup(context: Mapping[str, Any], path: str) -> str | None:
    found: Any = context
    for name in path.split("."):
        found = found.get(name) if isinstance(found, Mapping) else None
    return None if found is None else found if isinstance(found, str) else json.dumps(found)


def render(template: str, call: RestCall, extra: Mapping[str, Any] | None = None) -> str:
    """Return a template with the values of a request.

    Args:
        template: The template.
        call: The request.
        extra: As for `value_of`.
    """

    def value(found: re.Match[str]) -> str:
        if found["root"]:
            return value_of(f"{found['root']}.{found['name']}", call, extra) or ""
        if found["parameter"]:
            return _parameter(call, found["parameter"]) or ""
        return call.request.text

    return REFERENCE.sub(value, template)


def _parameter(call: RestCall, name: str) -> str | None:
    """Return a parameter of the path, the query or the headers, in this order."""
    for place in ("path", "querystring", "header"):
        value = _request_value(call, place, name)
        if value is not None:
            return value
    return None

"""What is wrong with an API, before anything starts.

Source: Amazon API Gateway Developer Guide, "Working with API Gateway extensions to OpenAPI".
"""

from collections.abc import Mapping
from typing import Any

from api_gateway.openapi_methods import METHODS
from application_template.application import TemplateResource
from application_template.errors import TemplateError

INTEGRATION, CORS = "x-amazon-apigateway-integration", "x-amazon-apigateway-cors"
LISTS_OF_CORS = ("allowHeaders", "allowMethods", "allowOrigins", "exposeHeaders")


def check_api(api: TemplateResource) -> None:
    """Require that an API is of a kind that is imitated, and that its document, if it has one, has the form of OpenAPI.

    Raises:
        TemplateError: It is not, or has not.
    """
    if api.properties.get("ProtocolType") == "WEBSOCKET":
        raise TemplateError("WebSocket APIs cannot be imitated; take it out by a condition")
    body = api.properties.get("Body", {})
    if not isinstance(body, Mapping) or not isinstance(body.get("paths", {}), Mapping):
        raise TemplateError("Body must be an OpenAPI document with paths")
    cors = _mapping(body, CORS, "Body")
    for name in LISTS_OF_CORS:
        if cors.get(name) is not None:
            _list(cors, name, f"Body/{CORS}")
    _check_security(body, "Body")
    for path in body.get("paths", {}):
        item = _mapping(body["paths"], path, "Body/paths")
        for method in METHODS:
            if method in item:
                _check_operation(_mapping(item, method, f"Body/paths{path}"), f"Body/paths{path}/{method}")


def _check_operation(operation: Mapping[str, Any], place: str) -> None:
    _mapping(operation, INTEGRATION, place)
    _list(operation, "parameters", place)
    _check_security(operation, place)


def _check_security(owner: Mapping[str, Any], place: str) -> None:
    for one in _list(owner, "security", place):
        if not isinstance(one, Mapping):
            raise TemplateError(f"{place}/security must be a list of mappings, not of {one!r}")


def _mapping(owner: Mapping[str, Any], name: str, place: str) -> Mapping[str, Any]:
    value = owner.get(name, {})
    if not isinstance(value, Mapping):
        raise TemplateError(f"{_joined(place, name)} must be a mapping, not {value!r}")
    return value


def _list(owner: Mapping[str, Any], name: str, place: str) -> list[Any]:
    value = owner.get(name, [])
    if not isinstance(value, list):
        raise TemplateError(f"{_joined(place, name)} must be a list, not {value!r}")
    return value


def _joined(place: str, name: str) -> str:
    return f"{place}/{name.removeprefix('/')}"

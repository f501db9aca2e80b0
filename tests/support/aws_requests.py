"""Requests of AWS's protocols to a WSGI application, with parameters that no SDK would send.

Parameters are what boto3 takes, but nothing is checked; `Raw` is what Python could not write as JSON.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import orjson
from botocore.model import OperationModel, ServiceModel, Shape
from moto.core.utils import get_service_model
from werkzeug.test import create_environ, run_wsgi_app

from support.rest_requests import rest_json, rest_xml

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication, WSGIEnvironment

FORM = "application/x-www-form-urlencoded; charset=utf-8"


@dataclass(frozen=True)
class Raw:
    """A value that goes into a body as it is, such as a number of 400 digits.

    Attributes:
        text: What stands in the body.
    """

    text: str


@dataclass(frozen=True)
class AwsRequest:
    """One request.

    Attributes:
        service: boto3's name of the service.
        operation: The operation's name, as in the API reference.
        parameters: Its parameters.
        protocol: The protocol, one of those that the service speaks; None for the one that boto3 uses.
    """

    service: str
    operation: str
    parameters: Any
    protocol: str | None = None

    def environ(self, account_id: str, region: str) -> "WSGIEnvironment":
        """Return the request as a WSGI environ."""
        model = service_model(self.service)
        operation = model.operation_model(self.operation)
        protocol = self.protocol or model.resolved_protocol
        scope = f"{account_id}/20260101/{region}/{model.signing_name}/aws4_request"
        authorization = f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=none"
        request = _PROTOCOLS[protocol](operation, self.parameters)
        headers = {**request.pop("headers"), "Authorization": authorization}
        return create_environ(base_url="http://127.0.0.1", headers=headers, **request)


@dataclass(frozen=True)
class AwsAnswer:
    """An answer.

    Attributes:
        status: HTTP status.
        headers: Headers, names in lower case.
        body: The body.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes


def answer_of(application: "WSGIApplication", environ: "WSGIEnvironment") -> AwsAnswer:
    """Return what an application answers, as its server would send it: without a body to HEAD."""
    body, status, headers = run_wsgi_app(application, environ, buffered=True)
    content = b"" if environ["REQUEST_METHOD"] == "HEAD" else b"".join(body)
    return AwsAnswer(int(status.split(" ", 1)[0]), {k.lower(): v for k, v in headers}, content)


@cache
def service_model(service: str) -> ServiceModel:
    """Return botocore's model of a service, with moto's names for services that no longer speak the query protocol."""
    return get_service_model(service)


def _json(operation: OperationModel, parameters: Any) -> dict[str, Any]:
    metadata = operation.service_model.metadata
    return {
        "method": "POST",
        "path": "/",
        "headers": {"X-Amz-Target": f"{metadata['targetPrefix']}.{operation.name}"},
        "content_type": f"application/x-amz-json-{metadata.get('jsonVersion', '1.0')}",
        "data": orjson.dumps(parameters, default=lambda raw: orjson.Fragment(raw.text)),
    }


def _query(operation: OperationModel, parameters: Any) -> dict[str, Any]:
    pairs = [("Action", operation.name), ("Version", operation.service_model.api_version)]
    pairs += _flattened("", parameters, operation.input_shape)
    data = urlencode(pairs).encode()
    return {"method": "POST", "path": "/", "headers": {}, "content_type": FORM, "data": data}


def _flattened(prefix: str, value: Any, shape: Shape | None) -> Iterator[tuple[str, str]]:
    """Yield names and values of the query protocol; what has another type than its shape is written as it is."""
    kind = "" if shape is None else shape.type_name
    if isinstance(value, dict) and kind == "map":
        start = prefix if shape.serialization.get("flattened") else f"{prefix}.entry"
        key, content = _name_of(shape.key, "key"), _name_of(shape.value, "value")
        for number, (name, held) in enumerate(value.items(), 1):
            yield f"{start}.{number}.{key}", name
            yield from _flattened(f"{start}.{number}.{content}", held, shape.value)
    elif isinstance(value, dict):
        members = getattr(shape, "members", {})
        for name, held in value.items():
            shown = _name_of(members.get(name), name)
            yield from _flattened(f"{prefix}.{shown}".lstrip("."), held, members.get(name))
    elif isinstance(value, list):
        member = getattr(shape, "member", None)
        is_flattened = shape is not None and shape.serialization.get("flattened")
        for number, held in enumerate(value, 1):
            start = _sibling(prefix, _name_of(member, "")) if is_flattened else f"{prefix}.member"
            yield from _flattened(f"{start}.{number}", held, member)
    elif value is not None:
        yield prefix, value.text if isinstance(value, Raw) else str(value)


def _name_of(shape: Shape | None, default: str) -> str:
    names = {} if shape is None else shape.serialization
    return str(names.get("locationNameForQueryCompatibility") or names.get("name") or default)


def _sibling(name: str, last: str) -> str:
    """Return a dotted name with another last part; the same one if that is empty."""
    return f"{name.rpartition('.')[0]}.{last}".lstrip(".") if last else name


_PROTOCOLS = {"json": _json, "query": _query, "rest-json": rest_json, "rest-xml": rest_xml}

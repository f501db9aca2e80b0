"""Code, status, message and members of an AWS error, from the models and from AWS's documentation."""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast
from uuid import uuid4

from botocore.model import OperationModel, ServiceModel, Shape, StructureShape

from fault_engine import cancellation_reasons
from fault_engine.catalogue import service_description, service_model
from fault_engine.documented_errors import COMMON_STATUSES, S3_STATUSES, TYPICAL_MESSAGES, USUAL_MEMBERS
from fault_engine.identification import Call
from fault_engine.samples import minimal_members

_MARKUP = re.compile(r"<[^>]+>")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s")


@dataclass(frozen=True, slots=True)
class ErrorDescription:
    """An error that a service is to return."""

    code: str
    """As boto3 names the exception (`NoSuchKey`) or as on the wire; need not be modelled."""
    message: str | None = None
    status: int | None = None
    members: Mapping[str, Any] = field(default_factory=dict)
    """Further members, named as in the model, e.g. `{"retryAfterSeconds": 30}`."""


@dataclass(frozen=True, slots=True)
class ResolvedError:
    """An error with all its details."""

    service: str
    shape_name: str | None
    """None if the service does not model it."""
    name: str
    """As boto3 names the exception."""
    wire_code: str
    status: int
    message: str
    members: Mapping[str, Any]
    request_id: str


def resolve_error(call: Call, description: ErrorDescription) -> ResolvedError:
    """Complete an error from the model and documentation of the called service.

    Raises:
        ValueError: The error has no such member.
    """
    service, shape = _find_among_candidates(call, description.code)
    name = shape.name if shape else description.code
    wire_code = shape.error_code if shape else description.code
    status = description.status or _status(service, name, shape)
    stated = _stated(service, shape, description.members) if shape else {}
    message = description.message or _message(name, shape, stated)
    members = _members(shape, stated, wire_code, message) if shape else {}
    return ResolvedError(
        service, shape.name if shape else None, name, wire_code, status, message, members, str(uuid4())
    )


class ErrorShape(StructureShape):
    """The structure of a modelled error, which has a code of its own on the wire."""

    error_code: str


def error_shapes(model: ServiceModel | OperationModel) -> list[ErrorShape]:
    """Return the errors of a service or of one operation."""
    return cast("list[ErrorShape]", model.error_shapes)


def find_error_shape(service: str, operation: str | None, code: str) -> ErrorShape | None:
    """Return the shape of an error: the operation's own if there is one, else the service's, else None."""
    model = service_model(service)
    own: list[ErrorShape] = []
    if operation in model.operation_names:
        own = error_shapes(model.operation_model(operation))
    for shapes in (own, error_shapes(model)):
        by_name = {shape.error_code: shape for shape in shapes} | {shape.name: shape for shape in shapes}
        if code in by_name:
            return by_name[code]
    return None


def modelled_status(service: str, name: str) -> int | None:
    """Return the status that a model gives an error: `httpStatusCode`, else 500 for a server fault, else None."""
    shape = service_description(service)["shapes"][name]
    stated = shape.get("error", {}).get("httpStatusCode")
    if stated is not None:
        return int(stated)
    return 500 if shape.get("fault") else None


def _find_among_candidates(call: Call, code: str) -> tuple[str, ErrorShape | None]:
    """Return the first of the services that the request may be for that models the error, else the likeliest."""
    for service, operation in call.candidates:
        if shape := find_error_shape(service, operation, code):
            return service, shape
    return call.candidates[0][0], None


def _stated(service: str, shape: ErrorShape, stated: Mapping[str, Any]) -> dict[str, Any]:
    """Return the members that are stated, and those that AWS never leaves out."""
    unknown = sorted(stated.keys() - shape.members.keys())
    if unknown:
        raise ValueError(
            f"{service} {shape.name} has no member {', '.join(unknown)}; it has {', '.join(shape.members) or 'none'}."
        )
    usual = dict(USUAL_MEMBERS.get((service, shape.name), {}))
    if cancellation_reasons.MEMBER in shape.members:
        usual[cancellation_reasons.MEMBER] = cancellation_reasons.usual_reasons()
    return usual | dict(stated)


def _members(shape: ErrorShape, stated: Mapping[str, Any], wire_code: str, message: str) -> dict[str, Any]:
    members = minimal_members(shape) | dict(stated)
    for name, member in shape.members.items():
        if name.lower() == "message":
            members[name] = message
        elif _is_code(name, member):
            members[name] = wire_code
    return members


def _is_code(name: str, member: Shape) -> bool:
    bound_to = member.serialization.get("name", "").lower()
    return member.type_name == "string" and (name.lower() == "code" or bound_to == "x-amzn-errortype")


def _status(service: str, name: str, shape: ErrorShape | None) -> int:
    modelled = modelled_status(service, shape.name) if shape else None
    if modelled is not None:
        return modelled
    if service == "s3" and name in S3_STATUSES:
        return S3_STATUSES[name]
    return 400 if shape else COMMON_STATUSES.get(name, 400)


def _message(name: str, shape: ErrorShape | None, members: Mapping[str, Any]) -> str:
    if reasons := members.get(cancellation_reasons.MEMBER):
        return cancellation_reasons.message_for(reasons)
    if name in TYPICAL_MESSAGES:
        return TYPICAL_MESSAGES[name]
    documentation = html.unescape(_MARKUP.sub("", shape.documentation)).strip() if shape else ""
    return _SENTENCE_END.split(" ".join(documentation.split()), maxsplit=1)[0] or name

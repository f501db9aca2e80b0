"""What is wrong with a request: JSON is checked against the model first, most other requests only if they could not be answered.

boto3 checks what it sends; other SDKs do not. Parsing XML, forms and paths a second time would slow each request down, so
most of these are checked only if they could not be answered: to tell a mistake of the caller, which AWS refuses, from a defect
of the stand-in.
"""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import ParseError

from botocore.validate import ParamValidator

from aws_stand_in import rest_json, wire
from aws_stand_in.aws_response import AwsError
from aws_stand_in.model_validation import require_valid

if TYPE_CHECKING:
    from aws_stand_in.aws_request import AwsRequest

_CODES: Mapping[str, str] = {
    "cognito-idp": "InvalidParameterException",
    "iam": "ValidationError",
    "logs": "InvalidParameterException",
    "sns": "InvalidParameter",
    "sts": "ValidationError",
    "transcribe": "BadRequestException",
}
"""The error code of a service for a missing or wrong parameter, if it is not `ValidationException`."""
_CHECKED_FIRST = frozenset(
    {"cognito-identity", "cognito-idp", "events", "kms", "logs", "secretsmanager", "ssm", "stepfunctions", "transcribe"}
)  # fmt: skip
"""Services of JSON whose overlays, or moto, do not check their requests by themselves."""
_REST_CHECKED_FIRST = frozenset({"lambda", "scheduler"})
"""The same, for those of the REST protocol with JSON."""
_QUERY_CHECKED_FIRST = frozenset({"sts"})
"""The same, for those of the query protocol: moto repeats in its answers what XML cannot hold."""
_OPERATIONS_CHECKED_FIRST = frozenset(
    {"cloudwatch.PutDashboard", "iam.CreateGroup", "iam.CreateRole", "iam.CreateUser"}
)
"""The same, for single operations: moto would keep what it fails at from then on."""


def require_model(request: "AwsRequest") -> None:
    """Refuse a request of these services that violates its operation's model.

    Raises:
        AwsError: The error of the service.
    """
    if not _is_modelled(request):
        return
    if request.service in _REST_CHECKED_FIRST:
        rest_json.require_model(request)
        _complete_body(request)
    elif request.service in _CHECKED_FIRST:
        _require_model_of_json(request)
    elif request.service in _QUERY_CHECKED_FIRST or request.name in _OPERATIONS_CHECKED_FIRST:
        require_valid(request.parameters, request.service, request.operation, code=_code(request))


def _require_model_of_json(request: "AwsRequest") -> None:
    try:
        parameters = json.loads(request.http.get_data() or b"{}")
        given = _remove_nulls(parameters)
    except (ValueError, RecursionError) as error:
        raise _refusal("SerializationException", "The body is not JSON.") from error
    require_valid(parameters, request.service, request.operation, code=_code(request))
    if given != parameters:
        request.replace_body(json.dumps(given).encode())
    if not rest_json.needs_decoding(given, request.service, request.operation):
        request.parameters = given


def _complete_body(request: "AwsRequest") -> None:
    """Leave out members that are null, and give a request without a body an empty one, unless the body is the payload."""
    if request.http.method not in ("POST", "PUT") or rest_json.is_payload(request):
        return
    body = request.http.get_data()
    if not body:
        request.replace_body(b"{}")
    elif b"null" in body and (given := _remove_nulls(found := rest_json.json_object(body))) != found:
        request.replace_body(json.dumps(given).encode())


def _remove_nulls(value: Any) -> Any:
    """Leave out members that are null, which AWS takes for missing and moto for given."""
    if isinstance(value, dict):
        return {name: _remove_nulls(held) for name, held in value.items() if held is not None}
    return [_remove_nulls(held) for held in value] if isinstance(value, list) else value


def mistake_in(request: "AwsRequest") -> AwsError | None:
    """Return how AWS refuses a request that violates its operation's model; None if the request is right."""
    if not _is_modelled(request):
        return None
    shape = wire.service_model(request.service).operation_model(request.operation).input_shape
    if shape is None:
        return None
    try:
        report = ParamValidator().validate(request.parameters, shape)
        complaints = [*report.generate_report().splitlines(), *_too_large(request.parameters, shape)]
    except _parser_errors() as error:
        return _refusal(_malformed(request), f"This is not a request of {request.operation}: {error}")
    return _refusal(_code(request), "; ".join(complaints)) if complaints else None


def _too_large(parameters: Mapping[str, Any], shape: Any) -> Iterator[str]:
    """Yield complaints about numbers beyond their limits; botocore checks only the lower ones."""
    for name, value in parameters.items():
        most = shape.members[name].metadata.get("max")
        if isinstance(value, int) and most is not None and value > most:
            yield (
                f"Value '{value}' at '{name[:1].lower()}{name[1:]}' failed to satisfy constraint: "
                f"Member must have value less than or equal to {most}"
            )


@cache
def _parser_errors() -> tuple[type[Exception], ...]:
    """Return what moto's parsers raise at a body that is not of their protocol."""
    from moto.core.parse import RequestParserError

    mistakes = AttributeError, KeyError, OverflowError, RuntimeError, TypeError, ValueError
    return ParseError, RequestParserError, *mistakes


def _malformed(request: "AwsRequest") -> str:
    return "MalformedXML" if request.service == "s3" else "SerializationException"


def _is_modelled(request: "AwsRequest") -> bool:
    return request.operation in wire.service_model(request.service).operation_names


def _code(request: "AwsRequest") -> str:
    return _CODES.get(request.service, "ValidationException")


def _refusal(code: str, message: str) -> AwsError:
    return AwsError(code, message, status=HTTPStatus.BAD_REQUEST)

"""What is wrong with a request that could not be answered.

boto3 checks what it sends; other SDKs do not. Checking every request would slow each of them down, so it is done only
for one that could not be answered: to tell a mistake of the caller, which AWS refuses, from a defect of the stand-in.
"""

from collections.abc import Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING

from botocore.validate import ParamValidator

from aws_stand_in import wire
from aws_stand_in.aws_response import AwsError

if TYPE_CHECKING:
    from aws_stand_in.aws_request import AwsRequest

_CODES: Mapping[str, str] = {
    "cognito-idp": "InvalidParameterException",
    "sns": "InvalidParameter",
    "transcribe": "BadRequestException",
}
"""The error code of a service for a missing or wrong parameter, if it is not `ValidationException`."""


def mistake_in(request: "AwsRequest") -> AwsError | None:
    """Return how AWS refuses a request that violates its operation's model; None if the request is right."""
    model = wire.service_model(request.service)
    if request.operation not in model.operation_names:
        return None
    shape = model.operation_model(request.operation).input_shape
    if shape is None:
        return None
    try:
        report = ParamValidator().validate(request.parameters, shape)
    except (AttributeError, KeyError, TypeError, ValueError) as error:  # moto's parsers
        return _refusal("SerializationException", f"This is not a request of {request.operation}: {error}.")
    if not report.has_errors():
        return None
    complaints = "; ".join(report.generate_report().splitlines())
    return _refusal(_CODES.get(request.service, "ValidationException"), complaints)


def _refusal(code: str, message: str) -> AwsError:
    return AwsError(code, message, status=HTTPStatus.BAD_REQUEST)

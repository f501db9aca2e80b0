"""Requests that are held against their operation's model before a handler sees them."""

from typing import Any

import orjson

from aws_stand_in import wire
from aws_stand_in.aws_request import AwsRequest, Handler
from aws_stand_in.aws_response import AwsError, AwsResponse
from aws_stand_in.model_validation import require_valid


def only_valid(handler: Handler, code: str = "ValidationException") -> Handler:
    """Return a handler of a JSON protocol that is only given requests as the model of their operation has them.

    Args:
        handler: Answers them.
        code: The service's error code for constraints that are not met.
    """

    def handle(request: AwsRequest) -> AwsResponse | dict[str, Any]:
        if request.operation not in wire.service_model(request.service).operation_names:
            raise AwsError(
                "UnknownOperationException", f"{request.service} has no such operation.", status=400
            )
        given = _body(request)
        require_valid(given, request.service, request.operation, code)
        return handler(request)

    return handle


def _body(request: AwsRequest) -> Any:
    body = request.http.get_data()
    try:
        return orjson.loads(body) if body else {}
    except orjson.JSONDecodeError as error:
        raise AwsError(
            "SerializationException", f"The body is not valid JSON: {error}", status=400
        ) from error

"""Request validators (Amazon API Gateway Developer Guide, "Request validation for REST APIs")."""

import json

from api_gateway.media_types import media_type_of
from api_gateway.messages import JSON
from api_gateway.rest_api.call import RestCall
from api_gateway.rest_api.definition import Method
from api_gateway.rest_api.gateway_responses import GatewayRefusalError
from api_gateway.rest_api.mapping import value_of


def validate(call: RestCall, method: Method) -> None:
    """Check the parameters and the body of a request as its method wants it; no body counts as an empty object.

    Raises:
        GatewayRefusalError: A parameter is missing, or the body does not match its model.
    """
    missing = sorted(name for name in method.required_parameters if not value_of(name, call))
    if missing:
        names = ", ".join(expression.split(".", 3)[3] for expression in missing)
        raise GatewayRefusalError("BAD_REQUEST_PARAMETERS", f"Missing required request parameters: [{names}]")
    _validate_body(call, method)


def _validate_body(call: RestCall, method: Method) -> None:
    media_type = media_type_of(call.request.header("Content-Type")) or JSON
    model = method.body_models.get(media_type) or method.body_models.get("$default")
    if model is None:
        return
    try:
        body = json.loads(call.request.text or "{}")
    except ValueError:
        raise GatewayRefusalError("BAD_REQUEST_BODY", details="Can not parse the body") from None
    errors = [error.message for error in model.iter_errors(body)]
    if errors:
        raise GatewayRefusalError("BAD_REQUEST_BODY", details=f"[{', '.join(errors)}]")

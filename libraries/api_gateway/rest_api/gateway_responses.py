"""Responses that a REST API gives itself, and how a template changes them.

Amazon API Gateway Developer Guide, "Gateway response types for API Gateway".
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from api_gateway.messages import JSON
from api_gateway.rest_api.call import RestCall
from api_gateway.rest_api.definition import GatewayResponseDefinition
from api_gateway.rest_api.mapping import render, value_of
from loopback_server.response import Response

FIRST_SERVER_ERROR = 500
BODY = '{"message":$context.error.messageString}'
BODY_OF_REFUSED_ACCESS = '{"Message":$context.error.messageString}'
"""Written with a capital letter: the message comes from IAM."""


@dataclass(frozen=True, slots=True)
class ResponseType:
    """A kind of response.

    Attributes:
        status: Its status.
        error: The value of `x-amzn-ErrorType`.
        message: The message in its body.
        template: The template of its body.
    """

    status: int
    error: str
    message: str | None
    template: str = BODY


RESPONSE_TYPES = {  # AWS has no name for HEADERS_TOO_LARGE, so that only DEFAULT_4XX changes it
    "ACCESS_DENIED": ResponseType(
        403, "AccessDeniedException", "User is not authorized to access this resource", BODY_OF_REFUSED_ACCESS
    ),
    "API_CONFIGURATION_ERROR": ResponseType(500, "ApiConfigurationException", "Internal server error"),
    "AUTHORIZER_CONFIGURATION_ERROR": ResponseType(500, "AuthorizerConfigurationException", None),
    "AUTHORIZER_FAILURE": ResponseType(500, "AuthorizerFailureException", None),
    "BAD_REQUEST_BODY": ResponseType(400, "BadRequestException", "Invalid request body"),
    "BAD_REQUEST_PARAMETERS": ResponseType(400, "BadRequestException", "Missing required request parameters"),
    "DEFAULT_5XX": ResponseType(500, "InternalServerErrorException", "Internal server error"),
    "HEADERS_TOO_LARGE": ResponseType(
        431, "RequestHeaderFieldsTooLargeException", "Request Header Fields Too Large"
    ),
    "EXPIRED_TOKEN": ResponseType(401, "UnauthorizedException", "The incoming token has expired"),
    "INTEGRATION_FAILURE": ResponseType(502, "InternalServerErrorException", "Internal server error"),
    "INTEGRATION_TIMEOUT": ResponseType(504, "InternalServerErrorException", "Endpoint request timed out"),
    "INVALID_API_KEY": ResponseType(403, "ForbiddenException", "Forbidden"),
    "MISSING_AUTHENTICATION_TOKEN": ResponseType(
        403, "MissingAuthenticationTokenException", "Missing Authentication Token"
    ),
    "QUOTA_EXCEEDED": ResponseType(429, "LimitExceededException", "Limit Exceeded"),
    "REQUEST_TOO_LARGE": ResponseType(413, "RequestTooLargeException", "Request Too Long"),
    "THROTTLED": ResponseType(429, "TooManyRequestsException", "Too Many Requests"),
    "UNAUTHORIZED": ResponseType(401, "UnauthorizedException", "Unauthorized"),
}


class GatewayRefusalError(Exception):
    """The gateway answers a request itself.

    Args:
        type_: The type of the response.
        message: The message in its body; None for the usual one.
        details: What went wrong, for templates that show `$context.error.validationErrorString`.
    """

    def __init__(self, type_: str, message: str | None = None, details: str = "") -> None:
        super().__init__(message or RESPONSE_TYPES[type_].message)
        self.type = type_
        self.message = message or RESPONSE_TYPES[type_].message
        self.details = details


def refusal_response(
    refusal: GatewayRefusalError, definitions: Mapping[str, GatewayResponseDefinition], call: RestCall
) -> Response:
    """Return the response for a refusal, as the template of the API has it.

    Args:
        refusal: Why the request is refused.
        definitions: What the template changes, by type.
        call: The request.
    """
    kind = RESPONSE_TYPES[refusal.type]
    definition = _definition(refusal.type, kind, definitions)
    error = {
        "message": refusal.message,
        "messageString": json.dumps(refusal.message),
        "responseType": refusal.type,
        "validationErrorString": refusal.details,
    }
    extra = {"error": error}
    content_type, template = _template(definition.templates, call.request.header("Accept"))
    headers = {name: value_of(value, call, extra) for name, value in definition.headers.items()}
    return Response(
        definition.status or kind.status,
        (
            ("Content-Type", content_type),
            ("x-amzn-ErrorType", kind.error),
            *((name, value) for name, value in headers.items() if value is not None),
        ),
        render(template or kind.template, call, extra).encode(),
    )


def _definition(
    type_: str, kind: ResponseType, definitions: Mapping[str, GatewayResponseDefinition]
) -> GatewayResponseDefinition:
    default = "DEFAULT_5XX" if kind.status >= FIRST_SERVER_ERROR else "DEFAULT_4XX"
    return definitions.get(type_) or definitions.get(default) or GatewayResponseDefinition()


def _template(templates: Mapping[str, str], accept: str | None) -> tuple[str, str | None]:
    """Return the content type of a response and its template, if the API has one."""
    accepted = [media_type.partition(";")[0].strip() for media_type in (accept or "").split(",")]
    for media_type in (*accepted, JSON, *templates):
        if media_type in templates:
            return media_type, templates[media_type]
    return JSON, None

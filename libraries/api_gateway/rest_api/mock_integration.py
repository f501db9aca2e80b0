"""Mock integrations, with which templates answer preflight requests."""

import re

from api_gateway.media_types import media_type_of
from api_gateway.messages import JSON
from api_gateway.rest_api.call import RestCall
from api_gateway.rest_api.definition import MockIntegration, MockResponse
from api_gateway.rest_api.gateway_responses import GatewayRefusalError
from api_gateway.rest_api.mapping import render, value_of
from loopback_server.response import Response

STATUS_CODE = re.compile(r"""["']?statusCode["']?\s*:\s*["']?([1-5]\d\d)\b""")
"""The status in a request template, whose names AWS CDK writes without quotation marks."""


def mock_response(integration: MockIntegration, call: RestCall) -> Response:
    """Return what a mock integration answers.

    Raises:
        GatewayRefusalError: Its request template gives no status, or no response is for that status.
    """
    status = _status(integration, call)
    response = _chosen(integration, status)
    content_type, template = next(iter(response.templates.items()), (JSON, ""))
    headers = {name: value_of(value, call) for name, value in response.headers.items()}
    return Response(
        response.status,
        (
            ("Content-Type", content_type),
            *((name, value) for name, value in headers.items() if value is not None),
        ),
        render(template, call).encode(),
    )


def _status(integration: MockIntegration, call: RestCall) -> str:
    content_type = media_type_of(call.request.header("Content-Type"))
    templates = integration.request_templates
    template = templates.get(content_type) or templates.get(JSON) or ""
    status = STATUS_CODE.search(render(template, call))
    if status is None:
        raise GatewayRefusalError("DEFAULT_5XX")
    return status[1]


def _chosen(integration: MockIntegration, status: str) -> MockResponse:
    default = None
    for response in integration.responses:
        if response.selection_pattern is None:
            default = response
        elif re.fullmatch(response.selection_pattern, status):
            return response
    if default is None:
        raise GatewayRefusalError("DEFAULT_5XX")
    return default

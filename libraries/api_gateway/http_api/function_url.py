"""URLs of functions, which behave like an HTTP API with one route.

AWS Lambda Developer Guide, "Invoking Lambda function URLs": events and results have payload format 2.0.
"""

from urllib.parse import urlsplit

from api_gateway.http_api.definition import (
    DEFAULT_ROUTE,
    DEFAULT_STAGE,
    HttpApiDefinition,
    HttpRoute,
    RouteIntegration,
)
from api_gateway.http_api.openapi import read_cors
from api_gateway.messages import JSON
from application_template.application import CreatedResource
from loopback_server.response import Response

LONGEST_SECONDS = 900.0
"""AWS Lambda quotas, "Function timeout"."""
FAILURE = Response(502, (("Content-Type", JSON),), b"Internal Server Error")


def host_of(resource: CreatedResource) -> str:
    """Return the host of a function URL, `<id>.lambda-url.<region>.on.aws`."""
    return urlsplit(resource.attributes["FunctionUrl"]).hostname or ""


def read_function_url(resource: CreatedResource) -> HttpApiDefinition:
    """Return the API that a function URL stands for.

    Args:
        resource: The resource `AWS::Lambda::Url`.
    """
    properties = resource.properties
    integration = RouteIntegration(
        "AWS_PROXY", properties["TargetFunctionArn"], "2.0", LONGEST_SECONDS, FAILURE
    )
    route = HttpRoute(
        key=DEFAULT_ROUTE,
        integration=integration,
        needs_signature=properties.get("AuthType") == "AWS_IAM",
    )
    return HttpApiDefinition(
        api_id=host_of(resource).partition(".")[0],
        routes=[route],
        stages={DEFAULT_STAGE: {}},
        cors=read_cors(properties["Cors"]) if properties.get("Cors") else None,
    )

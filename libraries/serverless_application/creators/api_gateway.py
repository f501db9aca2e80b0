"""API Gateway: ids and addresses of what `api_gateway` serves, and API keys."""

from functools import partial

from application_template.application import TemplateResource
from application_template.scalars import is_true
from serverless_application.account import Account, new_id
from serverless_application.created import Created, Creator


def name_rest_api(resource: TemplateResource, account: Account) -> Created:  # noqa: ARG001 - as all creators
    """Give a REST API its id, which `Ref` gives."""
    identity = new_id()
    return Created(identity, {"RestApiId": identity, "RootResourceId": new_id()})


def name_http_api(resource: TemplateResource, account: Account) -> Created:  # noqa: ARG001 - as all creators
    """Give an HTTP API its id, which `Ref` gives."""
    identity = new_id()
    endpoint = f"https://{identity}.execute-api.{account.region}.amazonaws.com"
    return Created(identity, {"ApiEndpoint": endpoint, "ApiId": identity})


def name_stage(resource: TemplateResource, account: Account) -> Created:
    """Return a stage under its name, which `Ref` gives."""
    return Created(account.name(resource, "StageName"))


def name_model(resource: TemplateResource, account: Account) -> Created:
    """Return a model under its name, which `Ref` gives."""
    return Created(account.name(resource, "Name"))


def create_api_key(resource: TemplateResource, account: Account) -> Created:
    """Create an API key; `Ref` gives its id, by which GetApiKey tells a value that the template does not give."""
    given = {"value": str(resource.properties["Value"])} if "Value" in resource.properties else {}
    is_enabled = is_true(resource.properties.get("Enabled"))
    key = account.client("apigateway").create_api_key(
        name=account.name(resource, "Name"), enabled=is_enabled, **given
    )
    return Created(key["id"], {"APIKeyId": key["id"], "Value": key["value"]})


def name_part(attribute: str | None, resource: TemplateResource, account: Account) -> Created:  # noqa: ARG001 - as all creators
    """Give a part of an API its id, which `Ref` gives, and an attribute of the type."""
    identity = new_id(6)
    return Created(identity, {attribute: identity} if attribute else {})


PARTS = {
    "AWS::ApiGateway::Authorizer": "AuthorizerId",
    "AWS::ApiGateway::Deployment": "DeploymentId",
    "AWS::ApiGateway::GatewayResponse": "Id",
    "AWS::ApiGateway::Method": None,
    "AWS::ApiGateway::RequestValidator": "RequestValidatorId",
    "AWS::ApiGateway::Resource": "ResourceId",
    "AWS::ApiGateway::UsagePlan": "Id",
    "AWS::ApiGateway::UsagePlanKey": "Id",
    "AWS::ApiGatewayV2::Authorizer": "AuthorizerId",
    "AWS::ApiGatewayV2::Deployment": "DeploymentId",
    "AWS::ApiGatewayV2::Integration": "IntegrationId",
    "AWS::ApiGatewayV2::Route": "RouteId",
}
"""The attribute that is the id of each part of an API."""

CREATORS: dict[str, Creator] = {
    "AWS::ApiGateway::ApiKey": create_api_key,
    "AWS::ApiGateway::Model": name_model,
    "AWS::ApiGateway::RestApi": name_rest_api,
    "AWS::ApiGateway::Stage": name_stage,
    "AWS::ApiGatewayV2::Api": name_http_api,
    "AWS::ApiGatewayV2::Stage": name_stage,
    **{kind: partial(name_part, attribute) for kind, attribute in PARTS.items()},
}

"""REST APIs of stacks.

Source: AWS CloudFormation Template Reference, AWS::ApiGateway::RestApi, Resource, Method, Deployment, Stage, Authorizer, Account.
"""

from typing import Any

import pytest
from botocore.exceptions import ClientError
from deployment import Deployment, Properties

API: Properties = {"Ref": "Api"}
ROOT: Properties = {"Fn::GetAtt": ["Api", "RootResourceId"]}
URI = "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:1:function:f/invocations"
ORIGIN = "method.response.header.Access-Control-Allow-Origin"
PROXY: Properties = {"Type": "AWS_PROXY", "IntegrationHttpMethod": "POST", "Uri": URI}
GET: Properties = {
    "RestApiId": API,
    "ResourceId": {"Ref": "Orders"},
    "HttpMethod": "GET",
    "AuthorizationType": "COGNITO_USER_POOLS",
    "AuthorizerId": {"Ref": "Readers"},
    "ApiKeyRequired": "true",
    "OperationName": "ListOrders",
    "RequestParameters": {"method.request.querystring.page": True},
    "Integration": PROXY,
}
OPTIONS: Properties = {
    "RestApiId": API,
    "ResourceId": {"Ref": "Orders"},
    "HttpMethod": "OPTIONS",
    "MethodResponses": [{"StatusCode": "204", "ResponseParameters": {ORIGIN: True}}],
    "Integration": {
        "Type": "MOCK",
        "RequestTemplates": {"application/json": '{"statusCode": 204}'},
        "IntegrationResponses": [{"StatusCode": "204", "ResponseParameters": {ORIGIN: "'*'"}}],
    },
}


@pytest.fixture
def gateway(aws: Any) -> Any:
    return aws.client("apigateway")


def resources(aws: Any, **others: Properties) -> dict[str, tuple[str, Properties]]:
    pool = f"arn:aws:cognito-idp:eu-west-1:{aws.account_id}:userpool/eu-west-1_readers"
    described: dict[str, Properties] = {
        "RestApi": {"Name": "orders", "Description": "of orders", "Tags": [{"Key": "team", "Value": "tea"}]},
        "Resource": {"RestApiId": API, "ParentId": ROOT, "PathPart": "orders"},
        "Authorizer": {
            "RestApiId": API,
            "Name": "readers",
            "Type": "COGNITO_USER_POOLS",
            "IdentitySource": "method.request.header.Authorization",
            "ProviderARNs": [pool],
        },
        "Get": GET,
        "Options": OPTIONS,
        "Stage": {
            "RestApiId": API,
            "StageName": "prod",
            "DeploymentId": {"Ref": "Deployed"},
            "Variables": {"size": "large"},
            "TracingEnabled": True,
        },
        **others,
    }
    return {
        "Api": ("ApiGateway::RestApi", described["RestApi"]),
        "Orders": ("ApiGateway::Resource", described["Resource"]),
        "Readers": ("ApiGateway::Authorizer", described["Authorizer"]),
        "Get": ("ApiGateway::Method", described["Get"]),
        "Options": ("ApiGateway::Method", described["Options"]),
        "Deployed": (
            "ApiGateway::Deployment",
            {"RestApiId": API, "Description": {"Fn::Sub": "${Get} ${Options}"}},
        ),
        "Prod": ("ApiGateway::Stage", described["Stage"]),
    }


def test_an_api_has_all_that_its_template_says(aws: Any, gateway: Any, deploy: Deployment) -> None:
    assert deploy(**resources(aws)) == "CREATE_COMPLETE"
    ids = deploy.ids
    (api,) = gateway.get_rest_apis()["items"]
    assert (api["id"], api["name"], api["description"]) == (ids["Api"], "orders", "of orders")
    assert api["tags"] == {"team": "tea"}
    path = {"restApiId": ids["Api"], "resourceId": ids["Orders"]}
    assert gateway.get_resource(**path)["path"] == "/orders"
    method = gateway.get_method(**path, httpMethod="GET")
    assert (method["authorizerId"], method["operationName"]) == (ids["Readers"], "ListOrders")
    assert method["apiKeyRequired"]
    assert method["requestParameters"] == {"method.request.querystring.page": True}
    assert (method["methodIntegration"]["type"], method["methodIntegration"]["uri"]) == ("AWS_PROXY", URI)
    assert method["methodIntegration"]["httpMethod"] == "POST"
    preflight = gateway.get_method(**path, httpMethod="OPTIONS")
    assert preflight["methodResponses"]["204"]["responseParameters"] == {ORIGIN: True}
    integration = preflight["methodIntegration"]
    assert integration["requestTemplates"] == {"application/json": '{"statusCode": 204}'}
    assert integration["integrationResponses"]["204"]["responseParameters"] == {ORIGIN: "'*'"}
    stage = gateway.get_stage(restApiId=ids["Api"], stageName=ids["Prod"])
    assert (stage["stageName"], stage["deploymentId"]) == ("prod", ids["Deployed"])
    assert (stage["variables"], stage["tracingEnabled"]) == ({"size": "large"}, True)


def test_an_api_is_changed_in_place(aws: Any, gateway: Any, deploy: Deployment) -> None:
    deploy(**resources(aws))
    before = deploy.ids
    get = {**GET, "AuthorizationType": "NONE", "Integration": {"Type": "MOCK"}}
    get = {name: value for name, value in get.items() if name not in ("AuthorizerId", "OperationName")}
    api = {"Name": "shop", "Tags": [{"Key": "team", "Value": "tea"}]}
    assert deploy(**resources(aws, Get=get, RestApi=api)) == "UPDATE_COMPLETE"
    assert deploy.ids == before
    (found,) = gateway.get_rest_apis()["items"]
    assert (found["name"], found.get("description", "")) == ("shop", "")
    path = {"restApiId": before["Api"], "resourceId": before["Orders"]}
    method = gateway.get_method(**path, httpMethod="GET")
    assert (method["authorizationType"], method["methodIntegration"]["type"]) == ("NONE", "MOCK")
    assert method.get("operationName") is None
    assert gateway.get_method(**path, httpMethod="OPTIONS")["methodResponses"]


def test_an_api_goes_with_its_stack(aws: Any, gateway: Any, deploy: Deployment) -> None:
    deploy(**resources(aws))
    deploy.delete()
    assert gateway.get_rest_apis()["items"] == []


def test_an_account_has_a_role_for_logs(gateway: Any, deploy: Deployment) -> None:
    arn = "arn:aws:iam::123456789012:role/logs"
    assert deploy(Logs=("ApiGateway::Account", {"CloudWatchRoleArn": arn})) == "CREATE_COMPLETE"
    assert gateway.get_account()["cloudwatchRoleArn"] == arn


def test_a_method_that_is_refused_fails_its_stack(aws: Any, gateway: Any, deploy: Deployment) -> None:
    wrong = {**GET, "Integration": {**PROXY, "Uri": "nowhere"}}
    assert deploy(**resources(aws, Get=wrong)) == "ROLLBACK_COMPLETE"
    assert "Invalid ARN specified in the request" in deploy.reason
    assert gateway.get_rest_apis()["items"] == []


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (
            {"RestApi": {"Name": "orders", "Body": {"swagger": "2.0"}}},
            "Body of AWS::ApiGateway::RestApi in a stack",
        ),
        (
            {"Get": {**GET, "Integration": {**PROXY, "Undreamt": "of"}}},
            "Undreamt in a stack, which PutIntegration does not take",
        ),
        (
            {"Stage": {"RestApiId": API, "StageName": "prod", "MethodSettings": []}},
            "MethodSettings of AWS::ApiGateway::Stage in a stack",
        ),
    ],
)
def test_unsupported_properties_are_refused(
    aws: Any, gateway: Any, deploy: Deployment, changed: dict[str, Properties], said: str
) -> None:
    with pytest.raises(ClientError, match=f"does not imitate {said}"):
        deploy(**resources(aws, **changed))
    assert gateway.get_rest_apis()["items"] == []

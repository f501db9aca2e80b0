"""REST APIs of API Gateway.

Source: AWS CloudFormation Template Reference, AWS::ApiGateway::RestApi and its neighbours.
"""

from typing import Any

from application_template.scalars import text_of
from aws_stand_in.overlays.cloudformation.changes import Properties, changed, tag_map
from aws_stand_in.overlays.cloudformation.property_values import without
from aws_stand_in.overlays.cloudformation.stack_resource import StackResource

_API = "RestApiId"


class _ApiPart(StackResource):
    """What belongs to an API."""

    SERVICE = "apigateway"

    def _call(self, operation: str, parameters: Properties) -> dict[str, Any]:
        return self.call.with_all_properties(operation, {_API: self.properties[_API], **parameters})


class StackRestApi(StackResource):
    """A REST API."""

    TYPE, SERVICE = "AWS::ApiGateway::RestApi", "apigateway"
    ATTRIBUTES = frozenset({_API, "RootResourceId"})
    REQUIRED = ("Name",)
    UPDATABLE = frozenset({"Description", "Name"})
    PROPERTIES = UPDATABLE | {
        "ApiKeySourceType", "DisableExecuteApiEndpoint", "EndpointConfiguration", "MinimumCompressionSize", "Policy", "Tags",
    }  # fmt: skip

    def create(self, _name: str, properties: Properties) -> None:
        given = {**without(properties, "ApiKeySourceType", "Tags"), **tag_map(properties)}
        if "ApiKeySourceType" in properties:
            given["ApiKeySource"] = properties["ApiKeySourceType"]
        if "Policy" in properties:
            given["Policy"] = text_of(properties["Policy"])
        made = self.call.with_all_properties("CreateRestApi", given)
        self.physical_resource_id = made["id"]
        resources = self.call("GetResources", restApiId=made["id"])["items"]
        root = next(one["id"] for one in resources if one["path"] == "/")
        self.attributes = {_API: made["id"], "RootResourceId": root}

    def update(self, former: Properties, properties: Properties) -> None:
        changes = changed(former, properties, self.UPDATABLE)
        operations = [_patch_operation(name, properties.get(name, "")) for name in changes]
        self.call("UpdateRestApi", restApiId=self.physical_resource_id, patchOperations=operations)

    def remove(self) -> None:
        self.call("DeleteRestApi", restApiId=self.physical_resource_id)


class StackApiResource(_ApiPart):
    """A resource of an API: a part of its paths."""

    TYPE = "AWS::ApiGateway::Resource"
    ATTRIBUTES = frozenset({"ResourceId"})
    REQUIRED = ("ParentId", "PathPart", _API)
    PROPERTIES = frozenset(REQUIRED)

    def create(self, _name: str, properties: Properties) -> None:
        self.physical_resource_id = self._call("CreateResource", properties)["id"]
        self.attributes = {"ResourceId": self.physical_resource_id}

    def remove(self) -> None:
        self._call("DeleteResource", {"ResourceId": self.physical_resource_id})


class StackApiMethod(_ApiPart):
    """A method of a resource of an API, with its integration and the responses of both."""

    TYPE = "AWS::ApiGateway::Method"
    _IDENTITY = ("HttpMethod", "ResourceId", _API)
    REQUIRED = _IDENTITY
    UPDATABLE = frozenset(
        {
            "ApiKeyRequired", "AuthorizationScopes", "AuthorizationType", "AuthorizerId", "Integration", "MethodResponses",
            "OperationName", "RequestModels", "RequestParameters", "RequestValidatorId",
        }
    )  # fmt: skip
    PROPERTIES = UPDATABLE | {*_IDENTITY}

    def create(self, name: str, properties: Properties) -> None:
        self.physical_resource_id = name
        given = {"AuthorizationType": "NONE", **without(properties, "Integration", "MethodResponses")}
        self._put("PutMethod", given)

    def configure(self, properties: Properties) -> None:
        for response in properties.get("MethodResponses", ()):
            self._put("PutMethodResponse", response)
        if integration := properties.get("Integration"):
            self._put("PutIntegration", without(integration, "IntegrationResponses"))
            for response in integration.get("IntegrationResponses", ()):
                self._put("PutIntegrationResponse", response)

    def update(self, _former: Properties, properties: Properties) -> None:
        self.remove()
        self.create(self.physical_resource_id, properties)
        self.configure(properties)

    def remove(self) -> None:
        self._put("DeleteMethod", {})

    def _put(self, operation: str, parameters: Properties) -> None:
        identity = {name: self.properties[name] for name in self._IDENTITY}
        self._call(operation, {**parameters, **identity})


class StackDeployment(_ApiPart):
    """A deployment of an API."""

    TYPE = "AWS::ApiGateway::Deployment"
    ATTRIBUTES = frozenset({"DeploymentId"})
    REQUIRED = (_API,)
    PROPERTIES = frozenset({"Description", _API, "StageName"})

    def create(self, _name: str, properties: Properties) -> None:
        self.physical_resource_id = self._call("CreateDeployment", properties)["id"]
        self.attributes = {"DeploymentId": self.physical_resource_id}

    def remove(self) -> None:
        if "StageName" in self.properties:
            self._call("DeleteStage", {"StageName": self.properties["StageName"]})
        self._call("DeleteDeployment", {"DeploymentId": self.physical_resource_id})


class StackStage(_ApiPart):
    """A stage of an API."""

    TYPE = "AWS::ApiGateway::Stage"
    REQUIRED = (_API,)
    UPDATABLE = frozenset({"DeploymentId", "Description"})
    LASTING = frozenset({"DeploymentId"})
    PROPERTIES = UPDATABLE | {
        "CacheClusterEnabled", "CacheClusterSize", _API, "StageName", "Tags", "TracingEnabled", "Variables",
    }  # fmt: skip

    def create(self, _name: str, properties: Properties) -> None:
        self.physical_resource_id = properties.get("StageName", "default")
        stage = {"StageName": self.physical_resource_id, **tag_map(properties)}
        self._call("CreateStage", {**without(properties, "Tags"), **stage})

    def update(self, former: Properties, properties: Properties) -> None:
        changes = changed(former, properties, self.UPDATABLE)
        operations = [_patch_operation(name, properties.get(name, "")) for name in changes]
        stage = {"StageName": self.physical_resource_id}
        self._call("UpdateStage", {**stage, "PatchOperations": operations})

    def remove(self) -> None:
        self._call("DeleteStage", {"StageName": self.physical_resource_id})


class StackAuthorizer(_ApiPart):
    """What decides who may call methods of an API."""

    TYPE = "AWS::ApiGateway::Authorizer"
    ATTRIBUTES = frozenset({"AuthorizerId"})
    REQUIRED = ("Name", _API, "Type")
    PROPERTIES = frozenset(
        {
            *REQUIRED, "AuthType", "AuthorizerCredentials", "AuthorizerResultTtlInSeconds", "AuthorizerUri", "IdentitySource",
            "IdentityValidationExpression", "ProviderARNs",
        }
    )  # fmt: skip

    def create(self, _name: str, properties: Properties) -> None:
        self.physical_resource_id = self._call("CreateAuthorizer", properties)["id"]
        self.attributes = {"AuthorizerId": self.physical_resource_id}

    def remove(self) -> None:
        self._call("DeleteAuthorizer", {"AuthorizerId": self.physical_resource_id})


class StackApiAccount(StackResource):
    """The role by which API Gateway writes logs, which all APIs of an account and region share."""

    TYPE, SERVICE = "AWS::ApiGateway::Account", "apigateway"
    ATTRIBUTES = frozenset({"Id"})
    UPDATABLE = PROPERTIES = frozenset({"CloudWatchRoleArn"})

    def create(self, name: str, properties: Properties) -> None:
        self.attributes = {"Id": name}
        self._set(properties)

    def update(self, _former: Properties, properties: Properties) -> None:
        self._set(properties)

    def remove(self) -> None:
        """Leave the role, as CloudFormation does: what the account had before is not known."""

    def _set(self, properties: Properties) -> None:
        arn = properties.get("CloudWatchRoleArn", "")
        operation = {"op": "replace", "path": "/cloudwatchRoleArn", "value": arn}
        self.call("UpdateAccount", patchOperations=[operation])


def _patch_operation(name: str, value: Any) -> dict[str, str]:
    return {"op": "replace", "path": f"/{name[0].lower()}{name[1:]}", "value": text_of(value)}

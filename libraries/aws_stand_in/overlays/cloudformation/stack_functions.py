"""Functions of Lambda with their versions, aliases, layers, permissions and event sources.

Source: AWS CloudFormation Template Reference, AWS::Lambda::Function and its neighbours.
"""

import io
import zipfile
from typing import Any

from aws_stand_in.overlays.cloudformation.changes import Properties, changed, removed_tags, tag_map, tags_of
from aws_stand_in.overlays.cloudformation.property_values import chosen, without
from aws_stand_in.overlays.cloudformation.stack_resource import StackResource

_CONCURRENCY = "ReservedConcurrentExecutions"
_DEFAULTS: Properties = {
    "Description": "", "Environment": {"Variables": {}}, "Layers": [], "MemorySize": 128, "Timeout": 3,
    "VpcConfig": {"SecurityGroupIds": [], "SubnetIds": []},
}  # fmt: skip
_DAY_OF_ZIP = (1980, 1, 1, 0, 0, 0)


class StackFunction(StackResource):
    """A function."""

    TYPE, SERVICE, NAME = "AWS::Lambda::Function", "lambda", "FunctionName"
    ATTRIBUTES = frozenset({"Arn"})
    LONGEST_NAME = 64
    REQUIRED = ("Code", "Role")
    _SETTINGS = frozenset({"Handler", "Role", "Runtime", *_DEFAULTS})
    UPDATABLE = _SETTINGS | {"Code", "Tags", _CONCURRENCY}
    LASTING = frozenset({"Handler", "Runtime"})
    PROPERTIES = UPDATABLE | {
        "Architectures", "CodeSigningConfigArn", "EphemeralStorage", "ImageConfig", "KmsKeyArn", "PackageType", "TracingConfig",
    }  # fmt: skip

    def create(self, _name: str, properties: Properties) -> None:
        given = without(properties, _CONCURRENCY, "KmsKeyArn", "Tags")
        if "KmsKeyArn" in properties:
            given["KMSKeyArn"] = properties["KmsKeyArn"]
        made = self._call("CreateFunction", {**given, "Code": _code(properties), **tag_map(properties)})
        self.attributes = {"Arn": made["FunctionArn"]}

    def configure(self, properties: Properties) -> None:
        if _CONCURRENCY in properties:
            self._call("PutFunctionConcurrency", chosen(properties, [_CONCURRENCY]))

    def update(self, former: Properties, properties: Properties) -> None:
        if changed(former, properties, ["Code"]):
            self._call("UpdateFunctionCode", _code(properties))
        if changes := changed(former, properties, self._SETTINGS):
            self._call("UpdateFunctionConfiguration", chosen({**_DEFAULTS, **properties}, changes))
        if changed(former, properties, [_CONCURRENCY]):
            self._reserve(properties)
        named = {"Resource": self.attributes["Arn"]}
        if keys := removed_tags(former, properties):
            self.call("UntagResource", **named, TagKeys=keys)
        if tags := tags_of(properties):
            self.call("TagResource", **named, Tags=tags)

    def remove(self) -> None:
        self._call("DeleteFunction", {})

    def _reserve(self, properties: Properties) -> None:
        if _CONCURRENCY in properties:
            self.configure(properties)
        else:
            self._call("DeleteFunctionConcurrency", {})

    def _call(self, operation: str, parameters: Properties) -> dict[str, Any]:
        return self.call.with_all_properties(
            operation, {**parameters, "FunctionName": self.physical_resource_id}
        )


class StackVersion(StackResource):
    """A version of a function."""

    TYPE, SERVICE = "AWS::Lambda::Version", "lambda"
    ATTRIBUTES = frozenset({"FunctionArn", "Version"})
    REQUIRED = ("FunctionName",)
    PROPERTIES = frozenset({"CodeSha256", "Description", "FunctionName"})

    def create(self, _name: str, properties: Properties) -> None:
        made = self.call.with_all_properties("PublishVersion", properties)
        self.physical_resource_id = made["FunctionArn"]
        self.attributes = {"FunctionArn": made["FunctionArn"], "Version": made["Version"]}

    def remove(self) -> None:
        named = {"FunctionName": self.properties["FunctionName"], "Qualifier": self.attributes["Version"]}
        self.call("DeleteFunction", **named)


class StackAlias(StackResource):
    """An alias of a function."""

    TYPE, SERVICE = "AWS::Lambda::Alias", "lambda"
    ATTRIBUTES = frozenset({"AliasArn"})
    REQUIRED = ("FunctionName", "FunctionVersion", "Name")
    UPDATABLE = frozenset({"Description", "FunctionVersion"})
    LASTING = UPDATABLE
    PROPERTIES = UPDATABLE | {*REQUIRED}

    def create(self, _name: str, properties: Properties) -> None:
        made = self.call.with_all_properties("CreateAlias", properties)
        self.physical_resource_id = made["AliasArn"]
        self.attributes = {"AliasArn": made["AliasArn"]}

    def update(self, _former: Properties, properties: Properties) -> None:
        self.call.with_all_properties("UpdateAlias", properties)

    def remove(self) -> None:
        self.call("DeleteAlias", **chosen(self.properties, ["FunctionName", "Name"]))


class StackLayerVersion(StackResource):
    """A version of a layer."""

    TYPE, SERVICE, NAME = "AWS::Lambda::LayerVersion", "lambda", "LayerName"
    ATTRIBUTES = frozenset({"LayerVersionArn"})
    REQUIRED = ("Content",)
    PROPERTIES = frozenset(
        {"CompatibleArchitectures", "CompatibleRuntimes", "Content", "Description", "LicenseInfo"}
    )

    def create(self, name: str, properties: Properties) -> None:
        made = self.call.with_all_properties("PublishLayerVersion", {**properties, "LayerName": name})
        self.physical_resource_id = made["LayerVersionArn"]
        self.attributes = {"LayerVersionArn": made["LayerVersionArn"]}

    def remove(self) -> None:
        layer, _, version = self.physical_resource_id.rpartition(":")
        self.call("DeleteLayerVersion", LayerName=layer, VersionNumber=int(version))


class StackPermission(StackResource):
    """A permission to invoke a function."""

    TYPE, SERVICE = "AWS::Lambda::Permission", "lambda"
    ATTRIBUTES = frozenset({"Id"})
    REQUIRED = ("Action", "FunctionName", "Principal")
    PROPERTIES = frozenset(
        {
            *REQUIRED, "EventSourceToken", "FunctionUrlAuthType", "InvokedViaFunctionUrl", "PrincipalOrgID", "SourceAccount",
            "SourceArn",
        }
    )  # fmt: skip

    def create(self, name: str, properties: Properties) -> None:
        self.physical_resource_id = name
        self.attributes = {"Id": name}
        self.call.with_all_properties("AddPermission", {**properties, "StatementId": name})

    def remove(self) -> None:
        self.call(
            "RemovePermission",
            FunctionName=self.properties["FunctionName"],
            StatementId=self.physical_resource_id,
        )


class StackSourceMapping(StackResource):
    """What polls a queue or a stream for a function."""

    TYPE, SERVICE = "AWS::Lambda::EventSourceMapping", "lambda"
    ATTRIBUTES = frozenset({"EventSourceMappingArn", "Id"})
    REQUIRED = ("FunctionName",)
    UPDATABLE = frozenset(
        {
            "BatchSize", "BisectBatchOnFunctionError", "DestinationConfig", "Enabled", "FilterCriteria", "FunctionName",
            "FunctionResponseTypes", "MaximumBatchingWindowInSeconds", "MaximumRecordAgeInSeconds", "MaximumRetryAttempts",
            "ParallelizationFactor", "ScalingConfig", "TumblingWindowInSeconds",
        }
    )  # fmt: skip
    LASTING = UPDATABLE
    PROPERTIES = UPDATABLE | {"EventSourceArn", "StartingPosition", "StartingPositionTimestamp"}

    def create(self, _name: str, properties: Properties) -> None:
        made = self.call.with_all_properties("CreateEventSourceMapping", properties)
        self.physical_resource_id = made["UUID"]
        self.attributes = {"EventSourceMappingArn": made["EventSourceMappingArn"], "Id": made["UUID"]}

    def update(self, _former: Properties, properties: Properties) -> None:
        given = chosen(properties, self.UPDATABLE)
        self.call.with_all_properties(
            "UpdateEventSourceMapping", {**given, "UUID": self.physical_resource_id}
        )

    def remove(self) -> None:
        self.call("DeleteEventSourceMapping", UUID=self.physical_resource_id)


def _code(properties: Properties) -> dict[str, Any]:
    """Return the code of a function; text is made a file `index` of an archive."""
    code = dict(properties["Code"])
    if "ZipFile" in code:
        suffix = "js" if str(properties.get("Runtime", "")).startswith("nodejs") else "py"
        code["ZipFile"] = _archive(f"index.{suffix}", code["ZipFile"])
    return code


def _archive(name: str, text: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(zipfile.ZipInfo(name, _DAY_OF_ZIP), text)
    return file.getvalue()

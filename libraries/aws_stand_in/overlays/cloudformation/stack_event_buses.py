"""Event buses of EventBridge and their rules.

Source: AWS CloudFormation Template Reference, AWS::Events::EventBus and AWS::Events::Rule.
"""

from typing import Any

from application_template.scalars import text_of
from aws_stand_in.aws_response import AwsError
from aws_stand_in.overlays.cloudformation.changes import Properties, change_tags, changed
from aws_stand_in.overlays.cloudformation.property_values import without
from aws_stand_in.overlays.cloudformation.stack_resource import StackResource

_DEFAULT = "default"


class StackEventBus(StackResource):
    """An event bus."""

    TYPE, SERVICE, NAME = "AWS::Events::EventBus", "events", "Name"
    ATTRIBUTES = frozenset({"Arn", "Name", "Policy"})
    REQUIRED = ("Name",)
    UPDATABLE = frozenset({"Policy", "Tags"})
    PROPERTIES = UPDATABLE | {"DeadLetterConfig", "Description", "EventSourceName", "KmsKeyIdentifier"}

    def create(self, name: str, properties: Properties) -> None:
        made = self.call.with_all_properties("CreateEventBus", without(properties, "Policy"))
        self._describe(name, made["EventBusArn"], properties)

    def configure(self, properties: Properties) -> None:
        if "Policy" in properties:
            self._allow(properties)

    def update(self, former: Properties, properties: Properties) -> None:
        if changed(former, properties, ["Policy"]):
            self._allow(properties)
        self._describe(self.attributes["Name"], self.attributes["Arn"], properties)
        change_tags(self.call, {"ResourceARN": self.attributes["Arn"]}, former, properties)

    def remove(self) -> None:
        self.call("DeleteEventBus", Name=self.physical_resource_id)

    def _allow(self, properties: Properties) -> None:
        bus = {"EventBusName": self.physical_resource_id}
        if "Policy" in properties:
            self.call("PutPermission", **bus, Policy=text_of(properties["Policy"]))
        else:
            self.call("RemovePermission", **bus, RemoveAllPermissions=True)

    def _describe(self, name: str, arn: str, properties: Properties) -> None:
        self.attributes = {"Arn": arn, "Name": name, "Policy": text_of(properties.get("Policy", ""))}


class StackRule(StackResource):
    """A rule of an event bus, with its targets."""

    TYPE, SERVICE, NAME = "AWS::Events::Rule", "events", "Name"
    ATTRIBUTES = frozenset({"Arn"})
    LONGEST_NAME = 64
    UPDATABLE = frozenset(
        {"Description", "EventPattern", "RoleArn", "ScheduleExpression", "State", "Tags", "Targets"}
    )
    PROPERTIES = UPDATABLE | {"EventBusName"}

    def create(self, name: str, properties: Properties) -> None:
        self._put(name, properties)
        bus = _bus(properties).rpartition("/")[2]
        self.physical_resource_id = name if bus == _DEFAULT else f"{bus}|{name}"

    def configure(self, properties: Properties) -> None:
        self._aim({}, properties)

    def update(self, former: Properties, properties: Properties) -> None:
        self._put(self._name, without(properties, "Tags"))
        self._aim(former, properties)
        change_tags(self.call, {"ResourceARN": self.attributes["Arn"]}, former, properties)

    def remove(self) -> None:
        bus = {"EventBusName": _bus(self.properties)}
        targets = self.call("ListTargetsByRule", Rule=self._name, **bus)["Targets"]
        if targets:
            self.call("RemoveTargets", Rule=self._name, **bus, Ids=[one["Id"] for one in targets])
        self.call("DeleteRule", Name=self._name, **bus)

    @property
    def _name(self) -> str:
        return self.physical_resource_id.rpartition("|")[2]

    def _put(self, name: str, properties: Properties) -> None:
        given = without(properties, "Targets")
        if "EventPattern" in properties:
            given["EventPattern"] = text_of(properties["EventPattern"])
        arn = self.call.with_all_properties("PutRule", {**given, "Name": name})["RuleArn"]
        self.attributes = {"Arn": arn}

    def _aim(self, former: Properties, properties: Properties) -> None:
        """Give the rule its targets, and take away those that it no longer has."""
        rule = {"Rule": self._name, "EventBusName": _bus(self.properties)}
        targets = properties.get("Targets", [])
        if gone := sorted(_ids(former) - _ids(properties)):
            _require_done(self.call("RemoveTargets", **rule, Ids=gone))
        if targets and changed(former, properties, ["Targets"]):
            _require_done(self.call.with_all_properties("PutTargets", {**rule, "Targets": targets}))


def _bus(properties: Properties) -> str:
    return str(properties.get("EventBusName", _DEFAULT))


def _ids(properties: Properties) -> set[str]:
    return {one["Id"] for one in properties.get("Targets", ())}


def _require_done(answer: dict[str, Any]) -> None:
    """Require that an operation has succeeded for each of its targets, as it does not say by its status."""
    for one in answer.get("FailedEntries", ()):
        raise AwsError("ValidationError", f"{one['TargetId']}: {one['ErrorMessage']}", status=400)

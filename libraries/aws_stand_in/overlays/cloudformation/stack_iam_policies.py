"""Policies of IAM.

Source: AWS CloudFormation Template Reference, AWS::IAM::ManagedPolicy and AWS::IAM::Policy.
"""

from collections.abc import Iterator

from application_template.scalars import text_of
from aws_stand_in.overlays.cloudformation.changes import Properties, changed
from aws_stand_in.overlays.cloudformation.property_values import chosen
from aws_stand_in.overlays.cloudformation.stack_resource import StackResource

_HOLDERS = {"Groups": "Group", "Roles": "Role", "Users": "User"}
"""The properties that say who has a policy, with what operations call them."""
_DOCUMENT = "PolicyDocument"

_Holder = tuple[str, str]


class StackManagedPolicy(StackResource):
    """A policy that groups, roles and users may share."""

    TYPE, SERVICE, NAME = "AWS::IAM::ManagedPolicy", "iam", "ManagedPolicyName"
    ATTRIBUTES = frozenset({"PolicyArn"})
    LONGEST_NAME = 128
    REQUIRED = (_DOCUMENT,)
    UPDATABLE = frozenset({_DOCUMENT, *_HOLDERS})
    PROPERTIES = UPDATABLE | {"Description", "Path"}

    def create(self, name: str, properties: Properties) -> None:
        given = {
            **chosen(properties, ["Description", "Path"]),
            _DOCUMENT: text_of(properties[_DOCUMENT]),
            "PolicyName": name,
        }
        self.physical_resource_id = self.call.with_all_properties("CreatePolicy", given)["Policy"]["Arn"]
        self.attributes = {"PolicyArn": self.physical_resource_id}

    def configure(self, properties: Properties) -> None:
        for holder in _holders(properties):
            self._of("Attach", holder)

    def update(self, former: Properties, properties: Properties) -> None:
        if changed(former, properties, [_DOCUMENT]):
            self._replace(text_of(properties[_DOCUMENT]))
        before, wanted = set(_holders(former)), set(_holders(properties))
        for holder in before - wanted:
            self._of("Detach", holder)
        for holder in wanted - before:
            self._of("Attach", holder)

    def remove(self) -> None:
        named = {"PolicyArn": self.physical_resource_id}
        attached = self.call("ListEntitiesForPolicy", **named)
        for kind in _HOLDERS.values():
            for one in attached[f"Policy{kind}s"]:
                self._of("Detach", (kind, one[f"{kind}Name"]))
        for version in self.call("ListPolicyVersions", **named)["Versions"]:
            if not version["IsDefaultVersion"]:
                self.call("DeletePolicyVersion", **named, VersionId=version["VersionId"])
        self.call("DeletePolicy", **named)

    def _replace(self, document: str) -> None:
        """Give the policy another document, and keep none before it: a policy has five versions at most."""
        named = {"PolicyArn": self.physical_resource_id}
        former = self.call("GetPolicy", **named)["Policy"]["DefaultVersionId"]
        self.call("CreatePolicyVersion", **named, PolicyDocument=document, SetAsDefault=True)
        self.call("DeletePolicyVersion", **named, VersionId=former)

    def _of(self, verb: str, holder: _Holder) -> None:
        kind, name = holder
        self.call(f"{verb}{kind}Policy", PolicyArn=self.physical_resource_id, **{f"{kind}Name": name})


class StackPolicy(StackResource):
    """A policy of some groups, roles and users, each of which has its own copy."""

    TYPE, SERVICE = "AWS::IAM::Policy", "iam"
    REQUIRED = (_DOCUMENT, "PolicyName")
    UPDATABLE = frozenset({_DOCUMENT, *_HOLDERS})
    PROPERTIES = UPDATABLE | {"PolicyName"}

    def create(self, name: str, _properties: Properties) -> None:
        self.physical_resource_id = name

    def configure(self, properties: Properties) -> None:
        self._put({}, properties)

    def update(self, former: Properties, properties: Properties) -> None:
        self._put(former, properties)

    def remove(self) -> None:
        name = self.properties["PolicyName"]
        for kind, holder in _holders(self.properties):
            held = self.call(f"List{kind}Policies", **{f"{kind}Name": holder})["PolicyNames"]
            if name in held:
                self._of("Delete", (kind, holder), {})

    def _put(self, former: Properties, properties: Properties) -> None:
        wanted = set(_holders(properties))
        for holder in set(_holders(former)) - wanted:
            self._of("Delete", holder, {})
        for holder in sorted(wanted):
            self._of("Put", holder, {_DOCUMENT: text_of(properties[_DOCUMENT])})

    def _of(self, verb: str, holder: _Holder, parameters: Properties) -> None:
        kind, name = holder
        policy = {"PolicyName": self.properties["PolicyName"], f"{kind}Name": name}
        self.call(f"{verb}{kind}Policy", **policy, **parameters)


def _holders(properties: Properties) -> Iterator[_Holder]:
    """Yield who has a policy: kind and name."""
    for name, kind in _HOLDERS.items():
        for one in properties.get(name, ()):
            yield kind, one

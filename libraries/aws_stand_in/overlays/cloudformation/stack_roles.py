"""Roles of IAM.

Source: AWS CloudFormation Template Reference, AWS::IAM::Role.
"""

from typing import Any

from application_template.scalars import text_of
from aws_stand_in.overlays.cloudformation.changes import Properties, changed, removed_tags, tag_list, tags_of
from aws_stand_in.overlays.cloudformation.property_values import chosen, without
from aws_stand_in.overlays.cloudformation.stack_resource import StackResource

_TRUST, _BOUNDARY = "AssumeRolePolicyDocument", "PermissionsBoundary"


class StackRole(StackResource):
    """A role of IAM, with its policies."""

    TYPE, SERVICE, NAME = "AWS::IAM::Role", "iam", "RoleName"
    ATTRIBUTES = frozenset({"Arn", "RoleId"})
    REQUIRED = (_TRUST,)
    LONGEST_NAME = 64
    UPDATABLE = frozenset(
        {_TRUST, _BOUNDARY, "Description", "ManagedPolicyArns", "MaxSessionDuration", "Policies", "Tags"}
    )
    PROPERTIES = UPDATABLE | {"Path"}

    def create(self, _name: str, properties: Properties) -> None:
        given = without(properties, "ManagedPolicyArns", "Policies", self.NAME)
        role = self._call("CreateRole", **{**given, _TRUST: text_of(properties[_TRUST])})["Role"]
        self.attributes = {"Arn": role["Arn"], "RoleId": role["RoleId"]}

    def configure(self, properties: Properties) -> None:
        self._give_policies({}, properties)

    def update(self, former: Properties, properties: Properties) -> None:
        if changed(former, properties, [_TRUST]):
            self._call("UpdateAssumeRolePolicy", PolicyDocument=text_of(properties[_TRUST]))
        if changed(former, properties, ["Description", "MaxSessionDuration"]):
            wanted = {"Description": "", "MaxSessionDuration": 3600, **properties}
            self._call("UpdateRole", **chosen(wanted, ["Description", "MaxSessionDuration"]))
        if changed(former, properties, [_BOUNDARY]):
            self._set_boundary(properties)
        self._give_policies(former, properties)
        if keys := removed_tags(former, properties):
            self._call("UntagRole", TagKeys=keys)
        if tags := tags_of(properties):
            self._call("TagRole", Tags=tag_list(tags))

    def remove(self) -> None:
        """Remove the role and the policies that its template gives it; IAM keeps it if it has others."""
        attached = self._call("ListAttachedRolePolicies")["AttachedPolicies"]
        own = set(self._call("ListRolePolicies")["PolicyNames"]) & _documents(self.properties).keys()
        given = {one["PolicyArn"] for one in attached} & set(self.properties.get("ManagedPolicyArns", ()))
        for arn in sorted(given):
            self._call("DetachRolePolicy", PolicyArn=arn)
        for name in sorted(own):
            self._call("DeleteRolePolicy", PolicyName=name)
        self._call("DeleteRole")

    def _set_boundary(self, properties: Properties) -> None:
        if _BOUNDARY in properties:
            self._call("PutRolePermissionsBoundary", PermissionsBoundary=properties[_BOUNDARY])
        else:
            self._call("DeleteRolePermissionsBoundary")

    def _give_policies(self, former: Properties, properties: Properties) -> None:
        before, wanted = (one.get("ManagedPolicyArns", []) for one in (former, properties))
        for arn in (one for one in before if one not in wanted):
            self._call("DetachRolePolicy", PolicyArn=arn)
        for arn in (one for one in wanted if one not in before):
            self._call("AttachRolePolicy", PolicyArn=arn)
        before, wanted = _documents(former), _documents(properties)
        for name in before.keys() - wanted.keys():
            self._call("DeleteRolePolicy", PolicyName=name)
        for name, document in wanted.items():
            self._call("PutRolePolicy", PolicyName=name, PolicyDocument=document)

    def _call(self, operation: str, **parameters: Any) -> dict[str, Any]:
        return self.call.with_all_properties(operation, {"RoleName": self.physical_resource_id, **parameters})


def _documents(properties: Properties) -> dict[str, str]:
    """Return the policies that a role has of its own, by name."""
    return {one["PolicyName"]: text_of(one["PolicyDocument"]) for one in properties.get("Policies", ())}

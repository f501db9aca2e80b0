"""Policies of IAM of stacks.

Source: AWS CloudFormation Template Reference, AWS::IAM::ManagedPolicy and AWS::IAM::Policy.
"""

from typing import Any

import pytest
from deployment import Deployment, Properties
from test_stack_roles import TRUST

ROLE: Properties = {"AssumeRolePolicyDocument": TRUST}


def document(action: str) -> dict[str, Any]:
    return {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Action": action, "Resource": "*"}],
    }


def resources(kind: str, action: str, *holders: str, **more: Any) -> dict[str, tuple[str, Properties]]:
    """Return a policy of some of the roles `A` and `B`."""
    roles = [{"Ref": name} for name in holders]
    return {
        "A": ("IAM::Role", {**ROLE, "RoleName": "a"}),
        "B": ("IAM::Role", {**ROLE, "RoleName": "b"}),
        "It": (f"IAM::{kind}", {"PolicyDocument": document(action), "Roles": roles, **more}),
    }


@pytest.fixture
def iam(aws: Any) -> Any:
    return aws.client("iam")


def shared_action(iam: Any) -> str:
    (policy,) = iam.list_policies(Scope="Local")["Policies"]
    version = iam.get_policy_version(PolicyArn=policy["Arn"], VersionId=policy["DefaultVersionId"])
    return str(version["PolicyVersion"]["Document"]["Statement"][0]["Action"])


def who_shares(iam: Any) -> list[str]:
    return [name for name in ("a", "b") if iam.list_attached_role_policies(RoleName=name)["AttachedPolicies"]]


def test_a_managed_policy_is_created_changed_and_deleted(iam: Any, deploy: Deployment) -> None:
    named = {"ManagedPolicyName": "reads", "Description": "reads", "Path": "/teams/"}
    assert deploy(**resources("ManagedPolicy", "s3:GetObject", "A", **named)) == "CREATE_COMPLETE"
    (policy,) = iam.list_policies(Scope="Local")["Policies"]
    assert (policy["PolicyName"], policy["Path"]) == ("reads", "/teams/")
    assert deploy.ids["It"] == policy["Arn"]
    assert (who_shares(iam), shared_action(iam)) == (["a"], "s3:GetObject")
    for action in (f"s3:{number}" for number in range(6)):
        assert deploy(**resources("ManagedPolicy", action, "B", **named)) == "UPDATE_COMPLETE"
        assert (who_shares(iam), shared_action(iam)) == (["b"], action)
    deploy.delete()
    assert iam.list_policies(Scope="Local")["Policies"] == []
    assert iam.list_roles()["Roles"] == []


def test_a_policy_is_created_changed_and_deleted(iam: Any, deploy: Deployment) -> None:
    named = {"PolicyName": "reads"}
    assert deploy(**resources("Policy", "s3:GetObject", "A", **named)) == "CREATE_COMPLETE"
    found = iam.get_role_policy(RoleName="a", PolicyName="reads")["PolicyDocument"]
    assert found == document("s3:GetObject")
    assert deploy(**resources("Policy", "s3:PutObject", "B", **named)) == "UPDATE_COMPLETE"
    assert iam.list_role_policies(RoleName="a")["PolicyNames"] == []
    found = iam.get_role_policy(RoleName="b", PolicyName="reads")["PolicyDocument"]
    assert found == document("s3:PutObject")
    deploy.delete()
    assert iam.list_roles()["Roles"] == []


@pytest.mark.parametrize("kind", ["ManagedPolicy", "Policy"])
def test_a_policy_of_nobody_fails_its_stack(iam: Any, deploy: Deployment, kind: str) -> None:
    named = {"PolicyName": "reads"} if kind == "Policy" else {}
    wrong = resources(kind, "s3:GetObject", "A", **named, Users=["ada"])
    assert deploy(**wrong) == "ROLLBACK_COMPLETE"
    assert "ada" in deploy.reason
    assert iam.list_policies(Scope="Local")["Policies"] == []
    assert iam.list_roles()["Roles"] == []

"""Roles of stacks.

Source: AWS CloudFormation Template Reference, AWS::IAM::Role.
"""

from typing import Any

import pytest
from botocore.exceptions import ClientError
from deployment import Deployment

TRUST = {
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
    ],
}
LOGS = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
QUEUES = "arn:aws:iam::aws:policy/AmazonSQSFullAccess"


def policy(name: str, action: str) -> dict[str, Any]:
    document = {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Action": action, "Resource": "*"}],
    }
    return {"PolicyName": name, "PolicyDocument": document}


ROLE = {
    "RoleName": "worker",
    "Path": "/teams/",
    "AssumeRolePolicyDocument": TRUST,
    "Description": "works",
    "MaxSessionDuration": 7200,
    "ManagedPolicyArns": [LOGS],
    "Policies": [policy("reads", "s3:GetObject"), policy("writes", "s3:PutObject")],
    "Tags": [{"Key": "team", "Value": "tea"}],
}


@pytest.fixture
def iam(aws: Any) -> Any:
    return aws.client("iam")


def state_of(iam: Any) -> dict[str, Any]:
    role = iam.get_role(RoleName="worker")["Role"]
    attached = iam.list_attached_role_policies(RoleName="worker")["AttachedPolicies"]
    return {
        "path": role["Path"],
        "trust": role["AssumeRolePolicyDocument"],
        "described": (role.get("Description"), role["MaxSessionDuration"]),
        "attached": [one["PolicyArn"] for one in attached],
        "own": sorted(iam.list_role_policies(RoleName="worker")["PolicyNames"]),
        "tags": {one["Key"]: one["Value"] for one in role.get("Tags", ())},
    }


def test_a_role_has_all_that_its_template_says(iam: Any, deploy: Deployment) -> None:
    arn = {"Arn": {"Value": {"Fn::GetAtt": ["Worker", "Arn"]}}}
    assert deploy(outputs=arn, Worker=("IAM::Role", ROLE)) == "CREATE_COMPLETE"
    assert state_of(iam) == {
        "path": "/teams/",
        "trust": TRUST,
        "described": ("works", 7200),
        "attached": [LOGS],
        "own": ["reads", "writes"],
        "tags": {"team": "tea"},
    }
    reads = iam.get_role_policy(RoleName="worker", PolicyName="reads")["PolicyDocument"]
    assert reads["Statement"][0]["Action"] == "s3:GetObject"
    assert deploy.outputs == {"Arn": iam.get_role(RoleName="worker")["Role"]["Arn"]}
    assert deploy.ids == {"Worker": "worker"}


def test_a_role_is_changed_in_place(iam: Any, deploy: Deployment) -> None:
    deploy(Worker=("IAM::Role", ROLE))
    named = {name: ROLE[name] for name in ("RoleName", "Path")}
    statement = {**TRUST["Statement"][0], "Principal": {"Service": "states.amazonaws.com"}}  # type: ignore[dict-item]
    others = {**TRUST, "Statement": [statement]}
    status = deploy(
        Worker=(
            "IAM::Role",
            {
                **named,
                "AssumeRolePolicyDocument": others,
                "ManagedPolicyArns": [QUEUES],
                "Policies": [policy("reads", "s3:ListBucket")],
            },
        )
    )
    assert status == "UPDATE_COMPLETE"
    assert state_of(iam) == {
        "path": "/teams/",
        "trust": others,
        "described": ("", 3600),
        "attached": [QUEUES],
        "own": ["reads"],
        "tags": {},
    }
    reads = iam.get_role_policy(RoleName="worker", PolicyName="reads")["PolicyDocument"]
    assert reads["Statement"][0]["Action"] == "s3:ListBucket"


def test_a_role_goes_with_its_policies(iam: Any, deploy: Deployment) -> None:
    more = {**policy("more", "s3:*"), "Roles": [{"Ref": "Worker"}]}
    assert deploy(Worker=("IAM::Role", ROLE), More=("IAM::Policy", more)) == "CREATE_COMPLETE"
    assert state_of(iam)["own"] == ["more", "reads", "writes"]
    deploy.delete()
    assert iam.list_roles()["Roles"] == []


def test_a_policy_that_is_not_there_fails_the_role(iam: Any, deploy: Deployment) -> None:
    wrong = {**ROLE, "ManagedPolicyArns": [LOGS, f"{LOGS}s"]}
    assert deploy(Worker=("IAM::Role", wrong)) == "ROLLBACK_COMPLETE"
    assert f"Policy {LOGS}s does not exist" in deploy.reason
    assert iam.list_roles()["Roles"] == []


def test_another_path_is_refused(deploy: Deployment) -> None:
    deploy(Worker=("IAM::Role", ROLE))
    with pytest.raises(ClientError, match="does not imitate changes of Path of AWS::IAM::Role in a stack"):
        deploy(Worker=("IAM::Role", {**ROLE, "Path": "/"}))


def test_the_name_that_a_stack_makes_up_is_not_too_long(iam: Any, deploy: Deployment) -> None:
    logical_id = "Worker" * 12
    assert deploy(**{logical_id: ("IAM::Role", {"AssumeRolePolicyDocument": TRUST})}) == "CREATE_COMPLETE"
    (role,) = iam.list_roles()["Roles"]
    assert len(role["RoleName"]) == 64
    assert role["RoleName"].startswith("work-Worker")

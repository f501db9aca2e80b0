"""Resources of stacks that moto keeps: what it does not do with their properties is refused by name.

Source: AWS CloudFormation Template Reference, the pages of the types.
"""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from behaviours.moto_resources import NEEDED
from botocore.exceptions import ClientError
from moto.cloudformation import parsing

from aws_stand_in.moto_patches import cloudformation
from aws_stand_in.moto_patches.moto_resources import MotoResource
from aws_stand_in.overlays.cloudformation.resources import RESOURCES
from support.stand_in import Aws

Resources = Mapping[str, Any]
TEMPLATES = "templates"


@pytest.fixture
def stacks(aws: Aws) -> Any:
    """Return a client of an account with a template in a bucket."""
    s3 = aws.client("s3")
    s3.create_bucket(Bucket=TEMPLATES, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    topic = {"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}}
    s3.put_object(Bucket=TEMPLATES, Key="topic.json", Body=json.dumps(topic))
    return aws.client("cloudformation")


def create(stacks: Any, resources: Resources, name: str = "work") -> str:
    """Create a stack and return its status."""
    template = json.dumps({"Resources": resources})
    stacks.create_stack(StackName=name, TemplateBody=template, Capabilities=["CAPABILITY_NAMED_IAM"])
    return status(stacks, name)


def change(stacks: Any, resources: Resources) -> str:
    """Change a stack and return its status."""
    stacks.update_stack(StackName="work", TemplateBody=json.dumps({"Resources": resources}))
    return status(stacks, "work")


def status(stacks: Any, name: str) -> str:
    return str(stacks.describe_stacks(StackName=name)["Stacks"][0]["StackStatus"])


def one(kind: str, **properties: Any) -> Resources:
    return {"It": {"Type": f"AWS::{kind}", "Properties": properties}}


def refusal(work: Any, *arguments: Any) -> str:
    """Return what a request is refused with, by status 501."""
    with pytest.raises(ClientError) as refused:
        work(*arguments)
    assert refused.value.response["ResponseMetadata"]["HTTPStatusCode"] == 501, refused.value
    return str(refused.value.response["Error"]["Message"])


def test_every_type_that_moto_keeps_is_tried() -> None:
    cloudformation.apply(RESOURCES)
    kept = {kind for kind, model in parsing.get_model_map().items() if isinstance(model, MotoResource)}
    assert kept == {f"AWS::{kind}" for kind in NEEDED}


@pytest.mark.parametrize("kind", NEEDED)
def test_a_property_that_moto_does_not_read_is_refused(stacks: Any, kind: str) -> None:
    needed, others = NEEDED[kind]
    assert create(stacks, {**others, **one(kind, **needed)}) == "CREATE_COMPLETE"
    stacks.delete_stack(StackName="work")

    said = refusal(create, stacks, {**others, **one(kind, **needed, Undreamt="of")}, "other")

    assert "undreamt" in said.lower()
    assert stacks.list_stacks(StackStatusFilter=["CREATE_COMPLETE", "CREATE_FAILED"])["StackSummaries"] == []


def machine(**more: str) -> Resources:
    """Return a state machine, which moto can create, change and delete."""
    return one("StepFunctions::StateMachine", **{**NEEDED["StepFunctions::StateMachine"][0], **more})


def machines(aws: Aws) -> list[str]:
    return [found["name"] for found in aws.client("stepfunctions").list_state_machines()["stateMachines"]]


def test_a_resource_that_is_refused_is_removed_again(aws: Aws, stacks: Any) -> None:
    said = refusal(create, stacks, machine(Undreamt="of", Unheard="of"))
    assert "does not imitate Undreamt, Unheard of AWS::StepFunctions::StateMachine in a stack" in said
    assert machines(aws) == []
    assert create(stacks, machine()) == "CREATE_COMPLETE"
    assert len(machines(aws)) == 1


def test_what_stays_behind_is_said(stacks: Any) -> None:
    """Moto looks for the name of a policy in the template, where it need not be."""
    document = {"Version": "2012-10-17", "Statement": []}
    said = refusal(create, stacks, one("IoT::Policy", PolicyDocument=document, Undreamt="of"))
    assert "Undreamt of AWS::IoT::Policy in a stack. It stays behind: The specified resource does not" in said


def test_what_is_not_read_within_a_property_is_refused(stacks: Any) -> None:
    device = {"DeviceName": "/dev/sdb", "Ebs": {"VolumeSize": 1}}
    assert create(stacks, instance({**device})) == "CREATE_COMPLETE"
    other = instance({**device, "VirtualName": "ephemeral0"})
    said = refusal(create, stacks, other, "other")
    assert "BlockDeviceMappings.VirtualName of AWS::EC2::Instance in a stack" in said


def instance(device: Mapping[str, Any]) -> Resources:
    properties, others = NEEDED["EC2::Instance"]
    return {**others, **one("EC2::Instance", **properties, BlockDeviceMappings=[device])}


@pytest.mark.parametrize(
    ("kind", "wrong", "said"),
    [
        ("Batch::JobDefinition", {"Type": "multinode"}, "Type of AWS::Batch::JobDefinition"),
        (
            "EC2::TransitGateway",
            {"AmazonSideAsn": 64513, "EncryptionSupport": {}},
            "EncryptionSupport of AWS",
        ),
    ],
)
def test_another_value_than_motos_own_is_refused(
    stacks: Any, kind: str, wrong: Mapping[str, Any], said: str
) -> None:
    properties, others = NEEDED[kind]
    assert said in refusal(create, stacks, {**others, **one(kind, **{**properties, **wrong})})


def test_a_property_that_moto_changes_is_changed(aws: Aws, stacks: Any) -> None:
    create(stacks, machine())
    (name,) = machines(aws)
    role = "arn:aws:iam::123456789012:role/other"
    assert change(stacks, machine(RoleArn=role)) == "UPDATE_COMPLETE"
    (found,) = aws.client("stepfunctions").list_state_machines()["stateMachines"]
    described = aws.client("stepfunctions").describe_state_machine(stateMachineArn=found["stateMachineArn"])
    assert (described["name"], described["roleArn"]) == (name, role)


@pytest.mark.parametrize(
    ("kind", "before", "after", "said"),
    [
        (
            "Events::Archive",
            {"RetentionDays": 1},
            {"RetentionDays": 2},
            "RetentionDays of AWS::Events::Archive",
        ),
        ("Events::Archive", {"RetentionDays": 1}, {}, "RetentionDays of AWS::Events::Archive"),
        ("EFS::FileSystem", {}, {"Encrypted": True}, "Encrypted of AWS::EFS::FileSystem"),
        ("EC2::VPNGateway", {"AmazonSideAsn": 64512}, {}, "AmazonSideAsn of AWS::EC2::VPNGateway"),
    ],
)
def test_a_change_that_moto_leaves_out_is_refused(
    stacks: Any, kind: str, before: Mapping[str, Any], after: Mapping[str, Any], said: str
) -> None:
    properties, others = NEEDED[kind]
    former = {**others, **one(kind, **properties, **before)}
    assert create(stacks, former) == "CREATE_COMPLETE"

    refused = refusal(change, stacks, {**others, **one(kind, **properties, **after)})

    assert f"does not imitate changes of {said} in a stack. Delete the stack and create it again." in refused
    assert status(stacks, "work") == "UPDATE_ROLLBACK_COMPLETE"


def test_another_name_is_another_resource(aws: Aws, stacks: Any) -> None:
    create(stacks, one("IoT::Thing", ThingName="a"))
    assert change(stacks, one("IoT::Thing", ThingName="b")) == "UPDATE_COMPLETE"
    assert [thing["thingName"] for thing in aws.client("iot").list_things()["things"]] == ["b"]


def test_a_name_that_a_stack_has_made_up_stays(aws: Aws, stacks: Any) -> None:
    events = aws.client("events")
    properties, bus = NEEDED["Events::Archive"]
    create(stacks, {**bus, **one("Events::Archive", **properties, Description="a")})
    (before,) = events.list_archives()["Archives"]
    changed = {**bus, **one("Events::Archive", **properties, Description="b")}
    assert change(stacks, changed) == "UPDATE_COMPLETE"
    (after,) = events.list_archives()["Archives"]
    assert after["ArchiveName"] == before["ArchiveName"]
    assert events.describe_archive(ArchiveName=after["ArchiveName"])["Description"] == "b"


def test_resources_of_ec2_have_tags(aws: Aws, stacks: Any) -> None:
    """Moto reads the tags of some types; all have them by an operation of their own."""
    ec2 = aws.client("ec2")

    def tags() -> dict[str, str]:
        (gateway,) = ec2.describe_internet_gateways()["InternetGateways"]
        found = {tag["Key"]: tag["Value"] for tag in gateway["Tags"]}
        return {key: value for key, value in found.items() if not key.startswith("aws:")}

    def gateway(**values: str) -> Resources:
        return one(
            "EC2::InternetGateway", Tags=[{"Key": key, "Value": value} for key, value in values.items()]
        )

    assert create(stacks, gateway(team="tea", old="yes")) == "CREATE_COMPLETE"
    assert tags() == {"team": "tea", "old": "yes"}
    assert change(stacks, gateway(team="coffee")) == "UPDATE_COMPLETE"
    assert tags() == {"team": "coffee"}

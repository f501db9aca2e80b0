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

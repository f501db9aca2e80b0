"""Stacks of CloudFormation: their tables, queues and topics are there, and what is not imitated is refused by name.

The calls are those of `cdk bootstrap`, `cdk deploy` and `cdk destroy`. Source: AWS CloudFormation API reference and User Guide.
"""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from botocore.exceptions import ClientError

TABLE = {
    "Type": "AWS::DynamoDB::Table",
    "Properties": {
        "TableName": "orders",
        "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
        "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
        "TimeToLiveSpecification": {"AttributeName": "ttl", "Enabled": True},
        "PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": True},
        "SSESpecification": {"SSEEnabled": True},
        "StreamSpecification": {"StreamViewType": "NEW_IMAGE"},
    },
}
QUEUES = {
    "Dead": {"Type": "AWS::SQS::Queue"},
    "Jobs": {
        "Type": "AWS::SQS::Queue",
        "Properties": {
            "QueueName": "jobs",
            "VisibilityTimeout": 90,
            "RedrivePolicy": {"deadLetterTargetArn": {"Fn::GetAtt": ["Dead", "Arn"]}, "maxReceiveCount": 3},
        },
    },
}
DENIAL = {"Effect": "Deny", "Principal": "*", "Condition": {"Bool": {"aws:SecureTransport": "false"}}}


def stack_of(resources: Mapping[str, Any], **outputs: Any) -> str:
    described = {name: {"Value": value} for name, value in outputs.items()}
    return json.dumps({"Resources": resources, "Outputs": described})


def deploy(aws: Any, name: str, template: str, **how: Any) -> dict[str, str]:
    """Create a stack by a change set from a template in a bucket, as the CDK does, and return its outputs."""
    s3, formation = aws.client("s3"), aws.client("cloudformation")
    s3.create_bucket(Bucket=f"assets-{name}", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    s3.put_object(Bucket=f"assets-{name}", Key="a/template.json", Body=template.encode())
    url = f"https://s3.eu-west-1.amazonaws.com/assets-{name}/a/template.json"
    change_set = {"StackName": name, "ChangeSetName": "cdk-deploy-change-set"}
    formation.create_change_set(**change_set, ChangeSetType="CREATE", TemplateURL=url, **how)
    assert formation.describe_change_set(**change_set)["Status"] == "CREATE_COMPLETE"
    formation.execute_change_set(**change_set)
    [stack] = formation.describe_stacks(StackName=name)["Stacks"]
    assert stack["StackStatus"] == "CREATE_COMPLETE"
    return {one["OutputKey"]: one["OutputValue"] for one in stack.get("Outputs", ())}


def refusal(call: Any, **parameters: Any) -> tuple[str, str]:
    with pytest.raises(ClientError) as refused:
        call(**parameters)
    error = refused.value.response["Error"]
    return error["Code"], error["Message"]


def test_a_table_of_a_stack_is_there_until_the_stack_is_deleted(aws: Any) -> None:
    outputs = deploy(
        aws,
        "data",
        stack_of({"Orders": TABLE}, Name={"Ref": "Orders"}, Arn={"Fn::GetAtt": ["Orders", "Arn"]}),
    )
    tables = aws.client("dynamodb")
    table = tables.describe_table(TableName="orders")["Table"]
    assert outputs == {"Name": "orders", "Arn": table["TableArn"]}
    assert table["StreamSpecification"]["StreamViewType"] == "NEW_IMAGE"
    assert table["SSEDescription"]["Status"] == "ENABLED"
    assert tables.describe_time_to_live(TableName="orders")["TimeToLiveDescription"]["AttributeName"] == "ttl"
    tables.put_item(TableName="orders", Item={"id": {"S": "1"}})
    formation = aws.client("cloudformation")
    [stack] = formation.describe_stacks(StackName="data")["Stacks"]
    formation.delete_stack(StackName="data")
    [deleted] = formation.describe_stacks(StackName=stack["StackId"])["Stacks"]
    assert deleted["StackStatus"] == "DELETE_COMPLETE"
    assert tables.list_tables()["TableNames"] == []


def test_queues_of_a_stack_know_each_other(aws: Any) -> None:
    outputs = deploy(aws, "work", stack_of(QUEUES, Url={"Ref": "Jobs"}, Dead={"Fn::GetAtt": ["Dead", "QueueName"]}))  # fmt: skip
    sqs = aws.client("sqs")
    sqs.send_message(QueueUrl=outputs["Url"], MessageBody="hello")
    assert sqs.receive_message(QueueUrl=outputs["Url"])["Messages"][0]["Body"] == "hello"
    found = sqs.get_queue_attributes(QueueUrl=outputs["Url"], AttributeNames=["All"])["Attributes"]
    assert found["VisibilityTimeout"] == "90"
    assert json.loads(found["RedrivePolicy"])["deadLetterTargetArn"].endswith(f":{outputs['Dead']}")
    assert outputs["Dead"].startswith("work-Dead-")


def test_a_topic_of_a_stack_reaches_its_queue(aws: Any) -> None:
    queue = {"Jobs": {"Type": "AWS::SQS::Queue"}}
    policy = {"Statement": [{**DENIAL, "Action": "sqs:*", "Resource": "*"}]}
    resources = {
        **queue,
        "Policy": {"Type": "AWS::SQS::QueuePolicy", "Properties": {"Queues": [{"Ref": "Jobs"}], "PolicyDocument": policy}},
        "News": {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": "news"}},
        "Subscribed": {
            "Type": "AWS::SNS::Subscription",
            "Properties": {
                "Protocol": "sqs", "TopicArn": {"Ref": "News"}, "Endpoint": {"Fn::GetAtt": ["Jobs", "Arn"]},
                "RawMessageDelivery": True,
                "FilterPolicy": {"kind": ["order"]},
            },
        },
    }  # fmt: skip
    outputs = deploy(aws, "news", stack_of(resources, Url={"Ref": "Jobs"}, Topic={"Ref": "News"}))
    sns, sqs = aws.client("sns"), aws.client("sqs")
    for kind in ("other", "order"):
        attributes = {"kind": {"DataType": "String", "StringValue": kind}}
        sns.publish(TopicArn=outputs["Topic"], Message=kind, MessageAttributes=attributes)
    received = sqs.receive_message(QueueUrl=outputs["Url"], MaxNumberOfMessages=10)["Messages"]
    assert [message["Body"] for message in received] == ["order"]
    aws.client("cloudformation").delete_stack(StackName="news")
    assert (sns.list_topics()["Topics"], sqs.list_queues().get("QueueUrls")) == ([], None)


@pytest.mark.parametrize(
    ("kind", "name", "flag"), [("SQS::Queue", "Queue", "FifoQueue"), ("SNS::Topic", "Topic", "FifoTopic")]
)
def test_names_of_fifo_queues_and_topics_end_as_they_have_to(
    aws: Any, kind: str, name: str, flag: str
) -> None:
    resource = {"One": {"Type": f"AWS::{kind}", "Properties": {flag: True}}}
    outputs = deploy(aws, "ordered", stack_of(resource, Name={"Fn::GetAtt": ["One", f"{name}Name"]}))
    assert outputs["Name"].startswith("ordered-One-")
    assert outputs["Name"].endswith(".fifo")


@pytest.mark.parametrize("properties", [{}, {"FifoQueue": True}])
def test_long_names_that_a_stack_makes_up_stay_different(aws: Any, properties: dict[str, Any]) -> None:
    kind = "AWS::SQS::Queue"
    ids = [f"{'Jobs' * 25}{number}" for number in range(2)]
    deploy(aws, "work", stack_of({one: {"Type": kind, "Properties": properties} for one in ids}))
    names = [url.rpartition("/")[2] for url in aws.client("sqs").list_queues()["QueueUrls"]]
    assert len(set(names)) == 2
    assert {len(name) for name in names} == {80 if properties else 75}


def test_a_queue_that_is_said_to_have_no_order_has_none(aws: Any) -> None:
    resource = {"Jobs": {"Type": "AWS::SQS::Queue", "Properties": {"FifoQueue": False}}}
    outputs = deploy(aws, "work", stack_of(resource, Name={"Fn::GetAtt": ["Jobs", "QueueName"]}))
    assert not outputs["Name"].endswith(".fifo")


def test_a_policy_of_a_stacks_bucket_is_enforced(aws: Any) -> None:
    statement = {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:GetObject",
        "Resource": "arn:aws:s3:::things/*",
    }
    resources = {
        "Things": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": "things"}},
        "Policy": {
            "Type": "AWS::S3::BucketPolicy",
            "Properties": {"Bucket": {"Ref": "Things"}, "PolicyDocument": {"Statement": [statement]}},
        },
    }  # fmt: skip
    deploy(aws, "buckets", stack_of(resources))
    s3 = aws.client("s3")
    s3.put_object(Bucket="things", Key="a", Body=b"hello")
    assert refusal(s3.get_object, Bucket="things", Key="a")[0] == "AccessDenied"


def test_a_stack_imports_what_another_one_exports(aws: Any) -> None:
    exported = {"Value": {"Fn::GetAtt": ["Orders", "Arn"]}, "Export": {"Name": "orders-arn"}}
    formation = aws.client("cloudformation")
    deploy(aws, "data", json.dumps({"Resources": {"Orders": TABLE}, "Outputs": {"Arn": exported}}))
    deploy(aws, "work", stack_of(QUEUES, Arn={"Fn::ImportValue": "orders-arn"}))
    [stack] = formation.describe_stacks(StackName="work")["Stacks"]
    assert stack["Outputs"][0]["OutputValue"].endswith(":table/orders")


def exporting(name: str, resources: Mapping[str, Any] = QUEUES) -> str:
    exported = {"Value": "1", "Export": {"Name": name}}
    return json.dumps({"Resources": resources, "Outputs": {"Exported": exported}})


def change_by_set(formation: Any, template: str) -> None:
    change_set = {"StackName": "work", "ChangeSetName": "other"}
    formation.create_change_set(**change_set, ChangeSetType="UPDATE", TemplateBody=template)
    formation.execute_change_set(**change_set)


def change_at_once(formation: Any, template: str) -> None:
    formation.update_stack(StackName="work", TemplateBody=template)


@pytest.mark.parametrize("change", [change_by_set, change_at_once])
def test_a_stack_exports_what_its_newest_template_says(aws: Any, change: Any) -> None:
    formation = aws.client("cloudformation")

    def exports() -> list[str]:
        return [export["Name"] for export in formation.list_exports()["Exports"]]

    deploy(aws, "work", exporting("old"))
    refused = {"Jobs": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "other"}}}
    with pytest.raises(ClientError, match="NotImplemented"):
        change(formation, exporting("refused", refused))
    assert exports() == ["old"]
    formation.delete_stack(StackName="work")
    formation.create_stack(StackName="work", TemplateBody=exporting("old"))
    change(formation, exporting("new"))
    assert exports() == ["new"]
    formation.delete_stack(StackName="work")
    assert exports() == []


WITH_DATES = """
AWSTemplateFormatVersion: 2010-09-09
Resources:
  Rule:
    Type: AWS::Events::Rule
    Properties:
      Name: on-a-day
      EventPattern: {source: [mine], detail: {day: [2026-11-29, 2026-11-29T08:00:00Z]}}
"""


def create_at_once(aws: Any, name: str, template: str) -> None:
    aws.client("cloudformation").create_stack(StackName=name, TemplateBody=template)


@pytest.mark.parametrize("create", [deploy, create_at_once])
def test_a_date_in_yaml_stays_the_text_that_it_was(aws: Any, create: Any) -> None:
    """As in moto's tests/test_events/test_events_cloudformation.py, `test_create_rule_with_targets`."""
    create(aws, "work", WITH_DATES)
    rule = aws.client("events").describe_rule(Name="on-a-day")
    assert json.loads(rule["EventPattern"])["detail"]["day"] == ["2026-11-29", "2026-11-29T08:00:00Z"]


@pytest.mark.parametrize(
    ("template", "code", "message"),
    [
        ({}, "ValidationError", "At least one Resources member must be defined"),
        ([], "ValidationError", "Template format error: unsupported structure."),
        ({"Resources": {"Jobs": {}}}, "ValidationError", "[/Resources/Jobs] Every Resources object must contain a Type"),
        ({"Resources": {"Jobs": []}}, "ValidationError", "[/Resources/Jobs] Every Resources object must contain a Type"),
        ({"Resources": {"Fn::ForEach::Jobs": ["Name", ["a"], {}]}}, "NotImplemented", "Fn::ForEach::Jobs"),
    ],
)  # fmt: skip
def test_an_invalid_template_is_refused(aws: Any, template: Any, code: str, message: str) -> None:
    create = aws.client("cloudformation").create_stack
    refused = refusal(create, StackName="a", TemplateBody=json.dumps(template))
    assert (refused[0], message in refused[1]) == (code, True)


@pytest.mark.parametrize("kind", ["AWS::GameLift::Fleet", "AWS::CloudFormation::WaitCondition"])
@pytest.mark.parametrize("create", ["create_stack", "create_change_set"])
def test_a_template_that_is_not_imitated_as_a_whole_is_refused(aws: Any, create: str, kind: str) -> None:
    """Moto would leave out what it does not know, and say that the stack is complete."""
    template = stack_of({"Orders": TABLE, "Other": {"Type": kind}})
    more = {"ChangeSetName": "a", "ChangeSetType": "CREATE"} if create == "create_change_set" else {}
    call = getattr(aws.client("cloudformation"), create)
    code, message = refusal(call, StackName="games", TemplateBody=template, **more)
    assert (code, kind in message) == ("NotImplemented", True)
    assert aws.client("dynamodb").list_tables()["TableNames"] == []


def test_a_handle_that_nobody_waits_for_creates_nothing(aws: Any) -> None:
    nothing = {"Type": "AWS::CloudFormation::WaitConditionHandle"}
    deploy(aws, "work", stack_of({**QUEUES, "Nothing": nothing}))
    resources = aws.client("cloudformation").describe_stack_resources(StackName="work")["StackResources"]
    assert {one["LogicalResourceId"] for one in resources} == QUEUES.keys()


def test_properties_and_changes_that_are_not_imitated_are_refused(aws: Any) -> None:
    formation = aws.client("cloudformation")
    other = {**TABLE, "Properties": {**TABLE["Properties"], "KinesisStreamSpecification": {}}}
    code, message = refusal(formation.create_stack, StackName="a", TemplateBody=stack_of({"Orders": other}))
    assert (code, "KinesisStreamSpecification" in message) == ("NotImplemented", True)
    deploy(aws, "work", stack_of(QUEUES))
    changed = {**QUEUES, "Jobs": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "others"}}}
    code, message = refusal(formation.update_stack, StackName="work", TemplateBody=stack_of(changed))
    assert (code, "changes of QueueName of AWS::SQS::Queue" in message) == ("NotImplemented", True)


def test_a_parameter_that_is_not_in_the_store_is_refused(aws: Any) -> None:
    name = "/cdk-bootstrap/hnb659fds/version"
    parameter = {"Version": {"Type": "AWS::SSM::Parameter::Value<String>", "Default": name}}
    template = json.dumps({"Resources": QUEUES, "Parameters": parameter})
    create = aws.client("cloudformation").create_stack
    code, message = refusal(create, StackName="a", TemplateBody=template)
    assert (code, name in message) == ("ValidationError", True)
    aws.client("ssm").put_parameter(Name=name, Value="30", Type="String")
    assert create(StackName="b", TemplateBody=template)["StackId"]


@pytest.mark.parametrize("url", ["template.json", "https://127.0.0.1", "https://127.0.0.1/assets"])
def test_a_url_without_an_object_is_refused(aws: Any, url: str) -> None:
    create = aws.client("cloudformation").create_stack
    assert refusal(create, StackName="a", TemplateURL=url)[0] == "ValidationError"


@pytest.mark.parametrize(
    "host", ["https://assets.s3.eu-west-1.amazonaws.com", "https://s3.amazonaws.com/assets", "http://127.0.0.1:1/assets"]
)  # fmt: skip
def test_a_template_is_found_by_any_url_of_its_object(aws: Any, host: str) -> None:
    s3, formation = aws.client("s3"), aws.client("cloudformation")
    s3.create_bucket(Bucket="assets", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    s3.put_object(Bucket="assets", Key="a/template.json", Body=stack_of({"Orders": TABLE}).encode())
    wrong = {"StackName": "a", "TemplateURL": f"{host}/a/none.json"}
    assert refusal(formation.create_stack, **wrong)[0] == "ValidationError"
    formation.create_stack(StackName="a", TemplateURL=f"{host}/a/template.json")
    assert aws.client("dynamodb").list_tables()["TableNames"] == ["orders"]

"""Tables, queues, topics and policies of stacks that a new template changes in place.

Source: AWS CloudFormation User Guide, "Resource and property reference": what is changed with "no interruption".
"""

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError
from deployment import Deployment, Properties

TABLE = {
    "TableName": "orders",
    "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
    "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
}
ON_DEMAND = {"BillingMode": "PAY_PER_REQUEST"}
THROUGHPUT = {"ReadCapacityUnits": 2, "WriteCapacityUnits": 3}
PROVISIONED = {"BillingMode": "PROVISIONED", "ProvisionedThroughput": THROUGHPUT}


def tags(**values: str) -> dict[str, Any]:
    return {"Tags": [{"Key": key, "Value": value} for key, value in values.items()]}


def url_of(aws: Any, name: str) -> str:
    return str(aws.client("sqs").get_queue_url(QueueName=name)["QueueUrl"])


def attributes_of(aws: Any, name: str = "jobs") -> dict[str, str]:
    found = aws.client("sqs").get_queue_attributes(QueueUrl=url_of(aws, name), AttributeNames=["All"])
    return dict(found["Attributes"])


def test_a_queue_gets_other_settings(aws: Any, deploy: Deployment) -> None:
    name = {"QueueName": "jobs"}
    deploy(
        Jobs=("SQS::Queue", {**name, "VisibilityTimeout": 60, "DelaySeconds": 5, **tags(team="tea", old="1")})
    )
    aws.client("sqs").send_message(QueueUrl=url_of(aws, "jobs"), MessageBody="kept")
    assert (
        deploy(Jobs=("SQS::Queue", {**name, "VisibilityTimeout": 90, **tags(team="coffee")}))
        == "UPDATE_COMPLETE"
    )
    found = attributes_of(aws)
    assert (found["VisibilityTimeout"], found["DelaySeconds"]) == ("90", "0")
    assert aws.client("sqs").list_queue_tags(QueueUrl=url_of(aws, "jobs"))["Tags"] == {"team": "coffee"}
    assert found["ApproximateNumberOfMessagesDelayed"] == "1"


def test_a_queue_gets_and_loses_its_dead_letter_queue(aws: Any, deploy: Deployment) -> None:
    dead = ("SQS::Queue", {"QueueName": "dead"})
    redrive = {"deadLetterTargetArn": {"Fn::GetAtt": ["Dead", "Arn"]}, "maxReceiveCount": 3}
    deploy(Dead=dead, Jobs=("SQS::Queue", {"QueueName": "jobs"}))
    deploy(Dead=dead, Jobs=("SQS::Queue", {"QueueName": "jobs", "RedrivePolicy": redrive}))
    assert json.loads(attributes_of(aws)["RedrivePolicy"])["deadLetterTargetArn"].endswith(":dead")
    deploy(Dead=dead, Jobs=("SQS::Queue", {"QueueName": "jobs"}))
    assert "RedrivePolicy" not in attributes_of(aws)


def test_a_change_that_the_service_refuses_is_rolled_back(aws: Any, deploy: Deployment) -> None:
    name = {"QueueName": "jobs"}
    deploy(Jobs=("SQS::Queue", {**name, "VisibilityTimeout": 60}))
    assert deploy(Jobs=("SQS::Queue", {**name, "VisibilityTimeout": 43_201})) == "UPDATE_ROLLBACK_COMPLETE"
    assert attributes_of(aws)["VisibilityTimeout"] == "60"
    assert deploy(Jobs=("SQS::Queue", {**name, "VisibilityTimeout": 43_200})) == "UPDATE_COMPLETE"
    assert attributes_of(aws)["VisibilityTimeout"] == "43200"


def test_a_change_that_needs_replacement_is_refused_and_changes_nothing(aws: Any, deploy: Deployment) -> None:
    deploy(News=("SNS::Topic", {"TopicName": "news"}), Jobs=("SQS::Queue", {"QueueName": "jobs"}))
    with pytest.raises(ClientError, match=r"NotImplemented.*changes of QueueName of AWS::SQS::Queue"):
        deploy(
            News=("SNS::Topic", {"TopicName": "news", "DisplayName": "News"}),
            Jobs=("SQS::Queue", {"QueueName": "others"}),
        )
    sns = aws.client("sns")
    arn = sns.list_topics()["Topics"][0]["TopicArn"]
    assert sns.get_topic_attributes(TopicArn=arn)["Attributes"].get("DisplayName", "") == ""
    assert attributes_of(aws)["QueueArn"].endswith(":jobs")


def test_a_topic_gets_another_name_to_show(aws: Any, deploy: Deployment) -> None:
    name = {"TopicName": "news"}
    deploy(News=("SNS::Topic", {**name, "DisplayName": "Old", "SignatureVersion": "2", **tags(old="1")}))
    assert (
        deploy(News=("SNS::Topic", {**name, "DisplayName": "New", **tags(team="tea")})) == "UPDATE_COMPLETE"
    )
    sns = aws.client("sns")
    arn = sns.list_topics()["Topics"][0]["TopicArn"]
    found = sns.get_topic_attributes(TopicArn=arn)["Attributes"]
    assert (found["DisplayName"], found.get("SignatureVersion", "1")) == ("New", "1")
    assert sns.list_tags_for_resource(ResourceArn=arn)["Tags"] == [{"Key": "team", "Value": "tea"}]


def test_a_subscription_gets_another_filter(aws: Any, deploy: Deployment) -> None:
    topic, queue = ("SNS::Topic", {"TopicName": "news"}), ("SQS::Queue", {"QueueName": "jobs"})
    ends = {"TopicArn": {"Ref": "News"}, "Protocol": "sqs", "Endpoint": {"Fn::GetAtt": ["Jobs", "Arn"]}}
    of_body = {"FilterPolicyScope": "MessageBody", "FilterPolicy": {"order": {"kind": ["a"]}}}
    deploy(News=topic, Jobs=queue, Sent=("SNS::Subscription", {**ends, "FilterPolicy": {"kind": ["a"]}}))
    deploy(
        News=topic, Jobs=queue, Sent=("SNS::Subscription", {**ends, **of_body, "RawMessageDelivery": True})
    )
    sns = aws.client("sns")
    [subscription] = sns.list_subscriptions()["Subscriptions"]
    found = sns.get_subscription_attributes(SubscriptionArn=subscription["SubscriptionArn"])["Attributes"]
    assert json.loads(found["FilterPolicy"]) == of_body["FilterPolicy"]
    assert (found["FilterPolicyScope"], found["RawMessageDelivery"]) == ("MessageBody", "true")


def test_policies_get_other_statements(aws: Any, deploy: Deployment) -> None:
    def statement(effect: str, action: str, resource: str) -> Properties:
        one = {"Effect": effect, "Principal": "*", "Action": action, "Resource": resource}
        return {"PolicyDocument": {"Statement": [one]}}

    opened = {"BlockPublicPolicy": False}

    def deploy_with(effect: str) -> str:
        return deploy(
            Jobs=("SQS::Queue", {"QueueName": "jobs"}),
            Things=("S3::Bucket", {"BucketName": "things", "PublicAccessBlockConfiguration": opened}),
            OfQueue=("SQS::QueuePolicy", {"Queues": [{"Ref": "Jobs"}], **statement(effect, "sqs:*", "*")}),
            OfBucket=(
                "S3::BucketPolicy",
                {"Bucket": {"Ref": "Things"}, **statement(effect, "s3:GetObject", "arn:aws:s3:::things/*")},
            ),
        )

    deploy_with("Deny")
    s3 = aws.client("s3")
    s3.put_object(Bucket="things", Key="a", Body=b"hello")
    with pytest.raises(ClientError, match="AccessDenied"):
        s3.get_object(Bucket="things", Key="a")
    assert deploy_with("Allow") == "UPDATE_COMPLETE"
    assert s3.get_object(Bucket="things", Key="a")["Body"].read() == b"hello"
    assert json.loads(attributes_of(aws)["Policy"])["Statement"][0]["Effect"] == "Allow"


def test_a_table_gets_other_settings(aws: Any, deploy: Deployment) -> None:
    expiry = {"TimeToLiveSpecification": {"AttributeName": "ttl", "Enabled": True}}
    recovery = {"PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": True}}
    deploy(Orders=("DynamoDB::Table", {**TABLE, **ON_DEMAND, **tags(old="1")}))
    tables = aws.client("dynamodb")
    tables.put_item(TableName="orders", Item={"id": {"S": "1"}})
    changed = {
        **TABLE,
        **PROVISIONED,
        **expiry,
        **recovery,
        "DeletionProtectionEnabled": True,
        **tags(team="tea"),
    }
    assert deploy(Orders=("DynamoDB::Table", changed)) == "UPDATE_COMPLETE"
    table = tables.describe_table(TableName="orders")["Table"]
    assert table["ProvisionedThroughput"]["WriteCapacityUnits"] == 3
    assert table["DeletionProtectionEnabled"] is True
    assert tables.list_tags_of_resource(ResourceArn=table["TableArn"])["Tags"] == [
        {"Key": "team", "Value": "tea"}
    ]
    assert (time_to_live(tables), point_in_time_recovery(tables)) == ("ENABLED", "ENABLED")
    assert deploy(Orders=("DynamoDB::Table", {**TABLE, **ON_DEMAND})) == "UPDATE_COMPLETE"
    assert (time_to_live(tables), point_in_time_recovery(tables)) == ("DISABLED", "DISABLED")
    table = tables.describe_table(TableName="orders")["Table"]
    assert table["BillingModeSummary"]["BillingMode"] == "PAY_PER_REQUEST"
    assert not table.get("DeletionProtectionEnabled")
    assert tables.get_item(TableName="orders", Key={"id": {"S": "1"}})["Item"] == {"id": {"S": "1"}}


def time_to_live(tables: Any) -> str:
    found = tables.describe_time_to_live(TableName="orders")["TimeToLiveDescription"]
    return str(found["TimeToLiveStatus"])


def point_in_time_recovery(tables: Any) -> str:
    found = tables.describe_continuous_backups(TableName="orders")["ContinuousBackupsDescription"]
    return str(found["PointInTimeRecoveryDescription"]["PointInTimeRecoveryStatus"])


@pytest.mark.parametrize(
    ("kind", "properties", "reason"),
    [
        ("SNS::Topic", {"Subscription": [{"Protocol": "pigeon", "Endpoint": "loft"}]}, "pigeon"),
        ("SNS::Topic", {"Subscription": [{"Endpoint": "loft"}]}, "rotocol"),
        (
            "DynamoDB::Table",
            {**TABLE, **ON_DEMAND, "TimeToLiveSpecification": {"Enabled": True}},
            "required key [AttributeName] not found",
        ),
    ],
)
def test_a_resource_whose_configuration_fails_is_removed_again(
    aws: Any, deploy: Deployment, kind: str, properties: Properties, reason: str
) -> None:
    assert deploy(It=(kind, properties)) == "ROLLBACK_COMPLETE"
    assert reason in deploy.reason
    assert aws.client("sns").list_topics()["Topics"] == []
    assert aws.client("dynamodb").list_tables()["TableNames"] == []


def test_a_name_that_a_template_gives_is_taken_as_it_is(aws: Any, deploy: Deployment) -> None:
    assert deploy(Jobs=("SQS::Queue", {"QueueName": "jobs", "FifoQueue": True})) == "ROLLBACK_COMPLETE"
    assert ".fifo" in deploy.reason
    deploy.delete()
    assert deploy(Jobs=("SQS::Queue", {"QueueName": "jobs.fifo", "FifoQueue": True})) == "CREATE_COMPLETE"
    assert [url.rpartition("/")[2] for url in aws.client("sqs").list_queues()["QueueUrls"]] == ["jobs.fifo"]

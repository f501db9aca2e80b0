"""Tables, queues, topics, and policies of queues, topics and buckets.

Source: AWS CloudFormation User Guide, "Resource and property reference".
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from application_template.substitution import as_text
from aws_stand_in import current_endpoint
from aws_stand_in.overlays.cloudformation.stack_resource import Properties, StackResource
from aws_stand_in.overlays.s3.policies import check_policy

_FIFO = ".fifo"


class StackTable(StackResource):
    """A table of DynamoDB."""

    TYPE, SERVICE, NAME = "AWS::DynamoDB::Table", "dynamodb", "TableName"
    ATTRIBUTES = frozenset({"Arn", "StreamArn"})
    _PARAMETERS = frozenset(
        {
            "AttributeDefinitions", "BillingMode", "DeletionProtectionEnabled", "GlobalSecondaryIndexes", "KeySchema",
            "LocalSecondaryIndexes", "OnDemandThroughput", "ProvisionedThroughput", "TableClass", "Tags",
        }
    )  # fmt: skip
    _SPECIFIED_LATER = (
        ("UpdateTimeToLive", "TimeToLiveSpecification"),
        ("UpdateContinuousBackups", "PointInTimeRecoverySpecification"),
    )
    REQUIRED = ("KeySchema",)
    PROPERTIES = _PARAMETERS | {
        "PointInTimeRecoverySpecification", "SSESpecification", "StreamSpecification", "TimeToLiveSpecification",
    }  # fmt: skip

    def create(self, name: str, properties: Properties) -> None:
        parameters = _chosen(properties, self._PARAMETERS)
        if stream := properties.get("StreamSpecification"):
            parameters["StreamSpecification"] = {"StreamEnabled": True, **stream}
        if encryption := properties.get("SSESpecification"):
            parameters["SSESpecification"] = {
                one.replace("SSEEnabled", "Enabled"): value for one, value in encryption.items()
            }
        created = self.call("CreateTable", TableName=name, **parameters)["TableDescription"]
        self.attributes = {"Arn": created["TableArn"], "StreamArn": created.get("LatestStreamArn", "")}
        for operation, specification in self._SPECIFIED_LATER:
            if specification in properties:
                self.call(operation, TableName=name, **{specification: properties[specification]})

    def remove(self) -> None:
        self.call("DeleteTable", TableName=self.physical_resource_id)


class StackQueue(StackResource):
    """A queue of SQS."""

    TYPE, SERVICE, NAME = "AWS::SQS::Queue", "sqs", "QueueName"
    ATTRIBUTES = frozenset({"Arn", "QueueName", "QueueUrl"})
    _SETTINGS = frozenset(
        {
            "ContentBasedDeduplication", "DeduplicationScope", "DelaySeconds", "FifoQueue", "FifoThroughputLimit",
            "KmsDataKeyReusePeriodSeconds", "KmsMasterKeyId", "MaximumMessageSize", "MessageRetentionPeriod",
            "ReceiveMessageWaitTimeSeconds", "RedriveAllowPolicy", "RedrivePolicy", "SqsManagedSseEnabled", "VisibilityTimeout",
        }
    )  # fmt: skip
    PROPERTIES = _SETTINGS | {"Tags"}
    _LONGEST_NAME = 80

    def create(self, name: str, properties: Properties) -> None:
        is_fifo = _is_true(properties.get("FifoQueue"))
        name = _shortened(name, self._LONGEST_NAME, _FIFO if is_fifo else "")
        tags = {tag["Key"]: tag["Value"] for tag in properties.get("Tags", ())}
        settings = _settings(properties, self._SETTINGS if is_fifo else self._SETTINGS - {"FifoQueue"})
        path = self.call("CreateQueue", QueueName=name, Attributes=settings, tags=tags)["QueueUrl"]
        found = self.call("GetQueueAttributes", QueueUrl=path, AttributeNames=["QueueArn"])["Attributes"]
        url = self.physical_resource_id = f"{current_endpoint.url()}{path}"
        self.attributes = {"Arn": found["QueueArn"], "QueueName": name, "QueueUrl": url}

    def remove(self) -> None:
        self.call("DeleteQueue", QueueUrl=self.physical_resource_id)


class StackTopic(StackResource):
    """A topic of SNS, with the subscriptions that it lists."""

    TYPE, SERVICE, NAME = "AWS::SNS::Topic", "sns", "TopicName"
    ATTRIBUTES = frozenset({"TopicArn", "TopicName"})
    _SETTINGS = frozenset(
        {"ContentBasedDeduplication", "DisplayName", "FifoTopic", "KmsMasterKeyId", "SignatureVersion"}
    )
    PROPERTIES = _SETTINGS | {"Subscription", "Tags"}
    _LONGEST_NAME = 256

    def create(self, name: str, properties: Properties) -> None:
        suffix = _FIFO if _is_true(properties.get("FifoTopic")) else ""
        name = _shortened(name, self._LONGEST_NAME, suffix)
        settings, tags = _settings(properties, self._SETTINGS), properties.get("Tags", [])
        arn = self.call("CreateTopic", Name=name, Attributes=settings, Tags=tags)["TopicArn"]
        for one in properties.get("Subscription", ()):
            self.call("Subscribe", TopicArn=arn, **one)
        self.physical_resource_id = arn
        self.attributes = {"TopicArn": arn, "TopicName": name}

    def remove(self) -> None:
        self.call("DeleteTopic", TopicArn=self.physical_resource_id)


class StackSubscription(StackResource):
    """A subscription of a topic."""

    TYPE, SERVICE = "AWS::SNS::Subscription", "sns"
    _SETTINGS = frozenset(
        {
            "DeliveryPolicy",
            "FilterPolicy",
            "FilterPolicyScope",
            "RawMessageDelivery",
            "RedrivePolicy",
            "SubscriptionRoleArn",
        }
    )
    _PARAMETERS = frozenset({"Endpoint", "Protocol", "TopicArn"})
    REQUIRED = ("Protocol", "TopicArn")
    PROPERTIES = _SETTINGS | _PARAMETERS

    def create(self, _name: str, properties: Properties) -> None:
        subscribed = self.call(
            "Subscribe",
            Attributes=_settings(properties, self._SETTINGS),
            ReturnSubscriptionArn=True,
            **_chosen(properties, self._PARAMETERS),
        )
        self.physical_resource_id = subscribed["SubscriptionArn"]

    def remove(self) -> None:
        self.call("Unsubscribe", SubscriptionArn=self.physical_resource_id)


class StackQueuePolicy(StackResource):
    """The policy of some queues."""

    TYPE, SERVICE = "AWS::SQS::QueuePolicy", "sqs"
    REQUIRED = ("PolicyDocument", "Queues")
    PROPERTIES = frozenset(REQUIRED)

    def create(self, _name: str, properties: Properties) -> None:
        self._set(_as_attribute(properties["PolicyDocument"]))

    def remove(self) -> None:
        self._set("")

    def _set(self, policy: str) -> None:
        for url in self.properties["Queues"]:
            self.call("SetQueueAttributes", QueueUrl=url, Attributes={"Policy": policy})


class StackTopicPolicy(StackResource):
    """The policy of some topics."""

    TYPE, SERVICE = "AWS::SNS::TopicPolicy", "sns"
    REQUIRED = ("PolicyDocument", "Topics")
    PROPERTIES = frozenset(REQUIRED)

    def create(self, _name: str, properties: Properties) -> None:
        policy = _as_attribute(properties["PolicyDocument"])
        for arn in properties["Topics"]:
            self.call("SetTopicAttributes", TopicArn=arn, AttributeName="Policy", AttributeValue=policy)

    def remove(self) -> None:
        """Leave the policy: the topics of a stack go with it."""


class StackBucketPolicy(StackResource):
    """The policy of a bucket, which moto keeps."""

    TYPE, SERVICE = "AWS::S3::BucketPolicy", "s3"
    REQUIRED = ("Bucket", "PolicyDocument")
    PROPERTIES = frozenset(REQUIRED)

    def create(self, _name: str, properties: Properties) -> None:
        policy = _as_attribute(properties["PolicyDocument"]).encode()
        check_policy(policy)
        self._buckets.put_bucket_policy(properties["Bucket"], policy)

    def remove(self) -> None:
        if self.properties["Bucket"] in self._buckets.buckets:
            self._buckets.delete_bucket_policy(self.properties["Bucket"])

    @property
    def _buckets(self) -> Any:
        from moto.s3.models import s3_backends
        from moto.utilities.utils import get_partition

        return s3_backends[self.call.account_id][get_partition(self.call.region)]


RESOURCES: Sequence[type[StackResource]] = (
    StackTable, StackQueue, StackTopic, StackSubscription, StackQueuePolicy, StackTopicPolicy, StackBucketPolicy,
)  # fmt: skip


def _chosen(properties: Properties, names: Iterable[str]) -> dict[str, Any]:
    return {name: properties[name] for name in names if name in properties}


def _settings(properties: Properties, names: Iterable[str]) -> dict[str, str]:
    return {name: _as_attribute(value) for name, value in _chosen(properties, names).items()}


def _as_attribute(value: Any) -> str:
    return json.dumps(value) if isinstance(value, Mapping | list) else as_text(value)


def _is_true(value: object) -> bool:
    return str(value).lower() == "true"


def _shortened(name: str, longest: int, suffix: str) -> str:
    """Return a name that is not too long, and ends in a suffix."""
    return name.removesuffix(suffix)[: longest - len(suffix)] + suffix

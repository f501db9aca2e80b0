"""The resources of stacks that moto does not keep: tables, queues, topics and their policies, and those of other modules.

Source: AWS CloudFormation User Guide, "Resource and property reference".
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Any

from application_template.scalars import is_true, text_of
from aws_stand_in import current_endpoint
from aws_stand_in.overlays.cloudformation.changes import (
    Properties,
    change_tags,
    changed,
    removed_tags,
    tags_of,
)
from aws_stand_in.overlays.cloudformation.property_values import chosen
from aws_stand_in.overlays.cloudformation.stack_alarms import StackAlarm
from aws_stand_in.overlays.cloudformation.stack_apis import (
    StackApiAccount,
    StackApiMethod,
    StackApiResource,
    StackAuthorizer,
    StackDeployment,
    StackRestApi,
    StackStage,
)
from aws_stand_in.overlays.cloudformation.stack_buckets import StackBucket, StackBucketPolicy
from aws_stand_in.overlays.cloudformation.stack_ecr_repositories import StackEcrRepository
from aws_stand_in.overlays.cloudformation.stack_event_buses import StackEventBus, StackRule
from aws_stand_in.overlays.cloudformation.stack_functions import (
    StackAlias,
    StackFunction,
    StackLayerVersion,
    StackPermission,
    StackSourceMapping,
    StackVersion,
)
from aws_stand_in.overlays.cloudformation.stack_iam_policies import StackManagedPolicy, StackPolicy
from aws_stand_in.overlays.cloudformation.stack_kinesis_streams import StackKinesisStream
from aws_stand_in.overlays.cloudformation.stack_kms_keys import StackKmsKey
from aws_stand_in.overlays.cloudformation.stack_log_groups import StackLogGroup
from aws_stand_in.overlays.cloudformation.stack_resource import StackResource
from aws_stand_in.overlays.cloudformation.stack_roles import StackRole
from aws_stand_in.overlays.cloudformation.stack_secrets import StackSecret
from aws_stand_in.overlays.cloudformation.stack_ssm_parameters import StackSsmParameter
from aws_stand_in.overlays.cloudformation.stack_user_pools import (
    StackUserPool,
    StackUserPoolClient,
    StackUserPoolDomain,
    StackUserPoolGroup,
)

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
    _SWITCHES: Mapping[str, str] = {
        "TimeToLiveSpecification": "Enabled",
        "PointInTimeRecoverySpecification": "PointInTimeRecoveryEnabled",
    }
    _UPDATED_TOGETHER = (
        ("BillingMode", "OnDemandThroughput", "ProvisionedThroughput"),
        ("DeletionProtectionEnabled",),
        ("TableClass",),
    )
    _DEFAULTS: Mapping[str, Any] = {
        "BillingMode": "PROVISIONED", "DeletionProtectionEnabled": False, "TableClass": "STANDARD",
    }  # fmt: skip
    UPDATABLE = frozenset({"Tags", *_SWITCHES, *chain.from_iterable(_UPDATED_TOGETHER)})
    REQUIRED = ("KeySchema",)
    PROPERTIES = _PARAMETERS | {
        "PointInTimeRecoverySpecification", "SSESpecification", "StreamSpecification", "TimeToLiveSpecification",
    }  # fmt: skip

    def create(self, name: str, properties: Properties) -> None:
        parameters = chosen(properties, self._PARAMETERS)
        if stream := properties.get("StreamSpecification"):
            parameters["StreamSpecification"] = {"StreamEnabled": True, **stream}
        if encryption := properties.get("SSESpecification"):
            parameters["SSESpecification"] = {
                one.replace("SSEEnabled", "Enabled"): value for one, value in encryption.items()
            }
        created = self.call("CreateTable", TableName=name, **parameters)["TableDescription"]
        self.attributes = {"Arn": created["TableArn"], "StreamArn": created.get("LatestStreamArn", "")}

    def configure(self, properties: Properties) -> None:
        for operation, specification in self._SPECIFIED_LATER:
            if specification in properties:
                given = {specification: properties[specification]}
                self.call(operation, TableName=self.physical_resource_id, **given)

    def update(self, former: Properties, properties: Properties) -> None:
        table = {"TableName": self.physical_resource_id}
        for names in self._UPDATED_TOGETHER:
            wanted = {**self._DEFAULTS, **properties}
            if given := chosen(wanted, changed(former, properties, names)):
                self.call("UpdateTable", **table, **given)
        for operation, specification in self._SPECIFIED_LATER:
            if changed(former, properties, [specification]):
                off = {
                    **chosen(former.get(specification, {}), ["AttributeName"]),
                    self._SWITCHES[specification]: False,
                }
                self.call(operation, **table, **{specification: properties.get(specification, off)})
        change_tags(self.call, {"ResourceArn": self.attributes["Arn"]}, former, properties)

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
    UPDATABLE = PROPERTIES - {"FifoQueue"}
    _DEFAULTS: Mapping[str, Any] = {
        "ContentBasedDeduplication": False, "DeduplicationScope": "queue", "DelaySeconds": 0, "FifoThroughputLimit": "perQueue",
        "KmsDataKeyReusePeriodSeconds": 300, "KmsMasterKeyId": "", "MaximumMessageSize": 1_048_576,
        "MessageRetentionPeriod": 345_600, "ReceiveMessageWaitTimeSeconds": 0, "RedriveAllowPolicy": "", "RedrivePolicy": "",
        "SqsManagedSseEnabled": True, "VisibilityTimeout": 30,
    }  # fmt: skip
    LONGEST_NAME = 80 - len(_FIFO)

    def create(self, name: str, properties: Properties) -> None:
        is_fifo = is_true(properties.get("FifoQueue"))
        name = _ordered(self, name, "FifoQueue")
        tags = tags_of(properties)
        settings = _settings(properties, self._SETTINGS if is_fifo else self._SETTINGS - {"FifoQueue"})
        path = self.call("CreateQueue", QueueName=name, Attributes=settings, tags=tags)["QueueUrl"]
        found = self.call("GetQueueAttributes", QueueUrl=path, AttributeNames=["QueueArn"])["Attributes"]
        url = self.physical_resource_id = f"{current_endpoint.url()}{path}"
        self.attributes = {"Arn": found["QueueArn"], "QueueName": name, "QueueUrl": url}

    def update(self, former: Properties, properties: Properties) -> None:
        queue = {"QueueUrl": self.physical_resource_id}
        changes = changed(former, properties, self._DEFAULTS)
        if settings := _settings({**self._DEFAULTS, **properties}, changes):
            self.call("SetQueueAttributes", **queue, Attributes=settings)
        if keys := removed_tags(former, properties):
            self.call("UntagQueue", **queue, TagKeys=keys)
        if tags := tags_of(properties):
            self.call("TagQueue", **queue, Tags=tags)

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
    _DEFAULTS: Mapping[str, Any] = {
        "ContentBasedDeduplication": False, "DisplayName": "", "KmsMasterKeyId": "", "SignatureVersion": "1",
    }  # fmt: skip
    UPDATABLE = frozenset({"Tags", *_DEFAULTS})
    LONGEST_NAME = 256 - len(_FIFO)

    def create(self, name: str, properties: Properties) -> None:
        name = _ordered(self, name, "FifoTopic")
        settings, tags = _settings(properties, self._SETTINGS), properties.get("Tags", [])
        arn = self.call("CreateTopic", Name=name, Attributes=settings, Tags=tags)["TopicArn"]
        self.physical_resource_id = arn
        self.attributes = {"TopicArn": arn, "TopicName": name}

    def configure(self, properties: Properties) -> None:
        for one in properties.get("Subscription", ()):
            self.call("Subscribe", TopicArn=self.physical_resource_id, **one)

    def update(self, former: Properties, properties: Properties) -> None:
        arn = self.physical_resource_id
        changes = changed(former, properties, self._DEFAULTS)
        for name, value in _settings({**self._DEFAULTS, **properties}, changes).items():
            self.call("SetTopicAttributes", TopicArn=arn, AttributeName=name, AttributeValue=value)
        change_tags(self.call, {"ResourceArn": arn}, former, properties)

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
    _DEFAULTS: Mapping[str, Any] = {
        "FilterPolicyScope": "MessageAttributes", "FilterPolicy": {}, "RawMessageDelivery": False, "RedrivePolicy": {},
    }  # fmt: skip
    """In the order in which they are changed: a policy has the form that its scope wants."""
    UPDATABLE = frozenset(_DEFAULTS)
    REQUIRED = ("Protocol", "TopicArn")
    PROPERTIES = _SETTINGS | _PARAMETERS

    def create(self, _name: str, properties: Properties) -> None:
        subscribed = self.call(
            "Subscribe",
            Attributes=_settings(properties, self._SETTINGS),
            ReturnSubscriptionArn=True,
            **chosen(properties, self._PARAMETERS),
        )
        self.physical_resource_id = subscribed["SubscriptionArn"]

    def update(self, former: Properties, properties: Properties) -> None:
        settings = _settings({**self._DEFAULTS, **properties}, changed(former, properties, self._DEFAULTS))
        for name in filter(settings.__contains__, self._DEFAULTS):
            self.call(
                "SetSubscriptionAttributes",
                SubscriptionArn=self.physical_resource_id,
                AttributeName=name,
                AttributeValue=settings[name],
            )

    def remove(self) -> None:
        self.call("Unsubscribe", SubscriptionArn=self.physical_resource_id)


class StackQueuePolicy(StackResource):
    """The policy of some queues."""

    TYPE, SERVICE = "AWS::SQS::QueuePolicy", "sqs"
    REQUIRED = ("PolicyDocument", "Queues")
    PROPERTIES = UPDATABLE = frozenset(REQUIRED)

    def create(self, _name: str, properties: Properties) -> None:
        self._set(properties["Queues"], text_of(properties["PolicyDocument"]))

    def update(self, former: Properties, properties: Properties) -> None:
        self._set([url for url in former["Queues"] if url not in properties["Queues"]], "")
        self.create("", properties)

    def remove(self) -> None:
        self._set(self.properties["Queues"], "")

    def _set(self, urls: Iterable[str], policy: str) -> None:
        for url in urls:
            self.call("SetQueueAttributes", QueueUrl=url, Attributes={"Policy": policy})


class StackTopicPolicy(StackResource):
    """The policy of some topics."""

    TYPE, SERVICE = "AWS::SNS::TopicPolicy", "sns"
    REQUIRED = ("PolicyDocument", "Topics")
    PROPERTIES = frozenset(REQUIRED)
    UPDATABLE = frozenset({"PolicyDocument"})

    def create(self, _name: str, properties: Properties) -> None:
        policy = text_of(properties["PolicyDocument"])
        for arn in properties["Topics"]:
            self.call("SetTopicAttributes", TopicArn=arn, AttributeName="Policy", AttributeValue=policy)

    def update(self, _former: Properties, properties: Properties) -> None:
        self.create("", properties)

    def remove(self) -> None:
        """Leave the policy: the topics of a stack go with it."""


RESOURCES: Sequence[type[StackResource]] = (
    StackTable, StackQueue, StackTopic, StackSubscription, StackQueuePolicy, StackTopicPolicy, StackBucket, StackBucketPolicy,
    StackUserPool, StackUserPoolClient, StackUserPoolGroup, StackUserPoolDomain, StackEventBus, StackRule, StackFunction,
    StackLayerVersion, StackPermission, StackSourceMapping, StackKmsKey, StackLogGroup, StackEcrRepository, StackRole,
    StackSecret, StackKinesisStream, StackRestApi, StackApiResource, StackApiMethod, StackDeployment, StackStage, StackAuthorizer,
    StackApiAccount, StackManagedPolicy, StackPolicy, StackSsmParameter, StackVersion, StackAlias, StackAlarm,
)  # fmt: skip


def _settings(properties: Properties, names: Iterable[str]) -> dict[str, str]:
    return {name: text_of(value) for name, value in chosen(properties, names).items()}


def _ordered(resource: StackResource, name: str, flag: str) -> str:
    """Return the name of a queue or topic, with the end that it has to have if its stack has made it up and a flag is set."""
    has_own = resource.NAME in resource.properties
    return f"{name}{_FIFO}" if is_true(resource.properties.get(flag)) and not has_own else name

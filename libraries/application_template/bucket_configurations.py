"""The properties of a bucket in a template, as the operations of S3 that they stand for.

Source: AWS CloudFormation template reference, AWS::S3::Bucket; Amazon S3 API reference.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from application_template.scalars import is_true

_FIRST_REGION = "us-east-1"
"""The region that may not be named when a bucket is created."""
_CAPITAL = re.compile(r"(?<!^)([A-Z])")

Properties = Mapping[str, Any]
Translation = Callable[[Any], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class BucketConfiguration:
    """A property of a bucket, which an operation of its own configures.

    Attributes:
        name: The name of the property.
        operation: The operation that configures it.
        input_of: Returns the operation's parameters for a value of the property.
        removal: The operation that takes the configuration away, if that is not the one that configures it.
        without: The parameters of the removal.
    """

    name: str
    operation: str
    input_of: Translation
    removal: str = ""
    without: Properties | None = None

    def call(self, value: Any) -> tuple[str, dict[str, Any]]:
        """Return the operation for a value of the property, or for none, and its parameters."""
        if value:
            return self.operation, self.input_of(value)
        return self.removal or self.operation, dict(self.without or {})


def creation_parameters(properties: Properties, region: str) -> dict[str, Any]:
    """Return the parameters with which a bucket is created in a region, without its name."""
    rules = properties.get("OwnershipControls", {}).get("Rules", [])
    return _present(
        {
            "CreateBucketConfiguration": {} if region == _FIRST_REGION else {"LocationConstraint": region},
            "ACL": _CAPITAL.sub(r"-\1", properties.get("AccessControl", "")).lower(),
            "ObjectOwnership": rules[0].get("ObjectOwnership") if rules else None,
            "ObjectLockEnabledForBucket": properties.get("ObjectLockEnabled"),
        }
    )


def bucket_attributes(name: str, region: str) -> dict[str, str]:
    """Return what `Fn::GetAtt` finds of a bucket."""
    return {
        "Arn": f"arn:aws:s3:::{name}",
        "DomainName": f"{name}.s3.amazonaws.com",
        "DualStackDomainName": f"{name}.s3.dualstack.{region}.amazonaws.com",
        "RegionalDomainName": f"{name}.s3.{region}.amazonaws.com",
        "WebsiteURL": f"http://{name}.s3-website-{region}.amazonaws.com",
    }


def configuring_calls(properties: Properties) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the operations that give a new bucket its configurations, with their parameters, without the bucket's name."""
    for one in CONFIGURATIONS:
        if properties.get(one.name):
            yield one.call(properties[one.name])


def _lifecycle(value: Properties) -> dict[str, Any]:
    return _present(
        {
            "LifecycleConfiguration": {"Rules": [_lifecycle_rule(rule) for rule in value.get("Rules", [])]},
            "TransitionDefaultMinimumObjectSize": value.get("TransitionDefaultMinimumObjectSize"),
        }
    )


def _lifecycle_rule(rule: Properties) -> dict[str, Any]:
    expiration = {
        "Days": rule.get("ExpirationInDays"),
        "Date": rule.get("ExpirationDate"),
        "ExpiredObjectDeleteMarker": rule.get("ExpiredObjectDeleteMarker"),
    }
    noncurrent_expiration = {
        "NoncurrentDays": rule.get("NoncurrentVersionExpirationInDays"),
        **rule.get("NoncurrentVersionExpiration", {}),
    }
    return _present(
        {
            "ID": rule.get("Id"),
            "Status": rule.get("Status"),
            "Filter": _lifecycle_filter(rule),
            "Expiration": _present(expiration),
            "Transitions": [_transition(one) for one in _several(rule, "Transition")],
            "NoncurrentVersionExpiration": _present(noncurrent_expiration),
            "NoncurrentVersionTransitions": [
                _noncurrent_transition(one) for one in _several(rule, "NoncurrentVersionTransition")
            ],
            "AbortIncompleteMultipartUpload": rule.get("AbortIncompleteMultipartUpload"),
        }
    )


def _lifecycle_filter(rule: Properties) -> dict[str, Any]:
    """Return the filter of a rule, whose members are conditions of the rule itself in a template."""
    names = ("Prefix", "ObjectSizeGreaterThan", "ObjectSizeLessThan")
    conditions = {name: rule[name] for name in names if name in rule}
    tags = rule.get("TagFilters", [])
    if len(conditions) + len(tags) > 1:
        return {"And": _present({**conditions, "Tags": tags})}
    return {"Tag": tags[0]} if tags else conditions or {"Prefix": ""}


def _several(rule: Properties, name: str) -> list[Properties]:
    """Return the members of a list that may be written as its only member, without the plural."""
    return rule.get(f"{name}s") or ([rule[name]] if name in rule else [])


def _transition(transition: Properties) -> dict[str, Any]:
    return _present(
        {
            "Days": transition.get("TransitionInDays"),
            "Date": transition.get("TransitionDate"),
            "StorageClass": transition.get("StorageClass"),
        }
    )


def _noncurrent_transition(transition: Properties) -> dict[str, Any]:
    return _present(
        {
            "NoncurrentDays": transition.get("TransitionInDays"),
            "NewerNoncurrentVersions": transition.get("NewerNoncurrentVersions"),
            "StorageClass": transition.get("StorageClass"),
        }
    )


def _cors(value: Properties) -> dict[str, Any]:
    return {"CORSConfiguration": {"CORSRules": [_cors_rule(rule) for rule in value.get("CorsRules", [])]}}


def _cors_rule(rule: Properties) -> dict[str, Any]:
    return _renamed(rule, {"Id": "ID", "ExposedHeaders": "ExposeHeaders", "MaxAge": "MaxAgeSeconds"})


def _encryption(value: Properties) -> dict[str, Any]:
    rules = [
        _renamed(rule, {"ServerSideEncryptionByDefault": "ApplyServerSideEncryptionByDefault"})
        for rule in value.get("ServerSideEncryptionConfiguration", [])
    ]
    return {"ServerSideEncryptionConfiguration": {"Rules": rules}}


def _website(value: Properties) -> dict[str, Any]:
    rules = [
        _present({"Condition": rule.get("RoutingRuleCondition"), "Redirect": rule.get("RedirectRule")})
        for rule in value.get("RoutingRules", [])
    ]
    pages = {
        "IndexDocument": _present({"Suffix": value.get("IndexDocument")}),
        "ErrorDocument": _present({"Key": value.get("ErrorDocument")}),
        "RedirectAllRequestsTo": value.get("RedirectAllRequestsTo"),
        "RoutingRules": rules,
    }
    return {"WebsiteConfiguration": _present(pages)}


def _logging(value: Properties) -> dict[str, Any]:
    target = {
        "TargetBucket": value.get("DestinationBucketName"),
        "TargetPrefix": value.get("LogFilePrefix") or "",
    }
    return {"BucketLoggingStatus": {"LoggingEnabled": target}}


def _notifications(value: Properties) -> dict[str, Any]:
    """Return notifications as the API has them: `Event` and `Function` become `Events` and `LambdaFunctionArn`.

    Functions, queues and topics are not asked whether they would take them: a template may create them later.
    """
    targets = {
        "LambdaFunctionConfigurations": ("LambdaConfigurations", "Function", "LambdaFunctionArn"),
        "QueueConfigurations": ("QueueConfigurations", "Queue", "QueueArn"),
        "TopicConfigurations": ("TopicConfigurations", "Topic", "TopicArn"),
    }
    result: dict[str, Any] = {
        name: [_notification(one, target, arn) for one in value.get(section, [])]
        for name, (section, target, arn) in targets.items()
    }
    event_bridge = value.get("EventBridgeConfiguration")
    if event_bridge is not None and is_true(event_bridge.get("EventBridgeEnabled", True)):
        result["EventBridgeConfiguration"] = {}
    wanted = {name: given for name, given in result.items() if given != []}
    return {"NotificationConfiguration": wanted, "SkipDestinationValidation": True}


def _notification(notification: Properties, target: str, arn: str) -> dict[str, Any]:
    result: dict[str, Any] = {arn: notification[target], "Events": [notification["Event"]]}
    if "Filter" in notification:
        result["Filter"] = {"Key": {"FilterRules": notification["Filter"]["S3Key"]["Rules"]}}
    return result


def _acceleration(value: Properties) -> dict[str, Any]:
    return {"AccelerateConfiguration": {"Status": value.get("AccelerationStatus")}}


def _as(name: str) -> Translation:
    return lambda value: {name: value}


def _renamed(value: Properties, names: Mapping[str, str]) -> dict[str, Any]:
    """Return a value with other names for some of its members."""
    return {names.get(name, name): member for name, member in value.items()}


def _present(values: Properties) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in (None, "", {}, [])}


_BLOCKS_ALL = dict.fromkeys(
    ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"), True
)

CONFIGURATIONS: Sequence[BucketConfiguration] = (
    BucketConfiguration(
        "OwnershipControls",
        "PutBucketOwnershipControls",
        _as("OwnershipControls"),
        without={"OwnershipControls": {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}},
    ),
    BucketConfiguration(
        "PublicAccessBlockConfiguration",
        "PutPublicAccessBlock",
        _as("PublicAccessBlockConfiguration"),
        without={"PublicAccessBlockConfiguration": _BLOCKS_ALL},
    ),
    BucketConfiguration(
        "VersioningConfiguration",
        "PutBucketVersioning",
        _as("VersioningConfiguration"),
        without={"VersioningConfiguration": {"Status": "Suspended"}},
    ),
    BucketConfiguration(
        "ObjectLockConfiguration", "PutObjectLockConfiguration", _as("ObjectLockConfiguration")
    ),
    BucketConfiguration(
        "LifecycleConfiguration",
        "PutBucketLifecycleConfiguration",
        _lifecycle,
        removal="DeleteBucketLifecycle",
    ),
    BucketConfiguration("CorsConfiguration", "PutBucketCors", _cors, removal="DeleteBucketCors"),
    BucketConfiguration(
        "BucketEncryption", "PutBucketEncryption", _encryption, removal="DeleteBucketEncryption"
    ),
    BucketConfiguration(
        "Tags",
        "PutBucketTagging",
        lambda tags: {"Tagging": {"TagSet": tags}},
        removal="DeleteBucketTagging",
    ),
    BucketConfiguration("WebsiteConfiguration", "PutBucketWebsite", _website, removal="DeleteBucketWebsite"),
    BucketConfiguration(
        "AccelerateConfiguration",
        "PutBucketAccelerateConfiguration",
        _acceleration,
        without={"AccelerateConfiguration": {"Status": "Suspended"}},
    ),
    BucketConfiguration(
        "LoggingConfiguration", "PutBucketLogging", _logging, without={"BucketLoggingStatus": {}}
    ),
    BucketConfiguration(
        "NotificationConfiguration",
        "PutBucketNotificationConfiguration",
        _notifications,
        without={"NotificationConfiguration": {}},
    ),
)
"""In the order in which they are made: who may see a bucket comes first."""

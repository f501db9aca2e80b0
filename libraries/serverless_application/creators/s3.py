"""S3: buckets with their lifecycle, notifications, CORS and versions."""

from collections.abc import Mapping
from typing import Any

from application_template.application import TemplateResource
from serverless_application.account import Account
from serverless_application.created import Created, Creator
from serverless_application.service_input import service_input

LONGEST_NAME = 63
FIRST_REGION = "us-east-1"
"""The region that may not be named when a bucket is created."""

Properties = Mapping[str, Any]


def create_bucket(resource: TemplateResource, account: Account) -> Created:
    """Create a bucket; `Ref` gives its name."""
    name = account.name(resource, "BucketName", longest=LONGEST_NAME)
    name = name if "BucketName" in resource.properties else name.lower()
    placement = {} if account.region == FIRST_REGION else {"LocationConstraint": account.region}
    options = {"CreateBucketConfiguration": placement} if placement else {}
    account.client("s3").create_bucket(Bucket=name, **options)
    for configure in (
        _own,
        _open,
        _version,
        _expire,
        _allow_origins,
        _encrypt,
        _tag,
        _serve_as_site,
        _notify,
    ):
        configure(account.client("s3"), name, resource.properties)
    return Created(
        name,
        {
            "Arn": f"arn:aws:s3:::{name}",
            "DomainName": f"{name}.s3.amazonaws.com",
            "DualStackDomainName": f"{name}.s3.dualstack.{account.region}.amazonaws.com",
            "RegionalDomainName": f"{name}.s3.{account.region}.amazonaws.com",
            "WebsiteURL": f"http://{name}.s3-website-{account.region}.amazonaws.com",
        },
    )


def configure_notifications(client: Any, bucket: str, configuration: Properties) -> None:
    """Set the notifications of a bucket, in the form of the S3 API.

    Functions, queues and topics are not asked whether they would take them: a template may create them later.
    """
    client.put_bucket_notification_configuration(
        Bucket=bucket,
        SkipDestinationValidation=True,
        **service_input(
            client,
            "PutBucketNotificationConfiguration",
            {"NotificationConfiguration": configuration},
        ),
    )


def _own(client: Any, bucket: str, properties: Properties) -> None:
    if "OwnershipControls" in properties:
        given = service_input(client, "PutBucketOwnershipControls", properties)
        client.put_bucket_ownership_controls(Bucket=bucket, **given)


def _open(client: Any, bucket: str, properties: Properties) -> None:
    """Block public access as far as the template says; a bucket of which it says nothing blocks all of it."""
    if properties.get("PublicAccessBlockConfiguration"):
        given = service_input(client, "PutPublicAccessBlock", properties)
        client.put_public_access_block(Bucket=bucket, **given)


def _version(client: Any, bucket: str, properties: Properties) -> None:
    if "VersioningConfiguration" in properties:
        given = service_input(client, "PutBucketVersioning", properties)
        client.put_bucket_versioning(Bucket=bucket, **given)


def _expire(client: Any, bucket: str, properties: Properties) -> None:
    configuration = properties.get("LifecycleConfiguration", {})
    if rules := configuration.get("Rules", []):
        given = {
            "LifecycleConfiguration": {"Rules": [_lifecycle_rule(rule) for rule in rules]},
            "TransitionDefaultMinimumObjectSize": configuration.get("TransitionDefaultMinimumObjectSize"),
        }
        client.put_bucket_lifecycle_configuration(
            Bucket=bucket, **service_input(client, "PutBucketLifecycleConfiguration", _present(given))
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
    aborted = rule.get("AbortIncompleteMultipartUpload", {}).get("DaysAfterInitiation")
    return _present(
        {
            "ID": rule.get("Id"),
            "Status": rule["Status"],
            "Filter": _lifecycle_filter(rule),
            "Expiration": _present(expiration),
            "Transitions": [_transition(one) for one in _several(rule, "Transition")],
            "NoncurrentVersionExpiration": _present(noncurrent_expiration),
            "NoncurrentVersionTransitions": [
                _noncurrent_transition(one) for one in _several(rule, "NoncurrentVersionTransition")
            ],
            "AbortIncompleteMultipartUpload": _present({"DaysAfterInitiation": aborted}),
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
            "StorageClass": transition["StorageClass"],
        }
    )


def _noncurrent_transition(transition: Properties) -> dict[str, Any]:
    return _present(
        {
            "NoncurrentDays": transition.get("TransitionInDays"),
            "NewerNoncurrentVersions": transition.get("NewerNoncurrentVersions"),
            "StorageClass": transition["StorageClass"],
        }
    )


def _allow_origins(client: Any, bucket: str, properties: Properties) -> None:
    rules = properties.get("CorsConfiguration", {}).get("CorsRules", [])
    if rules:
        translated = [_cors_rule(rule) for rule in rules]
        configuration = {"CORSConfiguration": {"CORSRules": translated}}
        client.put_bucket_cors(Bucket=bucket, **service_input(client, "PutBucketCors", configuration))


def _cors_rule(rule: Properties) -> dict[str, Any]:
    own = {
        "ID": rule.get("Id"),
        "ExposeHeaders": rule.get("ExposedHeaders"),
        "MaxAgeSeconds": rule.get("MaxAge"),
    }
    return {**rule, **_present(own)}


def _encrypt(client: Any, bucket: str, properties: Properties) -> None:
    rules = properties.get("BucketEncryption", {}).get("ServerSideEncryptionConfiguration", [])
    if rules:
        translated = [
            {**rule, "ApplyServerSideEncryptionByDefault": rule.get("ServerSideEncryptionByDefault", {})}
            for rule in rules
        ]
        configuration = {"ServerSideEncryptionConfiguration": {"Rules": translated}}
        client.put_bucket_encryption(
            Bucket=bucket, **service_input(client, "PutBucketEncryption", configuration)
        )


def _tag(client: Any, bucket: str, properties: Properties) -> None:
    if properties.get("Tags"):
        client.put_bucket_tagging(
            Bucket=bucket,
            **service_input(client, "PutBucketTagging", {"Tagging": {"TagSet": properties["Tags"]}}),
        )


def _serve_as_site(client: Any, bucket: str, properties: Properties) -> None:
    site = properties.get("WebsiteConfiguration")
    if site:
        pages = {
            "IndexDocument": {"Suffix": site["IndexDocument"]} if "IndexDocument" in site else None,
            "ErrorDocument": {"Key": site["ErrorDocument"]} if "ErrorDocument" in site else None,
        }
        client.put_bucket_website(Bucket=bucket, WebsiteConfiguration=_present(pages))


def _notify(client: Any, bucket: str, properties: Properties) -> None:
    configuration = properties.get("NotificationConfiguration")
    if configuration:
        configure_notifications(client, bucket, _notifications(configuration))


def _notifications(configuration: Properties) -> dict[str, Any]:
    """Return notifications as the API has them: `Event` and `Function` become `Events` and `LambdaFunctionArn`."""
    targets = {
        "LambdaFunctionConfigurations": ("LambdaConfigurations", "Function", "LambdaFunctionArn"),
        "QueueConfigurations": ("QueueConfigurations", "Queue", "QueueArn"),
        "TopicConfigurations": ("TopicConfigurations", "Topic", "TopicArn"),
    }
    result: dict[str, Any] = {
        name: [_notification(one, target, arn) for one in configuration.get(section, [])]
        for name, (section, target, arn) in targets.items()
    }
    if "EventBridgeConfiguration" in configuration:
        result["EventBridgeConfiguration"] = {}
    return {name: value for name, value in result.items() if value != []}


def _notification(notification: Properties, target: str, arn: str) -> dict[str, Any]:
    result: dict[str, Any] = {arn: notification[target], "Events": [notification["Event"]]}
    if "Filter" in notification:
        result["Filter"] = {"Key": {"FilterRules": notification["Filter"]["S3Key"]["Rules"]}}
    return result


def _present(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in (None, {}, [])}


CREATORS: dict[str, Creator] = {"AWS::S3::Bucket": create_bucket}

"""Buckets of stacks: their configurations are made, changed and taken away, and none is left out without a word.

Source: AWS CloudFormation template reference, AWS::S3::Bucket.
"""

import json
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError
from deployment import Deployment, Properties
from s3_requests import new_bucket, refusal

RULE = {"Id": "r", "Status": "Enabled", "TagFilters": [{"Key": "a", "Value": "b"}], "ExpirationInDays": "7"}
CORS = {"CorsRules": [{"AllowedMethods": ["GET"], "AllowedOrigins": ["https://example.com"], "MaxAge": 60}]}
CONFIGURED: Properties = {
    "BucketName": "things",
    "AccessControl": "Private",
    "OwnershipControls": {"Rules": [{"ObjectOwnership": "BucketOwnerPreferred"}]},
    "PublicAccessBlockConfiguration": {"BlockPublicAcls": True, "BlockPublicPolicy": False},
    "VersioningConfiguration": {"Status": "Enabled"},
    "LifecycleConfiguration": {"Rules": [RULE]},
    "CorsConfiguration": CORS,
    "BucketEncryption": {
        "ServerSideEncryptionConfiguration": [{"ServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms"}}]
    },
    "Tags": [{"Key": "team", "Value": "tea"}],
    "WebsiteConfiguration": {"IndexDocument": "index.html"},
    "AccelerateConfiguration": {"AccelerationStatus": "Enabled"},
    "NotificationConfiguration": {"EventBridgeConfiguration": {"EventBridgeEnabled": True}},
}


@pytest.fixture
def s3(aws: Any) -> Any:
    return aws.client("s3", signature_version="s3v4")


def things(**properties: Any) -> dict[str, tuple[str, Properties]]:
    """Return a stack's only resource, a bucket."""
    return {"Things": ("S3::Bucket", properties)}


def configurations(s3: Any) -> dict[str, Any]:
    """Return what a bucket has been configured with; None for what it has not."""
    readers: dict[str, Callable[[], Any]] = {
        "ownership": lambda: s3.get_bucket_ownership_controls(Bucket="things")["OwnershipControls"]["Rules"][
            0
        ],
        "block": lambda: s3.get_public_access_block(Bucket="things")["PublicAccessBlockConfiguration"],
        "versions": lambda: s3.get_bucket_versioning(Bucket="things").get("Status"),
        "lifecycle": lambda: s3.get_bucket_lifecycle_configuration(Bucket="things")["Rules"],
        "cors": lambda: s3.get_bucket_cors(Bucket="things")["CORSRules"],
        "encryption": lambda: s3.get_bucket_encryption(Bucket="things")["ServerSideEncryptionConfiguration"][
            "Rules"
        ][0]["ApplyServerSideEncryptionByDefault"]["SSEAlgorithm"],
        "tags": lambda: {
            one["Key"]: one["Value"] for one in s3.get_bucket_tagging(Bucket="things")["TagSet"]
        },
        "website": lambda: s3.get_bucket_website(Bucket="things")["IndexDocument"]["Suffix"],
        "acceleration": lambda: s3.get_bucket_accelerate_configuration(Bucket="things").get("Status"),
        "event bus": lambda: (
            "EventBridgeConfiguration" in s3.get_bucket_notification_configuration(Bucket="things")
        ),
    }
    return {name: _read(reader) for name, reader in readers.items()}


def _read(reader: Callable[[], Any]) -> Any:
    try:
        return reader()
    except ClientError as error:
        if error.response["ResponseMetadata"]["HTTPStatusCode"] != 404:
            raise
        return None


def test_a_bucket_has_all_that_its_template_says(s3: Any, deploy: Deployment) -> None:
    assert deploy(**things(**CONFIGURED)) == "CREATE_COMPLETE"
    assert configurations(s3) == {
        "ownership": {"ObjectOwnership": "BucketOwnerPreferred"},
        "block": {
            "BlockPublicAcls": True,
            "BlockPublicPolicy": False,
            "IgnorePublicAcls": False,
            "RestrictPublicBuckets": False,
        },
        "versions": "Enabled",
        "lifecycle": [
            {
                "ID": "r",
                "Status": "Enabled",
                "Filter": {"Tag": {"Key": "a", "Value": "b"}},
                "Expiration": {"Days": 7},
            }
        ],
        "cors": [{"AllowedMethods": ["GET"], "AllowedOrigins": ["https://example.com"], "MaxAgeSeconds": 60}],
        "encryption": "aws:kms",
        "tags": {"team": "tea"},
        "website": "index.html",
        "acceleration": "Enabled",
        "event bus": True,
    }


def test_settings_removed_from_the_template_are_removed_from_the_bucket(s3: Any, deploy: Deployment) -> None:
    deploy(**things(**CONFIGURED))
    s3.put_object(Bucket="things", Key="k", Body=b"kept")
    assert deploy(**things(BucketName="things", AccessControl="Private")) == "UPDATE_COMPLETE"
    assert configurations(s3) == {
        "ownership": {"ObjectOwnership": "BucketOwnerEnforced"},
        "block": dict.fromkeys(
            ("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"), True
        ),
        "versions": "Suspended",
        "lifecycle": None,
        "cors": None,
        "encryption": "AES256",
        "tags": None,
        "website": None,
        "acceleration": "Suspended",
        "event bus": False,
    }
    assert s3.get_object(Bucket="things", Key="k")["Body"].read() == b"kept"


def test_a_configuration_is_changed_in_place(s3: Any, deploy: Deployment) -> None:
    deploy(**things(**CONFIGURED))
    before = configurations(s3)
    other = {"CorsRules": [{"AllowedMethods": ["PUT"], "AllowedOrigins": ["*"]}]}
    assert deploy(**things(**{**CONFIGURED, "CorsConfiguration": other})) == "UPDATE_COMPLETE"
    assert configurations(s3) == {**before, "cors": other["CorsRules"]}


def test_a_bucket_tells_queues_of_its_objects(aws: Any, s3: Any, deploy: Deployment) -> None:
    sqs = aws.client("sqs")
    url = sqs.create_queue(QueueName="told")["QueueUrl"]
    told = {
        "Event": "s3:ObjectCreated:*",
        "Queue": f"arn:aws:sqs:eu-west-1:{aws.account_id}:told",
        "Filter": {"S3Key": {"Rules": [{"Name": "prefix", "Value": "in/"}]}},
    }
    deploy(**things(BucketName="things", NotificationConfiguration={"QueueConfigurations": [told]}))
    for key in ("in/k", "out/k"):
        s3.put_object(Bucket="things", Key=key)
    received = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10)["Messages"]
    records = [record for one in received for record in json.loads(one["Body"]).get("Records", [])]
    assert [record["s3"]["object"]["key"] for record in records] == ["in/k"]


def test_a_bucket_logs_into_another(s3: Any, deploy: Deployment) -> None:
    logs = new_bucket(s3, "logs")
    deploy(
        **things(
            BucketName="things",
            LoggingConfiguration={"DestinationBucketName": logs, "LogFilePrefix": "things/"},
        )
    )
    assert s3.get_bucket_logging(Bucket="things")["LoggingEnabled"] == {
        "TargetBucket": logs,
        "TargetPrefix": "things/",
    }
    assert deploy(**things(BucketName="things")) == "UPDATE_COMPLETE"
    assert "LoggingEnabled" not in s3.get_bucket_logging(Bucket="things")


def test_a_bucket_locks_its_objects(s3: Any, deploy: Deployment) -> None:
    rule = {"DefaultRetention": {"Mode": "GOVERNANCE", "Days": 1}}
    lock = {"ObjectLockEnabled": "Enabled", "Rule": rule}
    deploy(**things(BucketName="things", ObjectLockEnabled=True, ObjectLockConfiguration=lock))
    assert s3.get_object_lock_configuration(Bucket="things")["ObjectLockConfiguration"] == lock
    version = s3.put_object(Bucket="things", Key="k")["VersionId"]
    assert refusal(s3.delete_object, Bucket="things", Key="k", VersionId=version)["Code"] == "AccessDenied"


def test_a_bucket_without_a_name_gets_one(aws: Any, s3: Any, deploy: Deployment) -> None:
    deploy(**things(**{name: value for name, value in CONFIGURED.items() if name != "BucketName"}))
    (resource,) = aws.client("cloudformation").describe_stack_resources(StackName="work")["StackResources"]
    assert resource["PhysicalResourceId"].startswith("work-things-")
    assert s3.get_bucket_versioning(Bucket=resource["PhysicalResourceId"])["Status"] == "Enabled"


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"VersioningConfiguration": {"Status": "On"}}, "The XML you provided was not well-formed"),
        ({"LifecycleConfiguration": {"Rules": [{**RULE, "ExpirationInDays": 0}]}}, "'Days' for Expiration action"),
        ({"LifecycleConfiguration": {"Rules": [{**RULE, "ExpirationInDays": "soon"}]}}, "must be a whole number, got 'soon'"),
        ({"AccessControl": "PublicRead"}, "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting"),
        ({"LoggingConfiguration": {"DestinationBucketName": "none"}}, "The target bucket for logging does not exist"),
    ],
)  # fmt: skip
def test_a_bucket_that_cannot_be_configured_is_not_created(
    s3: Any, deploy: Deployment, wrong: Properties, reason: str
) -> None:
    assert deploy(**things(BucketName="things", **wrong)) == "ROLLBACK_COMPLETE"
    assert reason in deploy.reason
    assert s3.list_buckets()["Buckets"] == []


@pytest.mark.parametrize("more", [{}, {"VersioningConfiguration": {"Status": "On"}}])
def test_a_bucket_that_is_there_is_neither_taken_nor_removed(aws: Any, more: Properties) -> None:
    """In the first region, S3 gives an owner a bucket again that is the owner's already."""
    s3, formation = (aws.client(service, region="us-east-1") for service in ("s3", "cloudformation"))
    s3.create_bucket(Bucket="things")
    resources = {"Things": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": "things", **more}}}
    formation.create_stack(StackName="work", TemplateBody=json.dumps({"Resources": resources}))
    events = formation.describe_stack_events(StackName="work")["StackEvents"]
    reasons = [
        one.get("ResourceStatusReason", "") for one in events if one["ResourceStatus"] == "CREATE_FAILED"
    ]
    assert len(reasons) == 1
    assert "things already exists" in reasons[0]
    assert [bucket["Name"] for bucket in s3.list_buckets()["Buckets"]] == ["things"]
    assert "Status" not in s3.get_bucket_versioning(Bucket="things")


def test_unsupported_properties_are_refused(s3: Any, deploy: Deployment) -> None:
    replicated = {"Role": "arn:aws:iam::123456789012:role/r", "Rules": []}
    with pytest.raises(ClientError) as refused:
        deploy(**things(BucketName="things", ReplicationConfiguration=replicated))
    error = refused.value.response["Error"]
    assert "does not imitate ReplicationConfiguration of AWS::S3::Bucket in a stack" in error["Message"]
    assert s3.list_buckets()["Buckets"] == []
    assert deploy(**things(BucketName="things")) == "CREATE_COMPLETE"

"""S3: buckets with their configurations."""

from collections.abc import Mapping
from typing import Any

from botocore import xform_name

from application_template.application import TemplateResource
from application_template.bucket_configurations import (
    bucket_attributes,
    configuring_calls,
    creation_parameters,
)
from application_template.service_input import service_input
from serverless_application.account import Account
from serverless_application.created import Created, Creator

LONGEST_NAME = 63


def create_bucket(resource: TemplateResource, account: Account) -> Created:
    """Create a bucket; `Ref` gives its name."""
    name = account.name(resource, "BucketName", longest=LONGEST_NAME)
    name = name if "BucketName" in resource.properties else name.lower()
    client = account.client("s3")
    _configure(client, name, "CreateBucket", creation_parameters(resource.properties, account.region))
    for operation, parameters in configuring_calls(resource.properties):
        _configure(client, name, operation, parameters)
    return Created(name, bucket_attributes(name, account.region))


def configure_notifications(client: Any, bucket: str, configuration: Mapping[str, Any]) -> None:
    """Set the notifications of a bucket, in the form of the S3 API.

    Functions, queues and topics are not asked whether they would take them: a template may create them later.
    """
    wanted = {"NotificationConfiguration": configuration, "SkipDestinationValidation": True}
    _configure(client, bucket, "PutBucketNotificationConfiguration", wanted)


def _configure(client: Any, bucket: str, operation: str, parameters: Mapping[str, Any]) -> None:
    given = service_input(client.meta.service_model, operation, parameters)
    getattr(client, xform_name(operation))(Bucket=bucket, **given)


CREATORS: dict[str, Creator] = {"AWS::S3::Bucket": create_bucket}

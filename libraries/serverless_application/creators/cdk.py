"""Custom resources by which cdk sets what CloudFormation cannot."""

from application_template.application import TemplateResource
from serverless_application.account import Account
from serverless_application.created import Created, Creator
from serverless_application.creators.s3 import configure_notifications


def set_bucket_notifications(resource: TemplateResource, account: Account) -> Created:
    """Set the notifications of a bucket."""
    bucket = str(resource.properties["BucketName"])
    configure_notifications(account.client("s3"), bucket, resource.properties["NotificationConfiguration"])
    return Created(bucket)


CREATORS: dict[str, Creator] = {"Custom::S3BucketNotifications": set_bucket_notifications}

"""CloudWatch Logs: log groups and streams."""

from application_template.application import TemplateResource
from serverless_application.account import Account
from serverless_application.created import Created, Creator


def create_log_group(resource: TemplateResource, account: Account) -> Created:
    """Create a log group; `Ref` gives its name."""
    client, name = account.client("logs"), account.name(resource, "LogGroupName")
    client.create_log_group(logGroupName=name)
    if "RetentionInDays" in resource.properties:
        days = int(resource.properties["RetentionInDays"])
        client.put_retention_policy(logGroupName=name, retentionInDays=days)
    return Created(name, {"Arn": account.arn("logs", f"log-group:{name}:*")})


def create_log_stream(resource: TemplateResource, account: Account) -> Created:
    """Create a log stream; `Ref` gives its name."""
    name = account.name(resource, "LogStreamName")
    account.client("logs").create_log_stream(
        logGroupName=resource.properties["LogGroupName"], logStreamName=name
    )
    return Created(name)


def create_subscription_filter(resource: TemplateResource, account: Account) -> Created:
    """Name a subscription filter; it is put when functions run; `Ref` gives its name."""
    return Created(account.name(resource, "FilterName"))


CREATORS: dict[str, Creator] = {
    "AWS::Logs::LogGroup": create_log_group,
    "AWS::Logs::LogStream": create_log_stream,
    "AWS::Logs::SubscriptionFilter": create_subscription_filter,
}

"""SQS: queues."""

from typing import Any

from application_template.application import TemplateResource
from application_template.scalars import as_text, is_true, text_of
from serverless_application.account import Account
from serverless_application.created import Created, Creator

LONGEST_NAME = 80
FIFO = ".fifo"
NO_ATTRIBUTES = ("QueueName", "Tags")


def create_queue(resource: TemplateResource, account: Account) -> Created:
    """Create a queue; `Ref` gives its URL."""
    name = _name(resource, account)
    tags = {tag["Key"]: as_text(tag["Value"]) for tag in resource.properties.get("Tags", [])}
    attributes = {
        key: text_of(value)
        for key, value in resource.properties.items()
        if key not in NO_ATTRIBUTES and not _is_standard(key, value)
    }
    url = account.client("sqs").create_queue(QueueName=name, Attributes=attributes, tags=tags)["QueueUrl"]
    return Created(url, {"Arn": account.arn("sqs", name), "QueueName": name, "QueueUrl": url})


def _name(resource: TemplateResource, account: Account) -> str:
    if "QueueName" in resource.properties or not is_true(resource.properties.get("FifoQueue")):
        return account.name(resource, "QueueName", longest=LONGEST_NAME)
    return account.name(resource, "QueueName", longest=LONGEST_NAME - len(FIFO)) + FIFO


def _is_standard(key: str, value: Any) -> bool:
    """Return whether a property says that a queue is not FIFO, which the API expresses by leaving the attribute out."""
    return key == "FifoQueue" and not is_true(value)


CREATORS: dict[str, Creator] = {"AWS::SQS::Queue": create_queue}

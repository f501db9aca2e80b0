"""SNS: topics and subscriptions."""

from collections.abc import Mapping
from typing import Any

from application_template.application import TemplateResource
from application_template.scalars import is_true, text_of
from serverless_application.account import Account
from serverless_application.created import Created, Creator

LONGEST_NAME = 256
FIFO = ".fifo"
TOPIC_ATTRIBUTES = (
    "ContentBasedDeduplication",
    "DisplayName",
    "FifoTopic",
    "KmsMasterKeyId",
    "SignatureVersion",
)
SUBSCRIPTION_ATTRIBUTES = (
    *("DeliveryPolicy", "FilterPolicy", "FilterPolicyScope", "RawMessageDelivery", "RedrivePolicy"),
    "SubscriptionRoleArn",
)


def create_topic(resource: TemplateResource, account: Account) -> Created:
    """Create a topic with the subscriptions that it lists; `Ref` gives its ARN."""
    client, name = account.client("sns"), _name(resource, account)
    arn = client.create_topic(
        Name=name,
        Attributes=_attributes(resource.properties, TOPIC_ATTRIBUTES),
        Tags=resource.properties.get("Tags", []),
    )["TopicArn"]
    for subscription in resource.properties.get("Subscription", []):
        client.subscribe(TopicArn=arn, **{key: subscription[key] for key in ("Protocol", "Endpoint")})
    return Created(arn, {"TopicArn": arn, "TopicName": name})


def create_subscription(resource: TemplateResource, account: Account) -> Created:
    """Create a subscription; `Ref` gives its ARN."""
    properties = resource.properties
    answer = account.client("sns").subscribe(
        TopicArn=properties["TopicArn"],
        Protocol=properties["Protocol"],
        Endpoint=properties["Endpoint"],
        Attributes=_attributes(properties, SUBSCRIPTION_ATTRIBUTES),
        ReturnSubscriptionArn=True,
    )
    return Created(answer["SubscriptionArn"], {"Arn": answer["SubscriptionArn"]})


def _name(resource: TemplateResource, account: Account) -> str:
    is_fifo = is_true(resource.properties.get("FifoTopic"))
    suffix = FIFO if is_fifo and "TopicName" not in resource.properties else ""
    return account.name(resource, "TopicName", longest=LONGEST_NAME - len(suffix)) + suffix


def _attributes(properties: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, str]:
    return {name: text_of(properties[name]) for name in names if name in properties}


CREATORS: dict[str, Creator] = {
    "AWS::SNS::Topic": create_topic,
    "AWS::SNS::Subscription": create_subscription,
}

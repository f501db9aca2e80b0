"""Messages of SNS topics as records of events (AWS Lambda Developer Guide, "Invoking Lambda functions with Amazon SNS")."""

from collections.abc import Mapping
from typing import Any

from event_sources.timestamps import utc_text


def topic_event(  # noqa: PLR0913 - what a message is made of
    *,
    topic_arn: str,
    subscription_arn: str,
    message_id: str,
    subject: str | None,
    message: str,
    attributes: Mapping[str, Mapping[str, Any]],
    published_at: float,
) -> dict[str, Any]:
    """Return the event of a message.

    Args:
        topic_arn: The topic.
        subscription_arn: The subscription of the function.
        message_id: The id of the message.
        subject: Its subject; None if it has none.
        message: Its text.
        attributes: Its attributes, each with `Type` and `Value`.
        published_at: Epoch seconds.
    """
    region = topic_arn.split(":")[3]
    service = f"https://sns.{region}.amazonaws.com"
    sns = {
        "SignatureVersion": "1",
        "Timestamp": utc_text(published_at, "milliseconds"),
        "Signature": "EXAMPLE",
        "SigningCertUrl": f"{service}/SimpleNotificationService-00000000000000000000000000000000.pem",
        "MessageId": message_id,
        "Message": message,
        "MessageAttributes": {
            name: {"Type": value["Type"], "Value": value["Value"]} for name, value in attributes.items()
        },
        "Type": "Notification",
        "UnsubscribeUrl": f"{service}/?Action=Unsubscribe&SubscriptionArn={subscription_arn}",
        "TopicArn": topic_arn,
        "Subject": subject,
    }
    record = {
        "EventVersion": "1.0",
        "EventSubscriptionArn": subscription_arn,
        "EventSource": "aws:sns",
        "Sns": sns,
    }
    return {"Records": [record]}

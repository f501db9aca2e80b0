"""Targets of EventBridge's rules and schedules: queues and topics."""

from collections.abc import Mapping
from typing import Any


def send_to_queue(account_id: str, target: Mapping[str, Any], text: str) -> None:
    """Send a message to the queue of a target.

    Args:
        account_id: Whose queue.
        target: The target, with the parameters that it has for queues.
        text: The message.
    """
    from moto.sqs.models import sqs_backends

    _, _, _, region, _, name = target["Arn"].split(":")
    group_id = target.get("SqsParameters", {}).get("MessageGroupId")
    sqs_backends[account_id][region].send_message(queue_name=name, message_body=text, group_id=group_id)


def publish(account_id: str, target: Mapping[str, Any], text: str) -> None:
    """Publish a message to the topic of a target."""
    from moto.sns.models import sns_backends

    region = target["Arn"].split(":")[3]
    sns_backends[account_id][region].publish(arn=target["Arn"], message=text)

"""The messages in a queue, without receiving them: no visibility timeout starts and no receive count rises."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class QueuedMessage:
    """A message in a queue.

    Attributes:
        message_id: The message's id.
        body: The message's body.
        attributes: Message attributes, with values as strings.
        sent_at: Epoch seconds.
        receive_count: How often it has been received.
        in_flight: Whether it has been received and not yet deleted.
    """

    message_id: str
    body: str
    attributes: dict[str, str]
    sent_at: float
    receive_count: int
    in_flight: bool


def messages_of(account_id: str, queue: str) -> Sequence[QueuedMessage] | None:
    """Return the messages of a queue, oldest first; None if the account has no such queue.

    Args:
        account_id: 12 digits.
        queue: Its name or URL; the first region that has such a queue counts.
    """
    from moto.sqs.models import sqs_backends

    name = queue.rstrip("/").rpartition("/")[2]
    for backend in list(sqs_backends[account_id].values()):
        if name in backend.queues:
            return [
                QueuedMessage(
                    message_id=message.id,
                    body=message.body,
                    attributes={
                        key: str(value.get("StringValue") or value.get("BinaryValue") or "")
                        for key, value in message.message_attributes.items()
                    },
                    sent_at=(message.sent_timestamp or 0) / 1000,
                    receive_count=message.approximate_receive_count,
                    in_flight=not message.visible,
                )
                for message in list(backend.queues[name]._messages)
            ]
    return None

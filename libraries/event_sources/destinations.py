"""Resources to which events and reports are sent."""

import json
import logging
from collections.abc import Callable, Mapping
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

logger = logging.getLogger(__name__)

Client = Callable[[str], Any]
"""Returns the boto3 client of a service."""


class _NoEventError(ValueError):
    """A text is not the JSON object that an event bus takes."""


class Destinations:
    """Sends text to queues, topics, buckets, functions and event buses by their ARNs.

    Args:
        client: Returns the boto3 client of a service.
    """

    def __init__(self, client: Client) -> None:
        self._client = client

    def send(self, arn: str, text: str, *, key: str = "") -> None:
        """Send a text; one that can't be sent is lost, as on AWS.

        Args:
            arn: The ARN of the destination.
            text: The text.
            key: The key under which a bucket gets it.
        """
        service = (arn.split(":") + [""] * 3)[2]
        senders: Mapping[str, Callable[[], Any]] = {
            "sqs": lambda: self._send_to_queue(arn, text),
            "sns": lambda: self._client("sns").publish(TopicArn=arn, Message=text),
            "s3": lambda: self._client("s3").put_object(
                Bucket=arn.rpartition(":")[2], Key=key, Body=text.encode()
            ),
            "lambda": lambda: self._client("lambda").invoke(
                FunctionName=arn, InvocationType="Event", Payload=text.encode()
            ),
            "events": lambda: self._put_event(arn, text),
        }
        send = senders.get(service)
        if send is None:
            logger.warning("Nothing is sent to %s: %s is not imitated as a destination", arn, service)
            return
        try:
            send()
        except (ClientError, BotoCoreError, _NoEventError) as error:
            logger.warning("Nothing could be sent to %s: %s", arn, error)
        except Exception:
            logger.exception("Nothing could be sent to %s", arn)

    def _send_to_queue(self, arn: str, text: str) -> None:
        sqs = self._client("sqs")
        url = sqs.get_queue_url(QueueName=arn.rpartition(":")[2])["QueueUrl"]
        sqs.send_message(QueueUrl=url, MessageBody=text)

    def _put_event(self, arn: str, text: str) -> None:
        event = _event_in(text)
        entry = {
            "Source": event.get("source", "aws.events"),
            "DetailType": event.get("detail-type", "Scheduled Event"),
            "Detail": json.dumps(event.get("detail", event)),
            "EventBusName": arn.rpartition("/")[2],
        }
        self._client("events").put_events(Entries=[entry])


def _event_in(text: str) -> dict[str, Any]:
    """Return the event that a text holds.

    Raises:
        _NoEventError: It holds none.
    """
    try:
        event = json.loads(text)
    except ValueError as error:
        raise _NoEventError(f"the event is not JSON: {error}") from None
    if not isinstance(event, dict):
        raise _NoEventError(f"Expected a JSON object as the event, got {text[:200]!r}")
    return event

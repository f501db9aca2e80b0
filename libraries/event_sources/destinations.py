"""Resources to which events and reports are sent."""

import json
import logging
from collections.abc import Callable, Mapping
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

logger = logging.getLogger(__name__)

Client = Callable[[str], Any]
"""Returns the boto3 client of a service."""


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
        service = arn.split(":")[2]
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
        try:
            senders[service]()
        except KeyError:
            logger.warning("Nothing is sent to %s: %s is not imitated as a destination", arn, service)
        except (ClientError, BotoCoreError) as error:
            logger.warning("Nothing could be sent to %s: %s", arn, error)

    def _send_to_queue(self, arn: str, text: str) -> None:
        sqs = self._client("sqs")
        url = sqs.get_queue_url(QueueName=arn.rpartition(":")[2])["QueueUrl"]
        sqs.send_message(QueueUrl=url, MessageBody=text)

    def _put_event(self, arn: str, text: str) -> None:
        event = json.loads(text)
        entry = {
            "Source": event.get("source", "aws.events"),
            "DetailType": event.get("detail-type", "Scheduled Event"),
            "Detail": json.dumps(event.get("detail", event)),
            "EventBusName": arn.rpartition("/")[2],
        }
        self._client("events").put_events(Entries=[entry])

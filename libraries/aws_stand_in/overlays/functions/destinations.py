"""Where the records and the dead letters of asynchronous invocations are sent."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any


@dataclass(frozen=True)
class DestinationAccount:
    """Sends what AWS Lambda sends, in the name of one account.

    Attributes:
        endpoint_url: The URL of AWS.
        account_id: The account, twelve digits.
        region: The region.
    """

    endpoint_url: str
    account_id: str
    region: str

    def send_record(self, destination: str, record: Mapping[str, Any]) -> None:
        """Send the record of an invocation.

        Source: AWS Lambda Developer Guide, "Capturing records of Lambda asynchronous invocations".
        """
        text = json.dumps(record)
        match destination.split(":")[2]:
            case "sqs":
                self._send_message(destination, MessageBody=text)
            case "sns":
                self.client("sns").publish(TopicArn=destination, Message=text)
            case "lambda":
                self.client("lambda").invoke(
                    FunctionName=destination, InvocationType="Event", Payload=text.encode()
                )
            case "events":
                self.client("events").put_events(Entries=[_entry(destination, record)])

    def send_dead_letter(self, target: str, event: bytes, attributes: Mapping[str, Any]) -> None:
        """Send an event that could not be processed, with what is known of the error."""
        if target.split(":")[2] == "sns":
            self.client("sns").publish(
                TopicArn=target, Message=event.decode(), MessageAttributes=dict(attributes)
            )
        else:
            self._send_message(target, MessageBody=event.decode(), MessageAttributes=dict(attributes))

    def _send_message(self, queue: str, **message: Any) -> None:
        sqs = self.client("sqs")
        url = sqs.get_queue_url(QueueName=queue.rpartition(":")[2])["QueueUrl"]
        sqs.send_message(QueueUrl=url, **message)

    def client(self, service: str) -> Any:
        """Return a boto3 client of the account."""
        return self._session.client(service, endpoint_url=self.endpoint_url)

    @cached_property
    def _session(self) -> Any:
        import boto3

        return boto3.Session(self.account_id, "destination", region_name=self.region)


def _entry(bus: str, record: Mapping[str, Any]) -> dict[str, Any]:
    condition = "Success" if record["requestContext"]["condition"] == "Success" else "Failure"
    return {
        "Source": "lambda",
        "DetailType": f"Lambda Function Invocation Result - {condition}",
        "Resources": [bus, record["requestContext"]["functionArn"]],
        "Detail": json.dumps(record),
        "EventBusName": bus.rpartition("/")[2],
    }

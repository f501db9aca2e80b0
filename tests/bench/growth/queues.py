"""SQS."""

import itertools
from typing import Any

from growth.holding import Holding, batches, question


class Messages(Holding):
    title = "messages in the queue"

    def prepare(self) -> None:
        self.url = self.json("sqs", "CreateQueue", QueueName=self.label)["QueueUrl"]
        self.fill(range(1))

    def fill(self, numbers: range) -> None:
        for batch in batches(numbers, 10):
            entries = [{"Id": str(number), "MessageBody": f"message {number}"} for number in batch]
            self.ask("SendMessageBatch", Entries=entries)

    def ask(self, operation: str, **parameters: Any) -> dict[str, Any]:
        """Send a request to the queue, and return its result."""
        return self.json("sqs", operation, QueueUrl=self.url, **parameters)

    def send_message(self) -> None:
        """Send one message."""
        self.ask("SendMessage", MessageBody="message", **self.fifo_parameters())

    def fifo_parameters(self) -> dict[str, str]:
        """Return what a FIFO queue needs to know of a message."""
        return {}

    @question("ReceiveMessage of 1")
    def receive_message(self) -> None:
        assert self.ask("ReceiveMessage", MaxNumberOfMessages=1, VisibilityTimeout=0)["Messages"]

    @question("GetQueueAttributes")
    def get_queue_attributes(self) -> None:
        self.ask("GetQueueAttributes", AttributeNames=["All"])


class RoundTrips(Messages):
    title = "messages sent, received and deleted before"
    kept_mb = 5
    asked = ("round_trip",)

    def fill(self, numbers: range) -> None:
        for _ in numbers:
            self.round_trip()

    @question("SendMessage, ReceiveMessage, DeleteMessage")
    def round_trip(self) -> None:
        self.send_message()
        (received,) = self.ask("ReceiveMessage", MaxNumberOfMessages=1)["Messages"]
        self.ask("DeleteMessage", ReceiptHandle=received["ReceiptHandle"])


class FifoRoundTrips(RoundTrips):
    title = "messages sent, received and deleted before in a FIFO queue"

    def prepare(self) -> None:
        self.numbers = itertools.count()
        attributes = {"FifoQueue": "true"}
        created = self.json("sqs", "CreateQueue", QueueName=f"{self.label}.fifo", Attributes=attributes)
        self.url = created["QueueUrl"]

    def fifo_parameters(self) -> dict[str, str]:
        return {"MessageGroupId": "growth", "MessageDeduplicationId": str(next(self.numbers))}

"""SQS."""

from typing import Any

from growth.holding import Holding, batches, question

QUEUE = "growth"


class Messages(Holding):
    title = "messages in the queue"

    def prepare(self) -> None:
        self.url = self.json("sqs", "CreateQueue", QueueName=QUEUE)["QueueUrl"]
        self.fill(range(1))

    def fill(self, numbers: range) -> None:
        for batch in batches(numbers, 10):
            entries = [{"Id": str(number), "MessageBody": f"message {number}"} for number in batch]
            self.ask("SendMessageBatch", Entries=entries)

    def ask(self, operation: str, **parameters: Any) -> dict[str, Any]:
        """Send a request to the queue, and return its result."""
        return self.json("sqs", operation, QueueUrl=self.url, **parameters)

    @question("ReceiveMessage of 1")
    def receive_message(self) -> None:
        assert self.ask("ReceiveMessage", MaxNumberOfMessages=1, VisibilityTimeout=0)["Messages"]

    @question("GetQueueAttributes")
    def get_queue_attributes(self) -> None:
        self.ask("GetQueueAttributes", AttributeNames=["All"])


class RoundTrips(Messages):
    title = "messages sent, received and deleted before"
    asked = ("round_trip",)

    def fill(self, numbers: range) -> None:
        for batch in batches(numbers, 10):
            super().fill(range(len(batch)))
            received = self.ask("ReceiveMessage", MaxNumberOfMessages=10)["Messages"]
            entries = [
                {"Id": str(number), "ReceiptHandle": message["ReceiptHandle"]}
                for number, message in enumerate(received)
            ]
            self.ask("DeleteMessageBatch", Entries=entries)

    @question("SendMessage, ReceiveMessage, DeleteMessage")
    def round_trip(self) -> None:
        self.ask("SendMessage", MessageBody="message")
        (received,) = self.ask("ReceiveMessage", MaxNumberOfMessages=1)["Messages"]
        self.ask("DeleteMessage", ReceiptHandle=received["ReceiptHandle"])

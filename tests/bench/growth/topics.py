"""SNS and EventBridge."""

import json

from aws_requests import REGION, Request, query_request
from growth.holding import Holding, batches, question


class Topics(Holding):
    """Two topics."""

    def prepare(self) -> None:
        self.topic, self.other = self.create_topic(self.label), self.create_topic(f"{self.label}-other")

    def create_topic(self, name: str) -> str:
        """Create a topic, and return its ARN."""
        answer = self.ask("CreateTopic", Name=name).decode()
        return answer.partition("<TopicArn>")[2].partition("</TopicArn>")[0]

    def ask(self, operation: str, **parameters: str) -> bytes:
        """Send a request, and return its body."""
        return self.send(query_request("sns", operation, self.account, **parameters))

    @question("Publish")
    def publish(self) -> None:
        self.ask("Publish", TopicArn=self.topic, Message="hello")


class Subscriptions(Topics):
    title = "subscriptions to other topics"

    def fill(self, numbers: range) -> None:
        for number in numbers:
            topic = self.create_topic(f"{self.label}-other-{number // 10}")
            queue = f"arn:aws:sqs:{REGION}:{self.account}:queue-{number}"
            self.ask("Subscribe", TopicArn=topic, Protocol="sqs", Endpoint=queue)

    @question("ListSubscriptionsByTopic")
    def list_subscriptions_by_topic(self) -> None:
        self.ask("ListSubscriptionsByTopic", TopicArn=self.topic)


class Publications(Topics):
    title = "messages published before"

    def prepare(self) -> None:
        super().prepare()
        self.ask("Publish", TopicArn=self.create_topic(f"{self.label}-looked-at"), Message="hello")

    def fill(self, numbers: range) -> None:
        for _ in numbers:
            self.ask("Publish", TopicArn=self.other, Message="hello")

    @question("look-up of a topic's messages in the control API", only_ours=True)
    def look(self) -> None:
        path = f"/_mockaws/publications?topic={self.label}-looked-at&account_id={self.account}"
        assert len(self.call(Request("publications", "GET", path, b"", {}))["publications"]) == 1

    @question("look-up of the messages since then", only_ours=True)
    def look_since(self) -> None:
        path = f"/_mockaws/publications?topic={self.label}-other&account_id={self.account}&since=9e9"
        assert self.call(Request("publications", "GET", path, b"", {})) == {"publications": []}


class Events(Holding):
    title = "events put before"

    def prepare(self) -> None:
        self.json("sqs", "CreateQueue", QueueName=self.label)
        target = {"Id": "queue", "Arn": f"arn:aws:sqs:{REGION}:{self.account}:{self.label}"}
        self.json("events", "PutRule", Name="growth", EventPattern=json.dumps({"source": ["growth"]}))
        self.json("events", "PutTargets", Rule="growth", Targets=[target])

    def fill(self, numbers: range) -> None:
        for batch in batches(numbers, 10):
            self.json("events", "PutEvents", Entries=[event("other")] * len(batch))

    @question("PutEvents")
    def put_events(self) -> None:
        self.json("events", "PutEvents", Entries=[event("growth")])


def event(source: str) -> dict[str, str]:
    """Return an event."""
    return {"Source": source, "DetailType": "growth", "Detail": "{}"}

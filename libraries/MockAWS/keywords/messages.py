"""Keywords for queues and topics."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from robot.api.deco import keyword

from cause_register.forms import UnwantedMessages, WrongMessages
from field_comparison.comparison import as_condition, as_text, differences, misspelt, parsed
from ManuelEnvironment.clocks import CLOCK_DIFFERENCE
from ManuelEnvironment.errors import BlockedError
from ManuelEnvironment.waiting import DEFAULT_TIMEOUT, NotYetError, eventually
from MockAWS.aws_connection import AwsConnection
from MockAWS.errors import MockAwsError
from MockAWS.observation_window import ObservationWindow

_SHOWN = 5
_LONGEST_SHOWN = 300
_LOOKING_SECONDS = 10
Message = Mapping[str, Any]


class MessageKeywords:
    """Keywords that read queues and what topics have published."""

    def __init__(self, aws: AwsConnection, window: ObservationWindow) -> None:
        self._aws = aws
        self._window = window

    @keyword(tags=["SQS", "Assertion"])
    def queue_should_hold(
        self, queue: str, count: int = 1, *, timeout: timedelta = DEFAULT_TIMEOUT, **fields: Any
    ) -> list[Any]:
        """Wait until a queue holds this many messages that were sent since the test began.

        The messages are only looked at, not received. On AWS itself, where that is impossible, they are received and become
        visible again immediately, which raises their receive count.

        Args:
            queue: `error`, `dead-letter`, or a queue's name or URL.
            count: The number of messages; a higher number fails immediately.
            timeout: How long to wait.
            fields: Count only messages with these fields in their JSON body; a dot leads into an object, `*` stands for
                anything.

        Returns:
            The bodies, the oldest first, parsed if they are JSON.

        Raises:
            AssertionError: The number is different; the message shows what the queue holds.
            MockAwsError: The number is negative.

        Example:
        ```robotframework
        Activate Fault    error    service=bedrock-runtime    code=AccessDeniedException    times=1
        Ask    How do I descale it?    status=503
        Queue Should Hold    dead-letter    exception.type=AccessDeniedException
        ```
        """
        if count < 0:
            raise MockAwsError(f"A queue holds 0 messages or more, never {count}.")
        name = self._aws.name("queue", queue)
        return eventually(
            lambda: _expect(count, f"queue {queue}", "hold", self._messages(name), fields), timeout
        )

    @keyword(tags=["SQS", "Assertion"])
    def queue_should_be_empty(self, queue: str, *, timeout: timedelta = timedelta(0)) -> None:
        """Fail if a queue holds a message that was sent since the test began.

        Args:
            queue: As for [Queue Should Hold].
            timeout: How long to wait for the queue to become empty; 0 looks once.

        Raises:
            AssertionError: There are messages; the failure shows them.

        Example:
        ```robotframework
        Queue Should Be Empty    dead-letter
        ```
        """
        name = self._aws.name("queue", queue)

        def look() -> None:
            messages = self._messages(name)
            if messages:
                left = UnwantedMessages(queue, _messages_in_words(len(messages)))
                raise NotYetError(f"{left}:\n{_shown(messages)}")

        eventually(look, timeout)

    @keyword(tags=["SNS", "Assertion"])
    def topic_should_have_published(
        self,
        topic: str,
        count: int = 1,
        *,
        subject: str | None = None,
        timeout: timedelta = DEFAULT_TIMEOUT,
        **fields: Any,
    ) -> list[Any]:
        """Wait until this many messages have been published on a topic since the test began. Needs a stand-in.

        Args:
            topic: `error`, or a topic's name or ARN.
            count: The number of messages; a higher number fails immediately. 0 checks that there is none.
            subject: Count only messages with this subject; `*` stands for anything.
            timeout: How long to wait.
            fields: Count only messages with these fields in their JSON body, as for [Queue Should Hold].

        Returns:
            The messages, the oldest first, parsed if they are JSON.

        Raises:
            AssertionError: The number is different; the message shows what was published.
            BlockedError: AWS is not a stand-in.

        Example:
        ```robotframework
        Activate Fault    error    service=bedrock-runtime    code=AccessDeniedException    times=1
        Ask    How do I descale it?    status=503
        ${error} =    Error Should Be    503    service_unavailable
        Topic Should Have Published    error    request_id=${error.request_id}
        ```
        """
        name = self._aws.name("topic", topic)
        wanted = fields if subject is None else {"subject": subject, **fields}
        return eventually(
            lambda: _expect(count, f"topic {topic}", "have published", self._publications(name), wanted),
            timeout,
        )

    def _messages(self, queue: str) -> list[Message]:
        if self._aws.has_stand_in:
            with _naming_existing("queues", self._queues):
                held = self._aws.ask("messages", queue=queue, since=self._since)["messages"]
            return [{"body": parsed(message["body"])} for message in held]
        return [
            {"body": parsed(message["Body"])}
            for message in self._received(queue)
            if int(message["Attributes"]["SentTimestamp"]) / 1000 >= self._since
        ]

    def _received(self, queue: str) -> list[Mapping[str, Any]]:
        """Receive all messages of a queue on AWS itself, and make them visible again."""
        client = self._aws.client("sqs")
        url = queue if "://" in queue else client.get_queue_url(QueueName=queue)["QueueUrl"]
        received: dict[str, Mapping[str, Any]] = {}
        while messages := client.receive_message(
            QueueUrl=url,
            MaxNumberOfMessages=10,
            VisibilityTimeout=_LOOKING_SECONDS,
            WaitTimeSeconds=1,  # without it, only some of the servers that hold messages are asked
            MessageSystemAttributeNames=["SentTimestamp"],
        ).get("Messages"):
            received.update({message["MessageId"]: message for message in messages})
        for message in received.values():
            handle = message["ReceiptHandle"]
            client.change_message_visibility(QueueUrl=url, ReceiptHandle=handle, VisibilityTimeout=0)
        return sorted(received.values(), key=lambda message: int(message["Attributes"]["SentTimestamp"]))

    def _publications(self, topic: str) -> list[Message]:
        if not self._aws.has_stand_in:
            raise BlockedError(
                "AWS stand-in",
                "only a stand-in shows what a topic has published; on AWS itself, subscribe a queue and use `Queue Should Hold`",
            )
        with _naming_existing("topics", self._topics):
            published = self._aws.ask("publications", topic=topic, since=self._since)["publications"]
        return [{"body": parsed(one["message"]), "subject": one["subject"]} for one in published]

    def _queues(self) -> list[str]:
        return [url.rpartition("/")[2] for url in self._aws.client("sqs").list_queues().get("QueueUrls", [])]

    def _topics(self) -> list[str]:
        topics = self._aws.client("sns").list_topics()["Topics"]
        return [topic["TopicArn"].rpartition(":")[2] for topic in topics]

    @property
    def _since(self) -> float:
        began_at = int(self._window.began_at * 1000) / 1000
        return began_at if self._aws.has_stand_in else began_at - CLOCK_DIFFERENCE.total_seconds()


@contextmanager
def _naming_existing(kind: str, names: Callable[[], list[str]]) -> Iterator[None]:
    """Add the names of the existing queues or topics to the error about one that does not exist."""
    try:
        yield
    except MockAwsError as error:
        if not str(error).startswith("There is no "):
            raise
        raise MockAwsError(f"{error} Existing {kind}: {', '.join(sorted(names())) or 'none'}.") from None


def _expect(
    count: int, who: str, does: str, messages: Sequence[Message], wanted: Mapping[str, Any]
) -> list[Any]:
    if count == 0 and (hint := misspelt(wanted, [_content(message) for message in messages])):
        raise MockAwsError(f"No message of {who} has a field {hint}")
    fitting = [message for message in messages if not differences(_content(message), wanted)]
    if len(fitting) == count:
        return [message["body"] for message in fitting]
    condition = as_condition(wanted) if wanted else None
    said = WrongMessages(who, does, _messages_in_words(count), condition, len(fitting))
    raise (AssertionError if len(fitting) > count else NotYetError)(
        f"{said}.\n"
        + (
            f"Messages since the test began:\n{_shown(messages)}"
            if messages
            else "There are no messages since the test began."
        )
    )


def _content(message: Message) -> Any:
    body = message["body"]
    if "subject" not in message:
        return body
    return {"subject": message["subject"], **(body if isinstance(body, dict) else {"message": body})}


def _messages_in_words(count: int) -> str:
    return "1 message" if count == 1 else f"{count} messages"


def _shown(messages: Sequence[Message]) -> str:
    lines = [
        (f"  {message['subject']}: " if message.get("subject") else "  ")
        + as_text(message["body"])[:_LONGEST_SHOWN]
        for message in messages[-_SHOWN:]
    ]
    left_out = len(messages) - len(lines)
    return "\n".join([f"  ({left_out} earlier ones)"] * bool(left_out) + lines)

"""SNS answers as AWS documents it: single requests by `behaviours/sns_cases.py`, then what takes several."""

import base64
import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import nullcontext
from functools import cached_property
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from behaviours import Case
from behaviours.comparing import MadeWhenNamed, require
from behaviours.sns_cases import CASES, STATUSES
from botocore.exceptions import ClientError
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509 import load_pem_x509_certificate

from aws_stand_in.overlays.sns import signatures
from aws_stand_in.overlays.sns.endpoint_posts import EndpointPosts, is_on_this_machine
from sns_engine import EndpointPost
from support.waiting import wait_until

VOLATILE = ("MessageId", "SequenceNumber")


class Topics:
    """Topics and queues of this test."""

    def __init__(self, aws: Any) -> None:
        self.sns = aws.client("sns", parameter_validation=False)
        self.sqs = aws.client("sqs")
        self.topic = self.sns.create_topic(Name="topic")["TopicArn"]
        self.queue = self.create_queue("queue")
        self.subscription = self.subscribe(self.queue)

    @cached_property
    def fifo(self) -> str:
        return str(self.sns.create_topic(Name="ordered.fifo", Attributes={"FifoTopic": "true"})["TopicArn"])

    def create_queue(self, name: str) -> str:
        """Create a queue, and return its ARN."""
        attributes = {"FifoQueue": "true"} if name.endswith(".fifo") else {}
        self.sqs.create_queue(QueueName=name, Attributes=attributes)
        return f"{self.topic.rpartition(':')[0].replace(':sns:', ':sqs:')}:{name}"

    def url(self, queue: str) -> str:
        found: str = self.sqs.get_queue_url(QueueName=queue.rpartition(":")[2])["QueueUrl"]
        return found

    def subscribe(self, queue: str, topic: str = "", **attributes: Any) -> str:
        texts = {name: one if isinstance(one, str) else json.dumps(one) for name, one in attributes.items()}
        answer = self.sns.subscribe(
            TopicArn=topic or self.topic, Protocol="sqs", Endpoint=queue, Attributes=texts
        )
        arn: str = answer["SubscriptionArn"]
        return arn

    def publish(self, text: str = "text", topic: str = "", **more: Any) -> dict[str, Any]:
        answer: dict[str, Any] = self.sns.publish(TopicArn=topic or self.topic, Message=text, **more)
        return answer

    def messages(self, queue: str = "") -> list[dict[str, Any]]:
        answer = self.sqs.receive_message(
            QueueUrl=self.url(queue or self.queue),
            MaxNumberOfMessages=10,
            MessageAttributeNames=["All"],
            MessageSystemAttributeNames=["All"],
        )
        found: list[dict[str, Any]] = answer.get("Messages", [])
        return found

    def notifications(self, queue: str = "") -> list[dict[str, Any]]:
        return [json.loads(message["Body"]) for message in self.messages(queue)]


@pytest.fixture
def topics(aws: Any) -> Topics:
    return Topics(aws)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_sns_answers_as_on_aws(topics: Topics, case: Case) -> None:
    names = MadeWhenNamed(
        topic=lambda: topics.topic,
        fifo=lambda: topics.fifo,
        queue=lambda: topics.queue,
        fifo_queue=lambda: topics.queue + ".fifo",
        other_queue=lambda: topics.queue + "-2",
        subscription=lambda: topics.subscription,
        new=lambda: topics.topic.removesuffix("topic") + "new",
    )
    require(case, topics.sns, names, volatile=VOLATILE, statuses=STATUSES)


# ---------------------------------------------------------------------------------------------------- what queues get


def test_a_notification_says_what_sns_knows(topics: Topics) -> None:
    attributes = {
        "text": {"DataType": "String", "StringValue": "a"},
        "number": {"DataType": "Number.int", "StringValue": "7"},
        "list": {"DataType": "String.Array", "StringValue": '["a", 1]'},
        "bytes": {"DataType": "Binary", "BinaryValue": b"\x00\x01"},
    }
    message_id = topics.publish("hello", Subject="greeting", MessageAttributes=attributes)["MessageId"]
    (notification,) = topics.notifications()
    signed = {"Timestamp", "SignatureVersion", "Signature", "SigningCertURL", "UnsubscribeURL"}
    assert {name: value for name, value in notification.items() if name not in signed} == {
        "Type": "Notification",
        "MessageId": message_id,
        "TopicArn": topics.topic,
        "Subject": "greeting",
        "Message": "hello",
        "MessageAttributes": {
            "text": {"Type": "String", "Value": "a"},
            "number": {"Type": "Number.int", "Value": "7"},
            "list": {"Type": "String.Array", "Value": '["a", 1]'},
            "bytes": {"Type": "Binary", "Value": "AAE="},
        },
    }
    assert signed <= notification.keys()


@pytest.mark.parametrize("version", ["1", "2"])
def test_a_signature_can_be_verified(topics: Topics, version: str) -> None:
    topics.sns.set_topic_attributes(
        TopicArn=topics.topic, AttributeName="SignatureVersion", AttributeValue=version
    )
    topics.publish("hello", Subject="greeting")
    (notification,) = topics.notifications()
    assert notification["SignatureVersion"] == version
    key = load_pem_x509_certificate(
        requests.get(notification["SigningCertURL"], timeout=30).content
    ).public_key()
    assert isinstance(key, rsa.RSAPublicKey)
    names = ("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type")
    text = "".join(f"{name}\n{notification[name]}\n" for name in names).encode()
    digest = hashes.SHA256() if version == "2" else hashes.SHA1()
    key.verify(base64.b64decode(notification["Signature"]), text, padding.PKCS1v15(), digest)


def test_threads_sign_with_one_key(monkeypatch: pytest.MonkeyPatch) -> None:
    generate, keys = rsa.generate_private_key, []
    threads = []

    def generate_slowly(*arguments: Any, **options: Any) -> Any:
        if not threads:
            threads.append(threading.Thread(target=lambda: keys.append(signatures.certificate())))
            threads[0].start()
            threads[0].join(0.3)
        return generate(*arguments, **options)

    signatures._generate_key.cache_clear()
    signatures.certificate.cache_clear()
    monkeypatch.setattr(rsa, "generate_private_key", generate_slowly)
    signature = base64.b64decode(signatures.sign("hello", "2"))
    threads[0].join()
    key = load_pem_x509_certificate(keys[0]).public_key()
    assert isinstance(key, rsa.RSAPublicKey)
    key.verify(signature, b"hello", padding.PKCS1v15(), hashes.SHA256())


def test_raw_delivery_is_the_message_with_its_attributes(topics: Topics) -> None:
    topics.sns.set_subscription_attributes(
        SubscriptionArn=topics.subscription, AttributeName="RawMessageDelivery", AttributeValue="true"
    )
    attributes = {
        "text": {"DataType": "String", "StringValue": "a"},
        "bytes": {"DataType": "Binary", "BinaryValue": b"\x00\x01"},
    }
    topics.publish("hello", MessageAttributes=attributes)
    (message,) = topics.messages()
    assert (message["Body"], message["MessageAttributes"]) == ("hello", attributes)


def test_a_message_has_a_text_for_each_protocol(topics: Topics) -> None:
    raw = topics.create_queue("raw")
    topics.subscribe(raw, RawMessageDelivery="true")
    topics.publish(json.dumps({"default": "all", "sqs": "queues", "http": 1}), MessageStructure="json")
    assert [one["Message"] for one in topics.notifications()] == ["queues"]
    assert [one["Body"] for one in topics.messages(raw)] == ["queues"]
    topics.publish(json.dumps({"default": "all", "lambda": "functions"}), MessageStructure="json")
    assert [one["Body"] for one in topics.messages(raw)] == ["all"]


def test_a_queue_that_is_gone_fails_neither_the_publisher_nor_other_queues(topics: Topics) -> None:
    gone, dead = topics.create_queue("gone"), topics.create_queue("dead")
    topics.subscribe(gone, RedrivePolicy={"deadLetterTargetArn": dead})
    topics.publish("one")
    assert topics.notifications(dead) == []
    topics.sqs.delete_queue(QueueUrl=topics.url(gone))
    topics.publish("two")
    assert [one["Message"] for one in topics.notifications()] == ["one", "two"]
    assert [one["Message"] for one in topics.notifications(dead)] == ["two"]


def test_a_function_that_is_gone_leaves_its_message_to_the_dead_letter_queue(topics: Topics) -> None:
    dead = topics.create_queue("dead")
    topics.sns.subscribe(
        TopicArn=topics.topic,
        Protocol="lambda",
        Endpoint=topics.queue.replace(":sqs:", ":lambda:").replace(":queue", ":function:gone"),
        Attributes={"RedrivePolicy": json.dumps({"deadLetterTargetArn": dead})},
    )
    topics.publish("one")
    assert [one["Message"] for one in topics.notifications(dead)] == ["one"]


def test_raw_delivery_of_more_than_ten_attributes_fails(topics: Topics) -> None:
    raw, dead = topics.create_queue("raw"), topics.create_queue("dead")
    topics.subscribe(raw, RawMessageDelivery="true", RedrivePolicy={"deadLetterTargetArn": dead})
    eleven = {str(number): {"DataType": "String", "StringValue": "a"} for number in range(11)}
    topics.publish("many", MessageAttributes=eleven)
    topics.publish("none")
    assert [one["Body"] for one in topics.messages(raw)] == ["none"]
    assert [one["Message"] for one in topics.notifications()] == ["many", "none"]


# ------------------------------------------------------------------------------------------------------------- filters

ATTRIBUTES: Mapping[str, dict[str, str]] = {
    "store": {"DataType": "String", "StringValue": "example_corp"},
    "price": {"DataType": "Number", "StringValue": "210.75"},
    "count": {"DataType": "Number.int", "StringValue": "100"},
    "interests": {"DataType": "String.Array", "StringValue": '["soccer", "rugby", 7, true, null]'},
    "address": {"DataType": "String", "StringValue": "10.0.0.7"},
}
BODY = {
    "store": "example_corp",
    "price": 210.75,
    "count": 100,
    "customer": {"interests": ["soccer", "rugby"], "active": True, "nick": None},
    "items": [{"name": "cup", "price": 3}, {"name": "jug", "price": 12}],
}
BY_ATTRIBUTES = [
    ({"store": ["example_corp"]}, True),
    ({"store": ["other", "example_corp"]}, True),
    ({"store": ["other"]}, False),
    ({"store": ["example_corp"], "price": [1]}, False),
    ({"store": [{"prefix": "example"}]}, True),
    ({"store": [{"prefix": "corp"}]}, False),
    ({"store": [{"suffix": "corp"}]}, True),
    ({"store": [{"suffix": "example"}]}, False),
    ({"store": [{"equals-ignore-case": "EXAMPLE_corp"}]}, True),
    ({"store": [{"equals-ignore-case": "EXAMPLE"}]}, False),
    ({"store": [{"wildcard": "ex*_co*"}]}, True),
    ({"store": [{"wildcard": "x*"}]}, False),
    ({"store": [{"anything-but": ["other"]}]}, True),
    ({"store": [{"anything-but": ["example_corp", "other"]}]}, False),
    ({"store": [{"anything-but": "example_corp"}]}, False),
    ({"store": [{"anything-but": {"prefix": "example"}}]}, False),
    ({"store": [{"anything-but": {"prefix": "other"}}]}, True),
    ({"store": [{"anything-but": {"suffix": "corp"}}]}, False),
    ({"missing": [{"anything-but": ["x"]}]}, False),
    ({"store": [{"exists": True}]}, True),
    ({"store": [{"exists": False}]}, False),
    ({"missing": [{"exists": False}]}, True),
    ({"price": [{"numeric": ["=", 210.75]}]}, True),
    ({"price": [{"numeric": [">", 210, "<=", 211]}]}, True),
    ({"price": [{"numeric": ["<", 210]}]}, False),
    ({"count": [100]}, True),
    ({"count": ["100"]}, False),
    ({"count": [{"anything-but": [100, 7]}]}, False),
    ({"interests": ["rugby"]}, True),
    ({"interests": ["tennis"]}, False),
    ({"interests": [7]}, True),
    ({"interests": [True]}, True),
    ({"interests": [None]}, True),
    ({"interests": [{"anything-but": ["rugby"]}]}, True),
    ({"interests": [{"prefix": "soc"}]}, True),
    ({"address": [{"cidr": "10.0.0.0/24"}]}, True),
    ({"address": [{"cidr": "10.0.1.0/24"}]}, False),
    ({"$or": [{"store": ["other"]}, {"count": [100]}]}, True),
    ({"$or": [{"store": ["other"]}, {"count": [1]}]}, False),
    ({"store": ["example_corp"], "$or": [{"price": [1]}, {"count": [100]}]}, True),
]
BY_BODY = [
    ({"store": ["example_corp"]}, True),
    ({"store": ["other"]}, False),
    ({"price": [{"numeric": [">=", 210.75]}]}, True),
    ({"customer": {"interests": ["rugby"]}}, True),
    ({"customer": {"interests": ["tennis"]}}, False),
    ({"customer": {"active": [True]}}, True),
    ({"customer": {"active": ["true"]}}, False),
    ({"customer": {"nick": [None]}}, True),
    ({"customer": {"missing": [{"exists": False}]}}, True),
    ({"items": {"name": ["jug"]}}, True),
    ({"items": {"name": ["pot"]}}, False),
    ({"items": {"price": [{"numeric": ["<", 5]}]}}, True),
    ({"$or": [{"customer": {"active": [False]}}, {"count": [100]}]}, True),
]


@pytest.mark.parametrize(("policy", "is_delivered"), BY_ATTRIBUTES, ids=json.dumps)
def test_a_filter_looks_at_attributes(topics: Topics, policy: Any, is_delivered: bool) -> None:
    filtered = topics.create_queue("filtered")
    topics.subscribe(filtered, FilterPolicy=policy)
    topics.publish("wanted", MessageAttributes=ATTRIBUTES)
    assert [one["Message"] for one in topics.notifications()] == ["wanted"]
    assert [one["Message"] for one in topics.notifications(filtered)] == ["wanted"] * is_delivered


@pytest.mark.parametrize(("policy", "is_delivered"), BY_BODY, ids=json.dumps)
def test_a_filter_looks_at_the_body(topics: Topics, policy: Any, is_delivered: bool) -> None:
    filtered = topics.create_queue("filtered")
    topics.subscribe(filtered, FilterPolicy=policy, FilterPolicyScope="MessageBody")
    topics.publish(json.dumps(BODY))
    assert len(topics.notifications()) == 1
    assert len(topics.notifications(filtered)) == is_delivered


def test_a_body_that_is_no_object_passes_no_filter(topics: Topics) -> None:
    filtered = topics.create_queue("filtered")
    topics.subscribe(
        filtered,
        FilterPolicy={"a": [{"exists": False}]},
        FilterPolicyScope="MessageBody",
        RawMessageDelivery="true",
    )
    for text in ("text", "[1]", "{}"):
        topics.publish(text)
    assert [one["Body"] for one in topics.messages(filtered)] == ["{}"]


def test_a_filter_can_be_changed_and_removed(topics: Topics) -> None:
    def set_filter(text: str) -> None:
        topics.sns.set_subscription_attributes(
            SubscriptionArn=topics.subscription, AttributeName="FilterPolicy", AttributeValue=text
        )

    set_filter('{"a": ["b"]}')
    attributes = topics.sns.get_subscription_attributes(SubscriptionArn=topics.subscription)["Attributes"]
    assert (attributes["FilterPolicy"], attributes["FilterPolicyScope"]) == (
        '{"a": ["b"]}',
        "MessageAttributes",
    )
    topics.publish("one")
    set_filter("")
    topics.publish("two")
    assert [one["Message"] for one in topics.notifications()] == ["two"]


# ---------------------------------------------------------------------------------------------------------- FIFO, batch


def test_a_fifo_topic_delivers_in_order_and_once(topics: Topics, clock: Any) -> None:
    queue = topics.create_queue("ordered-queue.fifo")
    topics.subscribe(queue, topics.fifo, RawMessageDelivery="true")

    def publish(text: str, key: str) -> dict[str, Any]:
        return topics.publish(text, topics.fifo, MessageGroupId="g", MessageDeduplicationId=key)

    first, again, second = publish("one", "1"), publish("other", "1"), publish("two", "2")
    assert again["MessageId"] == first["MessageId"] != second["MessageId"]
    assert first["SequenceNumber"] == again["SequenceNumber"] < second["SequenceNumber"]
    received = topics.messages(queue)
    assert [one["Body"] for one in received] == ["one", "two"]
    assert [one["Attributes"]["MessageGroupId"] for one in received] == ["g", "g"]
    assert [one["Attributes"]["MessageDeduplicationId"] for one in received] == ["1", "2"]
    clock.advance(301)
    assert publish("one", "1")["MessageId"] != first["MessageId"]


def test_content_tells_messages_of_a_fifo_topic(topics: Topics) -> None:
    topics.sns.set_topic_attributes(
        TopicArn=topics.fifo, AttributeName="ContentBasedDeduplication", AttributeValue="true"
    )
    queue = topics.create_queue("ordered-queue.fifo")
    topics.subscribe(queue, topics.fifo)
    for text in ("one", "one", "two"):
        topics.publish(text, topics.fifo, MessageGroupId="g")
    notifications = topics.notifications(queue)
    assert [one["Message"] for one in notifications] == ["one", "two"]
    assert all("SequenceNumber" in one and "Signature" not in one for one in notifications)


def test_a_standard_queue_can_be_subscribed_to_a_fifo_topic(topics: Topics) -> None:
    queue = topics.create_queue("unordered")
    topics.subscribe(queue, topics.fifo, RawMessageDelivery="true")
    topics.publish("one", topics.fifo, MessageGroupId="g", MessageDeduplicationId="1")
    (message,) = topics.messages(queue)
    assert message["Body"] == "one"
    assert "MessageGroupId" not in message["Attributes"]


def test_a_group_of_a_standard_topic_is_one_of_its_queues(topics: Topics) -> None:
    """As in LocalStack 4.14.0, services/sns/publisher.py, whose behaviour is validated against AWS."""
    topics.publish("one", MessageGroupId="g")
    (message,) = topics.messages()
    assert message["Attributes"]["MessageGroupId"] == "g"


def test_each_message_of_a_batch_can_fail_by_itself(topics: Topics) -> None:
    entries = [
        {"Id": "a", "Message": "one"},
        {"Id": "b", "Message": "not json", "MessageStructure": "json"},
        {"Id": "c", "Message": "three", "Subject": "third"},
    ]
    answer = topics.sns.publish_batch(TopicArn=topics.topic, PublishBatchRequestEntries=entries)
    assert [one["Id"] for one in answer["Successful"]] == ["a", "c"]
    assert answer["Failed"] == [
        {
            "Id": "b",
            "Code": "InvalidParameter",
            "Message": "Invalid parameter: Message Structure - JSON message body failed to parse",
            "SenderFault": True,
        }
    ]
    received = topics.notifications()
    assert [one["Message"] for one in received] == ["one", "three"]
    assert [one["MessageId"] for one in received] == [one["MessageId"] for one in answer["Successful"]]


# ------------------------------------------------------------------------------------------------------- HTTP endpoints


class Endpoint:
    """A server that is subscribed, and remembers what was posted to it."""

    def __init__(self) -> None:
        self.statuses: list[int] = []
        self.location = ""
        self.posts: list[tuple[Mapping[str, str], str]] = []
        endpoint = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                endpoint.posts.append((dict(self.headers), body))
                self.send_response(endpoint.statuses.pop(0) if endpoint.statuses else 200)
                self.send_header("Content-Length", "0")
                if endpoint.location:
                    self.send_header("Location", endpoint.location)
                self.end_headers()

            def log_message(self, *_arguments: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/news"
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    def posted(self, count: int) -> list[tuple[Mapping[str, str], str]]:
        wait_until(lambda: len(self.posts) >= count)
        return self.posts

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    running = Endpoint()
    yield running
    running.close()


@pytest.fixture
def other_endpoint() -> Iterator[Endpoint]:
    running = Endpoint()
    yield running
    running.close()


def subscribed(topics: Topics, endpoint: Endpoint, **attributes: str) -> str:
    """Subscribe an endpoint, confirm it as it would itself, and return the ARN of the subscription."""
    pending = topics.sns.subscribe(
        TopicArn=topics.topic, Protocol="http", Endpoint=endpoint.url, Attributes=attributes
    )
    assert pending["SubscriptionArn"] == "pending confirmation"
    headers, body = endpoint.posted(1)[0]
    assert headers["x-amz-sns-message-type"] == "SubscriptionConfirmation"
    answer = requests.get(json.loads(body)["SubscribeURL"], timeout=30)
    assert answer.status_code == 200, answer.text
    arns = [
        one["SubscriptionArn"]
        for one in topics.sns.list_subscriptions_by_topic(TopicArn=topics.topic)["Subscriptions"]
    ]
    (arn,) = [one for one in arns if one != topics.subscription]
    endpoint.posts.clear()
    return str(arn)


def test_an_http_endpoint_confirms_its_subscription(topics: Topics, endpoint: Endpoint) -> None:
    arn = topics.sns.subscribe(
        TopicArn=topics.topic, Protocol="http", Endpoint=endpoint.url, ReturnSubscriptionArn=True
    )["SubscriptionArn"]
    topics.publish("too early")
    headers, body = endpoint.posted(1)[0]
    message = json.loads(body)
    assert (headers["x-amz-sns-message-type"], message["Type"]) == ("SubscriptionConfirmation",) * 2
    assert (message["TopicArn"], headers["x-amz-sns-topic-arn"]) == (topics.topic, topics.topic)
    assert {"Signature", "SignatureVersion", "SigningCertURL", "Timestamp", "Message"} <= message.keys()
    assert parse_qs(urlsplit(message["SubscribeURL"]).query)["Token"] == [message["Token"]]
    attributes = topics.sns.get_topic_attributes(TopicArn=topics.topic)["Attributes"]
    assert (attributes["SubscriptionsPending"], attributes["SubscriptionsConfirmed"]) == ("1", "1")

    confirmed = topics.sns.confirm_subscription(TopicArn=topics.topic, Token=message["Token"])
    assert confirmed["SubscriptionArn"] == arn
    topics.publish("in time")
    headers, body = endpoint.posted(2)[1]
    assert (headers["x-amz-sns-message-type"], headers["x-amz-sns-subscription-arn"]) == ("Notification", arn)
    assert headers["Content-Type"] == "text/plain; charset=UTF-8"
    assert json.loads(body)["Message"] == "in time"


def test_the_unsubscribe_url_of_a_message_ends_the_subscription(topics: Topics, endpoint: Endpoint) -> None:
    arn = subscribed(topics, endpoint)
    topics.publish("one")
    url = json.loads(endpoint.posted(1)[0][1])["UnsubscribeURL"]
    assert requests.get(url, timeout=30).status_code == 200
    with pytest.raises(ClientError, match="Subscription does not exist"):
        topics.sns.get_subscription_attributes(SubscriptionArn=arn)


def test_raw_delivery_to_an_http_endpoint_is_the_message(topics: Topics, endpoint: Endpoint) -> None:
    subscribed(topics, endpoint, RawMessageDelivery="true")
    topics.publish("hello")
    headers, body = endpoint.posted(1)[0]
    assert (headers["x-amz-sns-rawdelivery"], body) == ("true", "hello")


def test_a_message_is_posted_again_until_it_is_taken(topics: Topics, endpoint: Endpoint) -> None:
    subscribed(topics, endpoint)
    endpoint.statuses = [500, 503, 200]
    topics.publish("hello")
    posts = endpoint.posted(3)
    assert len({json.loads(body)["MessageId"] for _, body in posts}) == 1


def test_a_message_that_an_endpoint_refuses_goes_to_the_dead_letter_queue(
    topics: Topics, endpoint: Endpoint
) -> None:
    dead = topics.create_queue("dead")
    subscribed(topics, endpoint, RedrivePolicy=json.dumps({"deadLetterTargetArn": dead}))
    endpoint.statuses = [403]
    topics.publish("hello")
    answer = topics.sqs.receive_message(QueueUrl=topics.url(dead), WaitTimeSeconds=10)
    assert [json.loads(one["Body"])["Message"] for one in answer["Messages"]] == ["hello"]
    assert len(endpoint.posts) == 1


@pytest.mark.parametrize("status", [302, 307])
def test_a_redirection_is_not_followed(
    topics: Topics, endpoint: Endpoint, other_endpoint: Endpoint, status: int
) -> None:
    dead = topics.create_queue("dead")
    subscribed(topics, endpoint, RedrivePolicy=json.dumps({"deadLetterTargetArn": dead}))
    endpoint.statuses, endpoint.location = [status], other_endpoint.url
    topics.publish("hello")
    answer = topics.sqs.receive_message(QueueUrl=topics.url(dead), WaitTimeSeconds=10)
    assert [json.loads(one["Body"])["Message"] for one in answer["Messages"]] == ["hello"]
    assert (len(endpoint.posts), other_endpoint.posts) == (1, [])


def test_an_endpoint_that_has_no_host_gets_nothing() -> None:
    failures: list[str] = []
    posts = EndpointPosts(lambda _account_id: nullcontext())
    posts.accept("000000000001", EndpointPost("http://[x/", {}, "hello", 0), lambda: failures.append("hello"))
    wait_until(lambda: failures == ["hello"])
    posts.close()


def test_a_failure_while_posting_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    posts = EndpointPosts(lambda _account_id: nullcontext())

    def fail() -> None:
        raise RuntimeError("no queue 4711")

    posts.accept("000000000001", EndpointPost("http://example.com/", {}, "hello", 0), fail)
    wait_until(lambda: "no queue 4711" in caplog.text)
    posts.close()


def test_retries_end_by_the_delivery_policy(topics: Topics, endpoint: Endpoint) -> None:
    dead = topics.create_queue("dead")
    policy = {"healthyRetryPolicy": {"numRetries": 1, "minDelayTarget": 1, "maxDelayTarget": 1}}
    subscribed(
        topics,
        endpoint,
        DeliveryPolicy=json.dumps(policy),
        RedrivePolicy=json.dumps({"deadLetterTargetArn": dead}),
    )
    endpoint.statuses = [500] * 9
    topics.publish("hello")
    answer = topics.sqs.receive_message(QueueUrl=topics.url(dead), WaitTimeSeconds=10)
    assert (len(answer["Messages"]), len(endpoint.posts)) == (1, 2)


@pytest.mark.parametrize(
    ("own", "has_overrides", "posts"),
    [(None, True, 2), (0, True, 1), (0, False, 2)],
    ids=["of the topic", "of the subscription", "of the topic against the subscription"],
)
def test_a_topic_has_a_delivery_policy(
    topics: Topics, endpoint: Endpoint, own: int | None, has_overrides: bool, posts: int
) -> None:
    of_topic = {
        "http": {
            "defaultHealthyRetryPolicy": {"numRetries": 1},
            "disableSubscriptionOverrides": not has_overrides,
        }
    }
    topics.sns.set_topic_attributes(
        TopicArn=topics.topic, AttributeName="DeliveryPolicy", AttributeValue=json.dumps(of_topic)
    )
    dead = topics.create_queue("dead")
    own_policy = (
        {} if own is None else {"DeliveryPolicy": json.dumps({"healthyRetryPolicy": {"numRetries": own}})}
    )
    subscribed(topics, endpoint, RedrivePolicy=json.dumps({"deadLetterTargetArn": dead}), **own_policy)
    endpoint.statuses = [500] * 9
    topics.publish("hello")
    answer = topics.sqs.receive_message(QueueUrl=topics.url(dead), WaitTimeSeconds=10)
    assert (len(answer["Messages"]), len(endpoint.posts)) == (1, posts)


@pytest.mark.parametrize(
    ("url", "is_here"),
    [
        ("http://127.0.0.1:80/", True),
        ("http://localhost/", True),
        ("http://[::1]:80/", True),
        ("https://example.com/", False),
        ("http://10.0.0.1/", False),
        ("http://127.0.0.1.example.com/", False),
        ("http://[x/", False),
    ],
)
def test_only_endpoints_of_this_machine_are_called(url: str, is_here: bool) -> None:
    assert is_on_this_machine(url) is is_here


# --------------------------------------------------------------------------------------------------- topics and lists


def test_topics_have_tags_permissions_and_attributes(topics: Topics) -> None:
    topics.sns.tag_resource(
        ResourceArn=topics.topic, Tags=[{"Key": "a", "Value": "1"}, {"Key": "b", "Value": "2"}]
    )
    topics.sns.untag_resource(ResourceArn=topics.topic, TagKeys=["a"])
    assert topics.sns.list_tags_for_resource(ResourceArn=topics.topic)["Tags"] == [{"Key": "b", "Value": "2"}]
    topics.sns.add_permission(
        TopicArn=topics.topic, Label="partner", AWSAccountId=["000000000001"], ActionName=["Publish"]
    )
    attributes = topics.sns.get_topic_attributes(TopicArn=topics.topic)["Attributes"]
    assert [one["Sid"] for one in json.loads(attributes["Policy"])["Statement"]] == [
        "__default_statement_ID",
        "partner",
    ]
    topics.sns.remove_permission(TopicArn=topics.topic, Label="partner")
    attributes = topics.sns.get_topic_attributes(TopicArn=topics.topic)["Attributes"]
    assert [one["Sid"] for one in json.loads(attributes["Policy"])["Statement"]] == ["__default_statement_ID"]
    assert topics.sns.get_topic_attributes(TopicArn=topics.fifo)["Attributes"]["FifoTopic"] == "true"


def test_a_name_on_a_display_keeps_its_case(topics: Topics) -> None:
    topics.sns.set_topic_attributes(TopicArn=topics.topic, AttributeName="DisplayName", AttributeValue="TRUE")
    attributes = topics.sns.get_topic_attributes(TopicArn=topics.topic)["Attributes"]
    assert attributes["DisplayName"] == "TRUE"


def test_a_deleted_topic_has_no_subscriptions(topics: Topics) -> None:
    topics.sns.unsubscribe(SubscriptionArn=topics.subscription)
    attributes = topics.sns.get_topic_attributes(TopicArn=topics.topic)["Attributes"]
    assert (attributes["SubscriptionsDeleted"], attributes["SubscriptionsConfirmed"]) == ("1", "0")
    topics.subscribe(topics.queue)
    topics.sns.delete_topic(TopicArn=topics.topic)
    assert topics.sns.list_subscriptions()["Subscriptions"] == []
    with pytest.raises(ClientError, match="Topic does not exist"):
        topics.publish("text")


def test_topics_are_listed_a_hundred_at_a_time(topics: Topics) -> None:
    for number in range(101):
        topics.sns.create_topic(Name=f"topic-{number}")
    first = topics.sns.list_topics()
    second = topics.sns.list_topics(NextToken=first["NextToken"])
    assert (len(first["Topics"]), len(second["Topics"]), "NextToken" in second) == (100, 2, False)
    with pytest.raises(ClientError, match="NextToken"):
        topics.sns.list_topics(NextToken="?")

"""Each kind of fault as a real boto3 client sees it over HTTP, timing included."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlencode
from xml.parsers.expat import ExpatError

import pytest
import urllib3
from botocore.exceptions import (
    ClientError,
    ConnectionClosedError,
    EndpointConnectionError,
    EventStreamError,
    FlexibleChecksumError,
    ReadTimeoutError,
    ResponseStreamingError,
)
from botocore.parsers import ResponseParserError

from fault_engine import FaultEngine, RuleError, UnsupportedFaultError
from fault_engine.faults import FaultedRequest
from fault_engine.faults.event_streams import encode_frame
from fault_engine.proxy import FaultProxy
from loopback_server.server import LoopbackServer
from support.waiting import wait_until

TABLE, BUCKET, QUEUE = "kinds", "kinds-bucket", "kinds"
AT_ONCE = 20.0
"""Seconds within which anything is done that need not wait, even on a busy machine."""

OutcomeOf = Callable[[Callable[[], Any]], Any]


@pytest.fixture
def table(aws: Any) -> Iterator[Any]:
    """DynamoDB with a table."""
    client = aws.client("dynamodb")
    client.create_table(
        TableName=TABLE,
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        BillingMode="PAY_PER_REQUEST",
    )
    yield client
    aws.engine.clear()
    client.delete_table(TableName=TABLE)


@pytest.fixture
def bucket(aws: Any) -> Iterator[Any]:
    """S3 with a bucket that holds one object of 1000 bytes."""
    client = aws.client("s3")
    client.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    client.put_object(Bucket=BUCKET, Key="object", Body=b"x" * 1000)
    yield client
    aws.engine.clear()
    for entry in client.list_objects_v2(Bucket=BUCKET).get("Contents", ()):
        client.delete_object(Bucket=BUCKET, Key=entry["Key"])
    client.delete_bucket(Bucket=BUCKET)


@pytest.fixture
def queue(aws: Any) -> Iterator[tuple[Any, str]]:
    """SQS with an empty queue."""
    client = aws.client("sqs")
    url = client.create_queue(QueueName=QUEUE)["QueueUrl"]
    yield client, url
    aws.engine.clear()
    client.delete_queue(QueueUrl=url)


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Fail if what is done here takes longer."""
    started = time.monotonic()
    yield
    assert time.monotonic() - started < seconds


def increment(client: Any) -> int:
    response = client.update_item(
        TableName=TABLE,
        Key={"id": {"S": "counter"}},
        UpdateExpression="ADD hits :one",
        ExpressionAttributeValues={":one": {"N": "1"}},
        ReturnValues="ALL_NEW",
    )
    return int(response["Attributes"]["hits"]["N"])


class TestError:
    def test_throttled_call_is_retried_until_it_succeeds(
        self, aws: Any, table: Any, outcome_of: OutcomeOf
    ) -> None:
        aws.fail(service="dynamodb", fault="error", code="ProvisionedThroughputExceededException", times=2)
        outcome = outcome_of(lambda: increment(table))

        assert outcome.value == 1
        assert [effect.attempt for effect in aws.effects()] == [1, 2]
        assert outcome.seconds < AT_ONCE

    def test_error_is_raised_as_its_own_class_with_its_members(self, aws: Any, table: Any) -> None:
        aws.fail(
            service="dynamodb",
            operation="TransactWriteItems",
            fault="error",
            code="TransactionCanceledException",
            members={"CancellationReasons": [{"Code": "ConditionalCheckFailed", "Message": "taken"}]},
        )
        with pytest.raises(table.exceptions.TransactionCanceledException) as raised:
            table.transact_write_items(
                TransactItems=[{"Delete": {"TableName": TABLE, "Key": {"id": {"S": "1"}}}}]
            )
        assert raised.value.response["CancellationReasons"] == [
            {"Code": "ConditionalCheckFailed", "Message": "taken"}
        ]

    def test_error_that_is_not_retryable_is_raised_at_once(
        self, aws: Any, table: Any, outcome_of: OutcomeOf
    ) -> None:
        aws.fail(service="dynamodb", fault="error", code="ResourceNotFoundException")
        outcome = outcome_of(lambda: increment(table))

        assert isinstance(outcome.error, table.exceptions.ResourceNotFoundException)
        assert len(aws.effects()) == 1

    def test_error_after_the_work_hides_that_it_was_done(self, aws: Any, table: Any) -> None:
        aws.fail(service="dynamodb", fault="error", code="InternalServerError", phase="after", times=1)

        assert increment(table) == 2

    def test_other_operations_are_spared(self, aws: Any, table: Any) -> None:
        aws.fail(service="dynamodb", operation="GetItem", fault="error", code="InternalServerError")

        assert increment(table) == 1
        assert aws.effects() == []


class TestSeed:
    def test_two_runs_on_eight_threads_hit_the_same_calls(self, aws: Any, table: Any) -> None:
        client = aws.client("dynamodb", max_pool_connections=8)

        def is_refused(number: int) -> bool:
            try:
                client.put_item(TableName=TABLE, Item={"id": {"S": str(number)}})
            except table.exceptions.ResourceNotFoundException:
                return True
            return False

        runs = []
        for _ in range(2):
            aws.fail(
                service="dynamodb", fault="error", code="ResourceNotFoundException", probability=0.3, seed=7
            )
            with ThreadPoolExecutor(8) as eight_threads:
                runs.append(list(eight_threads.map(is_refused, range(100))))
            aws.engine.clear()

        assert runs[0] == runs[1]
        assert 15 <= sum(runs[0]) <= 45


class TestHttpError:
    def test_error_page_of_a_load_balancer_is_a_client_error(self, aws: Any, table: Any) -> None:
        aws.fail(service="dynamodb", fault="http_error", status=418, body="<html>teapot</html>", times=1)
        with within(AT_ONCE), pytest.raises(ClientError) as raised:
            increment(table)
        assert raised.value.response["ResponseMetadata"]["HTTPStatusCode"] == 418


class TestLatency:
    def test_response_is_delayed(self, aws: Any, table: Any, outcome_of: OutcomeOf) -> None:
        aws.fail(service="dynamodb", fault="latency", delay="400ms", times=1)
        outcome = outcome_of(lambda: increment(table))

        assert outcome.value == 1
        assert outcome.seconds >= 0.4
        assert aws.effects()[0].held_ms >= 400
        assert (increment(table), len(aws.effects())) == (2, 1)

    def test_delay_is_exact(self, aws: Any, table: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        held: list[float] = []
        monkeypatch.setattr(FaultedRequest, "hold", lambda _, seconds: held.append(seconds))
        aws.fail(service="dynamodb", fault="latency", delay="400ms")
        increment(table)
        assert held == [0.4]

    def test_jitter_stays_within_its_bounds_and_depends_on_the_seed(
        self, aws: Any, table: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        held: list[float] = []
        monkeypatch.setattr(FaultedRequest, "hold", lambda _, seconds: held.append(seconds))

        def delays(seed: int) -> list[float]:
            aws.engine.clear()
            held.clear()
            aws.fail(service="dynamodb", fault="latency", delay=0.05, jitter=0.04, seed=seed, name="jitter")
            for _ in range(20):
                increment(table)
            return list(held)

        first, again, other = delays(1), delays(1), delays(2)
        assert all(0.01 <= seconds <= 0.09 for seconds in first)
        assert (min(first) < 0.04, max(first) > 0.06) == (True, True)
        assert first == again != other

    def test_delays_of_two_rules_add_up(self, aws: Any, table: Any, outcome_of: OutcomeOf) -> None:
        aws.fail(service="dynamodb", fault="latency", delay=0.2)
        aws.fail(fault="latency", delay=0.2)

        assert outcome_of(lambda: increment(table)).seconds >= 0.4
        assert len(aws.effects()) == 2

    def test_response_of_an_application_that_leaves_its_body_to_the_server_is_delayed(self) -> None:
        def application(environ: Any, start_response: Any) -> list[bytes]:
            body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
            start_response("200 OK", [])
            return [body]

        engine = FaultEngine()
        engine.add({"path": "/*", "fault": "latency", "delay": 0.1, "phase": "after"})
        with LoopbackServer(engine.wrap_api(application)) as server, within(AT_ONCE):
            response = urllib3.request("POST", server.url, body=b"body", timeout=30)

        assert response.data == b"body"
        assert engine.effects()[0].held_ms >= 100


class TestHang:
    def test_client_waits_until_its_own_timeout(self, aws: Any, table: Any, outcome_of: OutcomeOf) -> None:
        impatient = aws.client(
            "dynamodb", read_timeout=0.5, retries={"total_max_attempts": 2, "mode": "standard"}
        )
        aws.fail(service="dynamodb", fault="hang")
        outcome = outcome_of(lambda: increment(impatient))

        assert isinstance(outcome.error, ReadTimeoutError)
        assert 1.0 <= outcome.seconds < AT_ONCE
        assert [effect.attempt for effect in aws.effects()] == [1, 2]

    def test_request_is_served_when_the_rule_ends(self, aws: Any, table: Any, outcome_of: OutcomeOf) -> None:
        aws.fail(service="dynamodb", fault="hang", duration=0.3)
        outcome = outcome_of(lambda: increment(table))

        assert outcome.value == 1
        assert 0.3 <= outcome.seconds < AT_ONCE

    def test_connection_is_reset_after_the_limit(self, aws: Any, table: Any, outcome_of: OutcomeOf) -> None:
        once = aws.client("dynamodb", retries={"total_max_attempts": 1, "mode": "standard"})
        aws.fail(service="dynamodb", fault="hang", limit=0.2)
        outcome = outcome_of(lambda: increment(once))

        assert isinstance(outcome.error, ConnectionClosedError)
        assert 0.2 <= outcome.seconds < AT_ONCE

    def test_hanging_requests_do_not_delay_others(self, aws: Any, table: Any, outcome_of: OutcomeOf) -> None:
        once = {"retries": {"total_max_attempts": 1, "mode": "standard"}, "max_pool_connections": 30}
        hanging = aws.client("sqs", **once)
        aws.fail(service="sqs", fault="hang", name="silence")
        with ThreadPoolExecutor(30) as pool:
            outcomes = [pool.submit(outcome_of, hanging.list_queues) for _ in range(30)]
            wait_until(lambda: len(aws.effects()) == 30)
            assert outcome_of(lambda: increment(table)).seconds < AT_ONCE
            aws.engine.remove("silence")
            ended = [outcome.result(timeout=30) for outcome in outcomes]

        assert all(isinstance(outcome.error, ConnectionClosedError) for outcome in ended)

    def test_request_is_released_when_its_client_gives_up(
        self, aws: Any, table: Any, outcome_of: OutcomeOf
    ) -> None:
        impatient = aws.client(
            "dynamodb", read_timeout=0.2, retries={"total_max_attempts": 1, "mode": "standard"}
        )
        aws.fail(service="dynamodb", fault="hang")
        outcome_of(lambda: increment(impatient))

        wait_until(lambda: aws.effects()[0].held_ms is not None)
        assert aws.effects()[0].held_ms >= 100


class TestReset:
    def test_retry_makes_up_for_a_lost_request(self, aws: Any, table: Any, outcome_of: OutcomeOf) -> None:
        aws.fail(service="dynamodb", fault="reset", times=1)
        outcome = outcome_of(lambda: increment(table))

        assert outcome.value == 1
        assert outcome.seconds < AT_ONCE

    def test_permanent_reset_is_a_closed_connection(
        self, aws: Any, table: Any, outcome_of: OutcomeOf
    ) -> None:
        aws.fail(service="dynamodb", fault="reset")
        outcome = outcome_of(lambda: increment(table))

        assert isinstance(outcome.error, ConnectionClosedError)
        assert [effect.attempt for effect in aws.effects()] == [1, 2, 3, 4]

    def test_lost_response_counts_twice(self, aws: Any, table: Any) -> None:
        aws.fail(service="dynamodb", fault="reset", phase="after", times=1)
        with within(AT_ONCE):
            assert increment(table) == 2

    def test_conditional_write_conflicts_with_itself_after_a_lost_response(
        self, aws: Any, table: Any
    ) -> None:
        aws.fail(service="dynamodb", operation="PutItem", fault="reset", phase="after", times=1)
        with pytest.raises(table.exceptions.ConditionalCheckFailedException):
            table.put_item(
                TableName=TABLE, Item={"id": {"S": "1"}}, ConditionExpression="attribute_not_exists(id)"
            )

    def test_lost_response_sends_a_message_twice(self, aws: Any, queue: tuple[Any, str]) -> None:
        client, url = queue
        aws.fail(service="sqs", operation="SendMessage", fault="reset", phase="after", times=1)
        client.send_message(QueueUrl=url, MessageBody="once")
        attributes = client.get_queue_attributes(QueueUrl=url, AttributeNames=["ApproximateNumberOfMessages"])

        assert attributes["Attributes"]["ApproximateNumberOfMessages"] == "2"


class TestRefused:
    def test_connections_are_refused_while_the_rule_is_active(self, aws: Any, outcome_of: OutcomeOf) -> None:
        engine = FaultEngine()
        with FaultProxy(aws.url, engine) as proxy:
            twice = {"total_max_attempts": 2, "mode": "standard"}
            through_proxy = aws.behind(engine, proxy.url).client("sqs", retries=twice)
            assert through_proxy.list_queues()["ResponseMetadata"]["HTTPStatusCode"] == 200
            engine.add({"fault": "refused", "name": "port closed"})
            outcome = outcome_of(through_proxy.list_queues)

            assert isinstance(outcome.error, EndpointConnectionError)
            assert outcome.seconds < AT_ONCE
            assert engine.remove("port closed")["hits"] == 1
            assert through_proxy.list_queues()["ResponseMetadata"]["HTTPStatusCode"] == 200

    def test_port_opens_again_after_the_duration(self, aws: Any) -> None:
        engine = FaultEngine()
        with FaultProxy(aws.url, engine) as proxy:
            client = aws.behind(engine, proxy.url).client("sqs")
            engine.add({"fault": "refused", "duration": 0.2})
            wait_until(lambda: not engine.rules[0]["active"])
            engine.clear()

            assert client.list_queues()["ResponseMetadata"]["RetryAttempts"] == 0

    def test_engine_without_a_proxy_rejects_the_rule(self, aws: Any) -> None:
        with pytest.raises(RuleError, match="only at a proxy"):
            aws.fail(fault="refused")


class TestTruncated:
    def test_boto3_takes_half_a_json_body_for_an_empty_success(
        self, aws: Any, table: Any, outcome_of: OutcomeOf
    ) -> None:
        aws.fail(service="dynamodb", operation="ListTables", fault="truncated")
        outcome = outcome_of(table.list_tables)

        assert set(outcome.value) == {"ResponseMetadata"}
        assert len(aws.effects()) == 4
        assert outcome.seconds < AT_ONCE

    def test_object_breaks_off_while_it_is_being_read(self, aws: Any, bucket: Any) -> None:
        aws.fail(service="s3", operation="GetObject", fault="truncated", keep=0.25)
        body = bucket.get_object(Bucket=BUCKET, Key="object")["Body"]
        with pytest.raises(ResponseStreamingError, match="250 bytes read, 750 more expected"):
            body.read()

    def test_connection_is_reset_in_the_middle_of_a_body(self, aws: Any, bucket: Any) -> None:
        aws.fail(service="s3", operation="GetObject", fault="truncated", ending="reset")
        body = bucket.get_object(Bucket=BUCKET, Key="object")["Body"]
        with pytest.raises((ResponseStreamingError, ConnectionClosedError)):
            body.read()

    def test_connection_hangs_in_the_middle_of_a_body(
        self, aws: Any, bucket: Any, outcome_of: OutcomeOf
    ) -> None:
        impatient = aws.client("s3", read_timeout=0.5)
        aws.fail(service="s3", operation="GetObject", fault="truncated", ending="hang")
        body = impatient.get_object(Bucket=BUCKET, Key="object")["Body"]
        outcome = outcome_of(body.read)

        assert isinstance(outcome.error, ReadTimeoutError)
        assert 0.5 <= outcome.seconds < AT_ONCE


class TestWrongLength:
    def test_client_waits_for_bytes_that_were_promised_but_not_sent(
        self, aws: Any, table: Any, outcome_of: OutcomeOf
    ) -> None:
        impatient = aws.client("dynamodb", read_timeout=0.5)
        aws.fail(service="dynamodb", operation="ListTables", fault="wrong_length", by=10, times=1)
        outcome = outcome_of(impatient.list_tables)

        assert outcome.value["TableNames"] == [TABLE]
        assert 0.5 <= outcome.seconds < AT_ONCE
        assert len(aws.effects()) == 1

    def test_client_stops_reading_at_a_length_that_is_too_short(self, aws: Any, bucket: Any) -> None:
        aws.fail(service="s3", operation="GetObject", fault="wrong_length", by=-100)
        response = bucket.get_object(Bucket=BUCKET, Key="object")

        assert response["ContentLength"] == 900
        with pytest.raises(FlexibleChecksumError):
            response["Body"].read()


@pytest.mark.parametrize(
    "fault",
    [
        {"fault": "truncated"},
        {"fault": "wrong_length", "by": -1},
        {"fault": "malformed", "content": "half"},
        {"fault": "malformed", "content": "empty"},
    ],
)
def test_a_response_without_a_body_is_no_hit_where_the_body_would_lack_something(
    fault: dict[str, Any],
) -> None:
    def application(_: Any, start_response: Any) -> list[bytes]:
        start_response("200 OK", [("Content-Length", "0")])
        return []

    engine = FaultEngine()
    engine.add({"path": "/*", **fault})
    with LoopbackServer(engine.wrap_api(application)) as server:
        response = urllib3.request("GET", f"{server.url}/x")

    assert (response.status, response.data, "X-Fault-Rule" in response.headers) == (200, b"", False)
    assert (engine.rules[0]["hits"], engine.effects()) == (0, [])


class TestMalformed:
    @pytest.mark.parametrize("content", ["html", "half", "empty"])
    def test_boto3_takes_an_unreadable_json_body_for_an_empty_success(
        self, aws: Any, table: Any, content: str
    ) -> None:
        aws.fail(service="dynamodb", operation="ListTables", fault="malformed", content=content)
        with within(AT_ONCE):
            response = table.list_tables()

        assert set(response) == {"ResponseMetadata"}
        assert response["ResponseMetadata"]["RetryAttempts"] == 0

    def test_noise_is_not_raised_as_a_botocore_error(self, aws: Any, table: Any) -> None:
        aws.fail(service="dynamodb", operation="ListTables", fault="malformed", content="noise")
        with pytest.raises(UnicodeDecodeError):
            table.list_tables()

    def test_half_of_an_xml_response_is_a_parser_error(self, aws: Any) -> None:
        client = aws.client("sns")
        aws.fail(service="sns", operation="ListTopics", fault="malformed", content="half")
        with pytest.raises((ResponseParserError, ExpatError)):
            client.list_topics()

    def test_html_in_the_query_protocol_is_a_bare_key_error(self, aws: Any) -> None:
        client = aws.client("sns")
        aws.fail(service="sns", operation="ListTopics", fault="malformed")
        with pytest.raises(KeyError, match="ListTopicsResult"):
            client.list_topics()


class TestPartialBatch:
    def test_half_of_a_write_is_stored(self, aws: Any, table: Any) -> None:
        requests = [{"PutRequest": {"Item": {"id": {"S": str(number)}}}} for number in range(10)]
        aws.fail(service="dynamodb", operation="BatchWriteItem", fault="partial_batch", share=0.5, times=1)
        with within(AT_ONCE):
            response = table.batch_write_item(RequestItems={TABLE: requests})

        assert response["UnprocessedItems"] == {TABLE: requests[5:]}
        assert table.scan(TableName=TABLE)["Count"] == 5

    def test_keys_that_were_not_read_are_returned(self, aws: Any, table: Any) -> None:
        for number in range(4):
            table.put_item(TableName=TABLE, Item={"id": {"S": str(number)}})
        keys = [{"id": {"S": str(number)}} for number in range(4)]
        aws.fail(service="dynamodb", operation="BatchGetItem", fault="partial_batch", share=0.25)
        response = table.batch_get_item(RequestItems={TABLE: {"Keys": keys, "ConsistentRead": True}})

        assert len(response["Responses"][TABLE]) == 3
        assert response["UnprocessedKeys"] == {TABLE: {"Keys": keys[3:], "ConsistentRead": True}}

    @pytest.mark.parametrize("share", [0.5, 1])
    def test_a_batch_that_aws_refuses_as_a_whole_is_no_hit(self, aws: Any, share: float) -> None:
        name = aws.fail(service="sqs", operation="SendMessageBatch", fault="partial_batch", share=share)
        client = aws.client("sqs")
        with pytest.raises(client.exceptions.QueueDoesNotExist):
            client.send_message_batch(
                QueueUrl=f"{aws.url}/123456789012/none", Entries=[{"Id": "1", "MessageBody": "x"}]
            )
        assert aws.engine.remove(name)["hits"] == 0
        assert [effect for effect in aws.effects() if effect.rule == name] == []

    @pytest.mark.parametrize(("share", "sent"), [(0.5, 1), (1, 0)])
    def test_messages_that_were_not_sent_are_listed(
        self, aws: Any, queue: tuple[Any, str], share: float, sent: int
    ) -> None:
        client, url = queue
        aws.fail(service="sqs", fault="partial_batch", share=share, code="ServiceUnavailable")
        entries = [{"Id": str(number), "MessageBody": "m"} for number in range(3)]
        response = client.send_message_batch(QueueUrl=url, Entries=entries)

        assert [entry["Id"] for entry in response["Successful"]] == [entry["Id"] for entry in entries[:sent]]
        assert [entry["Id"] for entry in response["Failed"]] == [entry["Id"] for entry in entries[sent:]]
        assert {entry["Code"] for entry in response["Failed"]} == {"ServiceUnavailable"}

    @pytest.mark.parametrize(("share", "published"), [(0.5, ["0"]), (1, [])])
    def test_notifications_that_were_not_published_are_listed(
        self, aws: Any, share: float, published: list[str]
    ) -> None:
        client = aws.client("sns")
        topic = client.create_topic(Name="kinds")["TopicArn"]
        aws.fail(service="sns", operation="PublishBatch", fault="partial_batch", share=share)
        entries = [{"Id": str(number), "Message": "m"} for number in range(2)]
        response = client.publish_batch(TopicArn=topic, PublishBatchRequestEntries=entries)

        assert [entry["Id"] for entry in response.get("Successful", [])] == published
        assert [entry["Id"] for entry in response["Failed"]] == ["0", "1"][len(published) :]

    def test_events_are_counted_by_position(self, aws: Any) -> None:
        client = aws.client("events")
        aws.fail(service="events", fault="partial_batch", code="ThrottlingException")
        response = client.put_events(Entries=[{"Source": "s", "DetailType": "d", "Detail": "{}"}] * 3)

        assert response["FailedEntryCount"] == 2
        assert [entry.get("ErrorCode") for entry in response["Entries"]] == [
            None,
            "ThrottlingException",
            "ThrottlingException",
        ]

    def test_objects_that_were_not_deleted_are_still_there(self, aws: Any, bucket: Any) -> None:
        for key in ("a", "b", "c", "d"):
            bucket.put_object(Bucket=BUCKET, Key=key, Body=b"")
        aws.fail(service="s3", operation="DeleteObjects", fault="partial_batch", code="InternalError")
        response = bucket.delete_objects(Bucket=BUCKET, Delete={"Objects": [{"Key": key} for key in "abcd"]})

        assert sorted(entry["Key"] for entry in response["Deleted"]) == ["a", "b"]
        assert [(entry["Key"], entry["Code"]) for entry in response["Errors"]] == [
            ("c", "InternalError"),
            ("d", "InternalError"),
        ]
        assert [entry["Key"] for entry in bucket.list_objects_v2(Bucket=BUCKET)["Contents"]] == [
            "c",
            "d",
            "object",
        ]


class TestEventStream:
    @pytest.fixture
    def model(self, aws: Any) -> Iterator[tuple[FaultEngine, Any]]:
        """An engine in front of a model that answers with a stream of three events, and its client."""
        events = b"".join(
            encode_frame(
                {
                    ":message-type": "event",
                    ":event-type": "contentBlockDelta",
                    ":content-type": "application/json",
                },
                b'{"contentBlockIndex":0,"delta":{"text":"word"}}',
            )
            for _ in range(3)
        )

        def application(_: Any, start_response: Any) -> list[bytes]:
            start_response("200 OK", [("Content-Type", "application/vnd.amazon.eventstream")])
            return [events]

        engine = FaultEngine()
        with LoopbackServer(engine.wrap(application)) as server:
            yield engine, aws.behind(engine, server.url).client("bedrock-runtime", read_timeout=0.5)

    @pytest.mark.parametrize("after_events", [0, 1, 2])
    def test_exception_follows_the_given_number_of_events(
        self, model: tuple[FaultEngine, Any], after_events: int
    ) -> None:
        engine, client = model
        assert len(list(client.converse_stream(modelId="m")["stream"])) == 3
        engine.add(
            {
                "service": "bedrock-runtime",
                "fault": "event_stream_exception",
                "code": "ThrottlingException",
                "message": "slower",
                "after_events": after_events,
            }
        )
        response = client.converse_stream(modelId="m")
        seen = []
        with within(AT_ONCE), pytest.raises(EventStreamError, match=r"throttlingException.*slower"):
            seen.extend(event["contentBlockDelta"]["delta"]["text"] for event in response["stream"])

        assert seen == ["word"] * after_events
        assert response["ResponseMetadata"]["HTTPStatusCode"] == 200

    def test_unmodelled_error_ends_the_stream(self, model: tuple[FaultEngine, Any]) -> None:
        engine, client = model
        engine.add(
            {
                "service": "bedrock-runtime",
                "fault": "event_stream_exception",
                "code": "Unheard",
                "after_events": 0,
            }
        )
        with pytest.raises(EventStreamError, match="Unheard"):
            list(client.converse_stream(modelId="m")["stream"])

    def test_stream_that_stalls_is_a_read_timeout(self, model: tuple[FaultEngine, Any]) -> None:
        engine, client = model
        engine.add({"service": "bedrock-runtime", "fault": "truncated", "ending": "hang"})
        with pytest.raises((ReadTimeoutError, urllib3.exceptions.ReadTimeoutError)):
            list(client.converse_stream(modelId="m")["stream"])

    def test_stream_of_a_json_service_begins_with_its_initial_response(self, aws: Any) -> None:
        client = aws.client("kinesis")
        aws.fail(
            service="kinesis", fault="event_stream_exception", code="InternalFailureException", after_events=0
        )
        response = client.subscribe_to_shard(
            ConsumerARN="arn:aws:kinesis:eu-west-1:123456789012:stream/s/consumer/c:1",
            ShardId="shardId-000000000000",
            StartingPosition={"Type": "LATEST"},
        )
        with pytest.raises(EventStreamError, match="InternalFailureException"):
            list(response["EventStream"])

    def test_operation_without_a_stream_is_rejected(self, aws: Any) -> None:
        with pytest.raises(RuleError, match=r"can't happen to Converse\. It can to: ConverseStream"):
            aws.fail(
                service="bedrock-runtime", operation="Converse", fault="event_stream_exception", code="X"
            )


class TestStuck:
    @pytest.fixture
    def job(self, aws: Any) -> Iterator[Any]:
        client = aws.client("transcribe")
        client.start_transcription_job(
            TranscriptionJobName="job",
            LanguageCode="en-US",
            Media={"MediaFileUri": "s3://kinds-bucket/a.wav"},
        )
        yield client
        aws.engine.clear()
        client.delete_transcription_job(TranscriptionJobName="job")

    @staticmethod
    def status(client: Any) -> str:
        job: dict[str, Any] = client.get_transcription_job(TranscriptionJobName="job")["TranscriptionJob"]
        return str(job["TranscriptionJobStatus"])

    def test_job_stays_in_progress_until_the_rule_ends(self, aws: Any, job: Any) -> None:
        name = aws.fail(service="transcribe", fault="stuck")
        with within(AT_ONCE):
            assert [self.status(job) for _ in range(10)] == ["IN_PROGRESS"] * 10
        listed = job.list_transcription_jobs()["TranscriptionJobSummaries"]
        assert [entry["TranscriptionJobStatus"] for entry in listed] == ["IN_PROGRESS"]

        aws.engine.remove(name)
        assert self.status(job) == "COMPLETED"

    def test_a_response_without_a_job_is_no_hit(self, aws: Any, job: Any) -> None:
        name = aws.fail(service="transcribe", fault="stuck", times=1)
        with pytest.raises(ClientError) as refused:
            job.get_transcription_job(TranscriptionJobName="another")
        assert "x-fault-rule" not in refused.value.response["ResponseMetadata"]["HTTPHeaders"]
        assert aws.engine.rules[0]["hits"] == 0

        assert self.status(job) == "IN_PROGRESS"
        assert aws.engine.remove(name)["hits"] == 1
        assert [effect.operation for effect in aws.effects() if effect.rule == name] == [
            "GetTranscriptionJob"
        ]

    def test_custom_patch_is_applied_to_the_response(self, aws: Any, table: Any) -> None:
        aws.fail(
            service="dynamodb",
            operation="DescribeTable",
            fault="stuck",
            patch={"Table": {"TableStatus": "UPDATING", "ItemCount": None}},
        )
        described = table.describe_table(TableName=TABLE)["Table"]

        assert described["TableStatus"] == "UPDATING"
        assert "ItemCount" not in described
        assert described["TableName"] == TABLE


class TestStaleRead:
    def test_engine_of_what_has_no_history_rejects_the_rule(self, aws: Any) -> None:
        with pytest.raises(UnsupportedFaultError, match="only the AWS stand-in knows"):
            aws.fail(service="dynamodb", fault="stale_read")
        assert aws.engine.rules == []


class TestDuplicateDelivery:
    @staticmethod
    def received(client: Any, url: str) -> list[tuple[str, str]]:
        """Receive what there is: body and receipt handle of each message."""
        messages = client.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", [])
        return sorted((message["Body"], message["ReceiptHandle"]) for message in messages)

    def test_deleted_message_comes_again(self, aws: Any, queue: tuple[Any, str]) -> None:
        client, url = queue
        client.send_message(QueueUrl=url, MessageBody="one")
        aws.fail(service="sqs", fault="duplicate_delivery", times=1)
        for _ in range(2):
            ((body, handle),) = self.received(client, url)
            assert body == "one"
            client.delete_message(QueueUrl=url, ReceiptHandle=handle)

        assert self.received(client, url) == []
        assert [effect.operation for effect in aws.effects()] == ["DeleteMessage"]

    def test_deleted_batch_comes_again(self, aws: Any, queue: tuple[Any, str]) -> None:
        client, url = queue
        for body in ("one", "two"):
            client.send_message(QueueUrl=url, MessageBody=body)
        aws.fail(service="sqs", operation="DeleteMessageBatch", fault="duplicate_delivery", times=1)
        for _ in range(2):
            messages = self.received(client, url)
            assert [body for body, _ in messages] == ["one", "two"]
            entries = [{"Id": body, "ReceiptHandle": handle} for body, handle in messages]
            response = client.delete_message_batch(QueueUrl=url, Entries=entries)
            assert [entry["Id"] for entry in response["Successful"]] == ["one", "two"]

        assert self.received(client, url) == []

    @pytest.mark.parametrize("is_batch", [False, True])
    def test_in_the_query_protocol_as_well(self, aws: Any, queue: tuple[Any, str], is_batch: bool) -> None:
        client, url = queue
        client.send_message(QueueUrl=url, MessageBody="one")
        aws.fail(service="sqs", fault="duplicate_delivery", times=1)
        ((_, handle),) = self.received(client, url)
        operation = "DeleteMessageBatch" if is_batch else "DeleteMessage"
        entry = "DeleteMessageBatchRequestEntry.1."
        fields = (
            {f"{entry}Id": "ChangeMessageVisibility", f"{entry}ReceiptHandle": handle}
            if is_batch
            else {"ReceiptHandle": handle}
        )
        headers = {
            "Authorization": "AWS4-HMAC-SHA256 Credential=123456789012/20261130/eu-west-1/sqs/aws4_request, x",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        form = urlencode({"Action": operation, "Version": "2012-11-05", **fields})
        response = urllib3.request("POST", url, body=form, headers=headers)

        text = response.data.decode()
        assert (response.status, f"<{operation}Response" in text) == (200, True)
        assert ("<Id>ChangeMessageVisibility</Id>" in text) is is_batch
        assert [body for body, _ in self.received(client, url)] == ["one"]

    def test_other_operations_are_rejected(self, aws: Any) -> None:
        with pytest.raises(RuleError, match="It can to: DeleteMessage, DeleteMessageBatch"):
            aws.fail(service="sqs", operation="ReceiveMessage", fault="duplicate_delivery")

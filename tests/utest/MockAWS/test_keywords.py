"""The keywords, on a stand-in that `Start AWS` started, and on that of an environment."""

import dataclasses
import json
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import boto3
import pytest

import ManuelEnvironment
from aws_stand_in import MockAwsServer
from manuel_stack.info import StackInfo
from ManuelEnvironment.environment import Environment
from ManuelEnvironment.errors import BlockedError
from ManuelEnvironment.settings import validate
from MockAWS import MockAWS
from MockAWS.errors import MockAwsError
from MockAWS.keywords.metrics import Statistic

NOW = timedelta(0)
SOON = timedelta(seconds=5)


class Backend:
    """A backend that works on the same AWS as the keywords, and traces its calls as the environment's backend does."""

    def __init__(self, session: boto3.Session, url: str, account_id: str) -> None:
        self._session = session
        self._url = url
        self._account_id = account_id
        self._clients: list[Any] = []

    def client(self, service: str) -> Any:
        client = self._session.client(
            service,
            endpoint_url=self._url,
            region_name="eu-west-1",
            aws_access_key_id=self._account_id,
            aws_secret_access_key="any",
        )
        client.meta.events.register(
            "before-send",
            lambda request, **_: request.headers.__setitem__("X-Amzn-Trace-Id", "Root=1-backend"),
        )
        self._clients.append(client)
        return client

    def close(self) -> None:
        for client in self._clients:
            client.close()


@pytest.fixture(scope="module")
def started() -> Iterator[Any]:
    library = MockAWS()
    library.start_aws()
    yield library
    library.stop_aws()


@pytest.fixture
def own(started: Any, account_id: str) -> Any:
    """The library, in its own account of its own stand-in."""
    started.use_aws_account(account_id)
    return started


@pytest.fixture
def backend(own: Any, session: boto3.Session, account_id: str) -> Iterator[Backend]:
    made = Backend(session, own.get_aws_endpoint(), account_id)
    yield made
    made.close()


@pytest.fixture
def aws_names(own: Any) -> Any:
    return own.create_manuel_resources("test")


def complaint(call: Callable[[], Any], kind: type[Exception] = AssertionError) -> str:
    with pytest.raises(kind) as error:
        call()
    return str(error.value)


# ---------------------------------------------------------------------------------------------- server


def test_starting_aws_twice_fails_with_a_hint(own: Any) -> None:
    assert "call `Stop AWS` first" in complaint(own.start_aws, MockAwsError)


def test_port_in_use_fails_start_aws_in_one_line(own: Any) -> None:
    port = int(own.get_aws_endpoint().rpartition(":")[2])
    library = MockAWS()
    line = complaint(lambda: library.start_aws(port), MockAwsError)
    assert line.startswith(f"The AWS stand-in did not start: Cannot listen on 127.0.0.1:{port}")
    assert "\n" not in line


def test_an_invalid_account_is_rejected(own: Any) -> None:
    for account in ("42", "x" * 12):
        assert "12 digits" in complaint(lambda account=account: own.use_aws_account(account), MockAwsError)


def test_server_keywords_need_a_stand_in_that_start_aws_started() -> None:
    library = MockAWS()
    for call in (
        library.reset_aws,
        lambda: library.use_aws_account("000000000001"),
        library.create_manuel_resources,
    ):
        assert "call `Start AWS` first" in complaint(call, MockAwsError)


def test_stop_aws_ends_the_process_and_may_be_called_twice() -> None:
    import urllib.error
    import urllib.request

    library = MockAWS()
    url = library.start_aws()
    urllib.request.urlopen(f"{url}/_mockaws/health", timeout=30).close()
    library.stop_aws()
    library.stop_aws()
    with pytest.raises(urllib.error.URLError):
        urllib.request.urlopen(f"{url}/_mockaws/health", timeout=1)


def test_reset_forgets_the_account(own: Any, aws_names: Any) -> None:
    own.dynamodb_item_should_not_exist(aws_names.usage_table, user_id="u")
    own.reset_aws()
    assert "There are no tables." in complaint(
        lambda: own.dynamodb_item_should_exist(aws_names.usage_table, timeout=NOW, user_id="u")
    )


def test_export_lines_point_any_sdk_at_the_stand_in(own: Any, account_id: str) -> None:
    lines = own.get_aws_export_lines().splitlines()
    assert f"export AWS_ENDPOINT_URL={own.get_aws_endpoint()}" in lines
    assert f"export AWS_ACCESS_KEY_ID={account_id}" in lines
    assert all(line.startswith("export AWS_") for line in lines)
    assert own.get_aws_environment_variables()["AWS_REGION"] == "eu-west-1"


def test_manuels_resources_have_manuels_names(own: Any, aws_names: Any, account_id: str) -> None:
    assert aws_names.usage_table == "manuel-usage-test"
    assert aws_names["manuals_bucket"] == f"manuel-manuals-test-{account_id}"
    assert aws_names.dead_letter_queue_url.endswith(f"/{account_id}/manuel-error-dlq-test")


# ---------------------------------------------------------------------------------------------- DynamoDB


def test_a_stage_that_cannot_be_part_of_a_bucket_name_is_rejected(own: Any) -> None:
    message = complaint(lambda: own.create_manuel_resources("My Stage"), MockAwsError)
    assert message == "Expected a stage of lower-case letters, digits and hyphens, got 'My Stage'."


def test_the_keyword_waits_for_an_item(own: Any, backend: Backend, aws_names: Any) -> None:
    from threading import Timer

    client = backend.client("dynamodb")
    item = {"user_id": {"S": "u1"}, "date": {"S": "d"}, "daily_count": {"N": "1"}}
    writer = Timer(0.2, lambda: client.put_item(TableName=aws_names.usage_table, Item=item))
    writer.start()
    found = own.dynamodb_item_should_exist(aws_names.usage_table, user_id="u1", date="d", daily_count="1")
    writer.join()
    assert found["daily_count"] == 1


def test_the_message_about_a_missing_item_lists_the_nearest_ones(
    own: Any, backend: Backend, aws_names: Any
) -> None:
    client = backend.client("dynamodb")
    for date, count in (("d1", "1"), ("d2", "7")):
        item = {"user_id": {"S": "u1"}, "date": {"S": date}, "daily_count": {"N": count}}
        client.put_item(TableName=aws_names.usage_table, Item=item)
    look = own.dynamodb_item_should_exist
    message = complaint(lambda: look(aws_names.usage_table, timeout=NOW, user_id="u1", daily_count="2"))
    assert message.startswith(
        "Expected an item with user_id=u1, daily_count=2 in table manuel-usage-test, got none"
    )
    assert "daily_count=1   in" in message
    assert "daily_count=7   in" in message
    by_key = complaint(
        lambda: look(aws_names.usage_table, timeout=NOW, user_id="u1", date="d1", daily_count="2")
    )
    assert "daily_count=1   in" in by_key
    assert "No item has this key" in complaint(
        lambda: look(aws_names.usage_table, timeout=NOW, user_id="u2", date="d1")
    )


def test_an_item_is_found_by_pattern_and_inside_maps(own: Any, backend: Backend, aws_names: Any) -> None:
    item = {
        "error_id": {"S": "e1"},
        "service": {"S": "bedrock-runtime"},
        "exception": {"M": {"type": {"S": "ThrottlingException"}}},
        "retried": {"BOOL": True},
    }
    backend.client("dynamodb").put_item(TableName=aws_names.error_tracking_table, Item=item)
    condition = {"service": "bedrock*", "exception.type": "ThrottlingException", "retried": "true"}
    assert own.dynamodb_item_should_exist(aws_names.error_tracking_table, **condition)["error_id"] == "e1"
    assert len(own.get_dynamodb_items(aws_names.error_tracking_table, **condition)) == 1
    assert own.get_dynamodb_items(aws_names.error_tracking_table, service="s3") == []
    message = complaint(
        lambda: own.dynamodb_item_should_not_exist(aws_names.error_tracking_table, service="bedrock*")
    )
    assert '"error_id": "e1"' in message


def test_an_item_without_attributes_is_none_to_look_for(own: Any, backend: Backend, aws_names: Any) -> None:
    table = aws_names.error_tracking_table
    message = complaint(lambda: own.dynamodb_item_should_exist(table), MockAwsError)
    assert (
        message == f"Name what the item of table {table} has, such as id=42: without it, any item would do."
    )
    own.dynamodb_item_should_not_exist(table)
    backend.client("dynamodb").put_item(TableName=table, Item={"error_id": {"S": "e1"}})
    message = complaint(lambda: own.dynamodb_item_should_not_exist(table))
    assert message.startswith(f"Expected no item with any attributes in table {table}")


def test_a_queue_holds_no_negative_number_of_messages(own: Any) -> None:
    assert complaint(lambda: own.queue_should_hold("error", -1), MockAwsError) == (
        "A queue holds 0 messages or more, never -1."
    )


def test_the_message_about_an_unknown_table_lists_the_existing_ones(own: Any, aws_names: Any) -> None:
    message = complaint(lambda: own.dynamodb_item_should_exist("usages", timeout=NOW, user_id="u"))
    assert "There is no table usages" in message
    assert "manuel-usage-test" in message


# ---------------------------------------------------------------------------------------------- S3


def test_object_is_found_by_key_or_pattern(own: Any, backend: Backend, aws_names: Any) -> None:
    bucket = aws_names.manuals_bucket
    backend.client("s3").put_object(
        Bucket=bucket, Key="manuals/u1/a.pdf", Body=b"%PDF", ContentType="application/pdf"
    )
    assert own.s3_object_should_exist(bucket, "manuals/u1/a.pdf", size=4) == "manuals/u1/a.pdf"
    assert own.s3_object_should_exist(bucket, "manuals/*.pdf", content_type="application/pdf")
    assert own.get_s3_object(bucket, "manuals/*") == b"%PDF"
    own.s3_object_should_not_exist(bucket, "manuals/u2/*")
    assert f"Expected no object * in bucket {bucket}, got manuals/u1/a.pdf" in complaint(
        lambda: own.s3_object_should_not_exist(bucket)
    )
    assert "got manuals/u1/a.pdf." in complaint(
        lambda: own.s3_object_should_exist(bucket, "b.pdf", timeout=NOW)
    )
    assert "got {'manuals/u1/a.pdf': {'ContentLength': 4}}" in complaint(
        lambda: own.s3_object_should_exist(bucket, "*", size=5, timeout=NOW)
    )


def test_the_message_about_an_unknown_bucket_lists_the_existing_ones(own: Any, aws_names: Any) -> None:
    assert aws_names.audio_bucket in complaint(
        lambda: own.s3_object_should_exist("nowhere", "k", timeout=NOW)
    )


# ---------------------------------------------------------------------------------------------- SQS, SNS


def test_queue_is_looked_at_without_receiving(own: Any, backend: Backend, aws_names: Any) -> None:
    sqs, url = backend.client("sqs"), aws_names.dead_letter_queue_url
    own.queue_should_be_empty(url)
    for service in ("s3", "bedrock-runtime"):
        body = json.dumps({"service": service, "exception": {"type": "ThrottlingException"}})
        sqs.send_message(QueueUrl=url, MessageBody=body)
    (body,) = own.queue_should_hold(
        "manuel-error-dlq-test", **{"service": "bedrock*", "exception.type": "Throttl*"}
    )
    assert body["service"] == "bedrock-runtime"
    own.queue_should_hold(url, 2)
    assert len(sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10)["Messages"]) == 2
    assert "to be empty, got 2 messages" in complaint(lambda: own.queue_should_be_empty(url))
    message = complaint(lambda: own.queue_should_hold(url, 1, timeout=NOW, service="dynamodb"))
    assert "to hold 1 message with service=dynamodb, got 0" in message
    assert '"service": "s3"' in message


def test_too_many_messages_fail_immediately(own: Any, backend: Backend, aws_names: Any) -> None:
    url = aws_names.dead_letter_queue_url
    for _ in range(3):
        backend.client("sqs").send_message(QueueUrl=url, MessageBody="m")
    began = time.monotonic()
    assert "got 3" in complaint(lambda: own.queue_should_hold(url, 2, timeout=timedelta(minutes=1)))
    assert time.monotonic() - began < 30


def test_an_unknown_queue_is_named_with_those_that_exist(own: Any, backend: Backend) -> None:
    backend.client("sqs").create_queue(QueueName="orders")
    message = complaint(lambda: own.queue_should_hold("nowhere"), MockAwsError)
    assert message.startswith("There is no queue 'nowhere' in this account. Existing queues: ")
    assert "orders" in message


def test_an_unknown_topic_is_named_even_if_no_message_is_expected(own: Any, backend: Backend) -> None:
    backend.client("sns").create_topic(Name="parcels")
    message = complaint(lambda: own.topic_should_have_published("nowhere", 0), MockAwsError)
    assert message.startswith("There is no topic 'nowhere' in this account. Existing topics: ")
    assert "parcels" in message


def test_publications_are_counted_by_subject_and_field(own: Any, backend: Backend, aws_names: Any) -> None:
    sns, topic = backend.client("sns"), aws_names.error_topic_arn
    own.topic_should_have_published(topic, 0)
    sns.publish(TopicArn=topic, Subject="Alarm: bedrock", Message=json.dumps({"severity": "critical"}))
    sns.publish(TopicArn=topic, Subject="Note", Message="plain text")
    assert own.topic_should_have_published(topic, severity="critical") == [{"severity": "critical"}]
    assert own.topic_should_have_published(topic, subject="Note") == ["plain text"]
    message = complaint(lambda: own.topic_should_have_published(topic, severity="high", timeout=NOW))
    assert "to have published 1 message with severity=high, got 0" in message
    assert "Alarm: bedrock: " in message


def test_the_latest_code_that_was_emailed_is_read(own: Any, backend: Backend) -> None:
    cognito, email = backend.client("cognito-idp"), "ada@example.com"
    pool_id = cognito.create_user_pool(
        PoolName="p", UsernameAttributes=["email"], AutoVerifiedAttributes=["email"]
    )["UserPool"]["Id"]
    client_id = cognito.create_user_pool_client(UserPoolId=pool_id, ClientName="c")["UserPoolClient"][
        "ClientId"
    ]
    message = complaint(lambda: own.get_emailed_code(email))
    assert "Got no message." in message
    own.codes_should_have_been_emailed(email, 0)
    cognito.sign_up(ClientId=client_id, Username=email, Password="Corr3ct-horse")
    own.codes_should_have_been_emailed(email.upper(), 1)
    assert complaint(lambda: own.codes_should_have_been_emailed(email, 2)).endswith("Got 1.")
    code = own.get_emailed_code(email)
    assert str(code) == "<secret>"
    cognito.confirm_sign_up(ClientId=client_id, Username=email, ConfirmationCode=code.value)


def test_a_message_is_sent_and_redelivered_when_the_test_says(
    own: Any, aws_names: Any, backend: Backend
) -> None:
    url, sqs = aws_names.error_queue_url, backend.client("sqs")
    own.send_message(url, {"kind": "error"})
    own.set_visibility_timeout("manuel-errors-test", timedelta(0))
    assert [len(sqs.receive_message(QueueUrl=url).get("Messages", [])) for _ in range(4)] == [1, 1, 1, 0]
    assert own.queue_should_hold(aws_names.dead_letter_queue_url) == [{"kind": "error"}]


@pytest.mark.parametrize(
    ("keyword", "argument"),
    [("send_message", "m"), ("send_message_batch", "m"), ("set_visibility_timeout", NOW)],
)
def test_the_message_about_an_unknown_queue_lists_the_existing_ones(
    own: Any, aws_names: Any, keyword: str, argument: Any
) -> None:
    message = complaint(lambda: getattr(own, keyword)("nowhere", argument), MockAwsError)
    assert message == "There is no queue nowhere. Existing queues: manuel-error-dlq-test, manuel-errors-test."


@pytest.mark.parametrize("pause", [timedelta(seconds=-1), timedelta(hours=13)])
def test_an_invalid_visibility_timeout_is_rejected(own: Any, aws_names: Any, pause: timedelta) -> None:
    message = complaint(lambda: own.set_visibility_timeout(aws_names.error_queue_url, pause), MockAwsError)
    assert message.startswith("Expected a visibility timeout of 0 seconds to 12 hours, got ")


@pytest.mark.parametrize("keyword", ["dynamodb_item_should_not_exist", "get_dynamodb_items"])
def test_misspelt_attributes_are_refused_where_nothing_is_expected(
    own: Any, aws_names: Any, backend: Backend, keyword: str
) -> None:
    table, look = aws_names.error_tracking_table, getattr(own, keyword)
    look(table, messages="high")
    item = {"error_id": {"S": "1"}, "message": {"S": "high"}, "exception": {"M": {"type": {"S": "E"}}}}
    backend.client("dynamodb").put_item(TableName=table, Item=item)
    message = complaint(lambda: look(table, messages="high"), MockAwsError)
    assert message == f"No item of table {table} has an attribute messages. Did you mean message?"
    message = complaint(lambda: look(table, **{"exception.typ": "E"}), MockAwsError)
    assert message.endswith("exception.typ. Did you mean exception.type?")
    look(table, colour="red")


@pytest.mark.parametrize("keyword", ["dynamodb_item_should_not_exist", "get_dynamodb_items"])
def test_misspelt_keys_of_an_empty_table_are_refused(own: Any, aws_names: Any, keyword: str) -> None:
    table, look = aws_names.error_tracking_table, getattr(own, keyword)
    look(table, error_id="1")
    message = complaint(lambda: look(table, errorid="1"), MockAwsError)
    assert message == f"No item of table {table} has an attribute errorid. Did you mean error_id?"


def test_misspelt_fields_are_refused_where_no_message_is_expected(own: Any, aws_names: Any) -> None:
    queue = aws_names.dead_letter_queue_url
    own.queue_should_hold(queue, 0, severty="high")
    own.send_message(queue, {"severity": "high"})
    message = complaint(lambda: own.queue_should_hold(queue, 0, severty="high"), MockAwsError)
    assert message == f"No message of queue {queue} has a field severty. Did you mean severity?"


def test_items_are_found_by_an_index(own: Any, aws_names: Any, backend: Backend) -> None:
    table = aws_names.error_tracking_table
    for number, severity in enumerate(("high", "critical", "high")):
        item = {
            "error_id": {"S": str(number)},
            "severity": {"S": severity},
            "timestamp": {"N": str(100 - number)},
        }
        backend.client("dynamodb").put_item(TableName=table, Item=item)
    found = own.get_dynamodb_items_by_index(table, "SeverityIndex", severity="high")
    assert [item["error_id"] for item in found] == ["2", "0"]
    message = complaint(lambda: own.get_dynamodb_items_by_index(table, "ByName", name="x"))
    assert "Got indexes: ErrorHashIndex, SeverityIndex" in message


def test_items_are_found_by_an_index_with_several_partition_keys(own: Any, backend: Backend) -> None:
    client = backend.client("dynamodb")
    names = {"HASH": ("city", "kind"), "RANGE": ("day",)}
    client.create_table(
        TableName="shops",
        BillingMode="PAY_PER_REQUEST",
        KeySchema=[{"AttributeName": "day", "KeyType": "HASH"}],
        AttributeDefinitions=[
            {"AttributeName": name, "AttributeType": "S"} for name in ("city", "kind", "day")
        ],
        GlobalSecondaryIndexes=[
            {
                "IndexName": "ByCity",
                "KeySchema": [
                    {"AttributeName": name, "KeyType": kind} for kind in names for name in names[kind]
                ],
                "Projection": {"ProjectionType": "ALL"},
            }
        ],
    )
    for day, kind in (("1", "a"), ("2", "b")):
        client.put_item(
            TableName="shops", Item={"day": {"S": day}, "city": {"S": "Ulm"}, "kind": {"S": kind}}
        )
    assert own.get_dynamodb_items_by_index("shops", "ByCity", city="Ulm", kind="b") == [
        {"day": "2", "city": "Ulm", "kind": "b"}
    ]
    message = complaint(lambda: own.get_dynamodb_items_by_index("shops", "ByCity", city="Ulm"))
    assert message == "Expected a query of index ByCity by city and kind and optionally day, got city."


@pytest.mark.parametrize(("key", "given"), [({"sevrity": "high"}, "sevrity"), ({}, "no key")])
def test_the_message_names_the_key_of_an_index(
    own: Any, aws_names: Any, key: dict[str, str], given: str
) -> None:
    table = aws_names.error_tracking_table
    message = complaint(lambda: own.get_dynamodb_items_by_index(table, "SeverityIndex", **key))
    assert (
        message
        == f"Expected a query of index SeverityIndex by severity and optionally timestamp, got {given}."
    )


def test_the_index_of_an_unknown_table_is_reported_with_the_existing_tables(own: Any, aws_names: Any) -> None:
    message = complaint(lambda: own.get_dynamodb_items_by_index("nowhere", "SeverityIndex", severity="high"))
    assert message.startswith("There is no table nowhere.\nExisting tables: ")
    assert aws_names.usage_table in message


# ---------------------------------------------------------------------------------------------- CloudWatch


def test_a_metric_is_aggregated(own: Any, backend: Backend) -> None:
    cloudwatch = backend.client("cloudwatch")
    for value in (1.0, 3.0):
        dimensions = [{"Name": "service", "Value": "bedrock"}]
        cloudwatch.put_metric_data(
            Namespace="Manuel/Application",
            MetricData=[{"MetricName": "Latency", "Value": value, "Dimensions": dimensions}],
        )
    for statistic, value in zip(Statistic, (4, 2, 1, 3, 2), strict=True):
        own.cloudwatch_metric_should_be("Latency", value, statistic, service="bedrock")
    assert own.get_cloudwatch_metric("Latency") is None
    assert own.get_cloudwatch_metric("Latency", default=0) == 0
    assert own.get_cloudwatch_metric("Errors", default=0) == 0
    assert own.get_cloudwatch_metric("Latency", default=0, service="bedrock") == 4
    misspelt = complaint(lambda: own.get_cloudwatch_metric("Latncy"), MockAwsError)
    assert misspelt == "Namespace Manuel/Application has no metric Latncy. Did you mean Latency?"
    misspelt = complaint(lambda: own.get_cloudwatch_metric("Latency", servce="bedrock"), MockAwsError)
    assert misspelt.endswith("has no metric Latency with a dimension servce. Did you mean service?")
    message = complaint(lambda: own.cloudwatch_metric_should_be("Latency", 5, timeout=NOW, service="bedrock"))
    assert message == (
        "Expected Sum of metric Latency to be 5, got 4.\nNamespace Manuel/Application has: Latency (service=bedrock)"
    )
    assert "has no metrics" in complaint(
        lambda: own.cloudwatch_metric_should_be("Latency", 5, timeout=NOW, namespace="Other")
    )


# ---------------------------------------------------------------------------------------------- calls


def test_calls_attempts_and_errors_are_counted(own: Any, backend: Backend) -> None:
    sqs = backend.client("sqs")
    sqs.create_queue(QueueName="q")
    with pytest.raises(sqs.exceptions.QueueDoesNotExist):
        sqs.get_queue_url(QueueName="missing")
    own.aws_calls_should_be("sqs", calls=2, attempts=2, errors=1)
    (attempt,) = own.aws_calls_should_be("sqs.CreateQueue", calls=1)
    assert attempt["status"] == 200
    own.aws_should_not_be_called("bedrock-*")
    message = complaint(lambda: own.aws_calls_should_be("sqs.CreateQueue", attempts=3, timeout=NOW))
    assert message.splitlines()[0] == "Expected 3 attempts of sqs.CreateQueue, got 1 attempt."
    assert message.splitlines()[1] == "AWS calls since the test began:"
    assert message.splitlines()[2].split() == ["#", "call", "attempt", "status", "error", "ms"]
    assert "QueueDoesNotExist" in message
    assert "Expected 0 calls of sqs, got 2 calls" in complaint(lambda: own.aws_should_not_be_called("sqs"))


def test_stored_and_deleted_objects_are_counted_whatever_the_operation(
    own: Any, backend: Backend, aws_names: Any
) -> None:
    s3, bucket = backend.client("s3"), aws_names.manuals_bucket
    s3.put_object(Bucket=bucket, Key="a", Body=b"1")
    s3.copy_object(Bucket=bucket, Key="b", CopySource=f"{bucket}/a")
    s3.delete_objects(Bucket=bucket, Delete={"Objects": [{"Key": "a"}, {"Key": "b"}]})

    own.aws_calls_should_be("s3.ObjectCreated", calls=2)
    own.aws_calls_should_be("s3.ObjectRemoved", calls=1)
    assert "s3 has no operation 'ObjectMade'" in complaint(
        lambda: own.get_aws_calls("s3.ObjectMade"), MockAwsError
    )


def test_the_keyword_waits_for_an_expected_call(own: Any, backend: Backend) -> None:
    message = complaint(lambda: own.aws_should_be_called("sqs.ListQueues", timeout=NOW))
    assert message.startswith("Expected a call of sqs.ListQueues, got none.\nThe backend has not called AWS")
    backend.client("sqs").list_queues()
    assert [attempt["operation"] for attempt in own.aws_should_be_called("sqs.*")] == ["ListQueues"]
    assert "sqs.ListQueues" in complaint(lambda: own.aws_should_be_called("s3.*", timeout=NOW))


def test_calls_can_be_forgotten(own: Any, backend: Backend) -> None:
    backend.client("sqs").list_queues()
    own.forget_aws_calls()
    own.aws_should_not_be_called()
    backend.client("sqs").list_queues()
    own.aws_calls_should_be("sqs.ListQueues", calls=1)


def test_lookups_of_the_keywords_do_not_count(own: Any, aws_names: Any) -> None:
    own.get_dynamodb_items(aws_names.usage_table)
    own.aws_should_not_be_called()


@pytest.mark.parametrize(
    ("call", "answer"),
    [
        ("bedrok-runtime.*", "There is no AWS service 'bedrok-runtime'. Did you mean bedrock-runtime or "),
        ("bedrok*", "There is no AWS service 'bedrok*'."),
        ("sqs.SendMesage", "sqs has no operation 'SendMesage'. Did you mean SendMessage or "),
        ("bedrock*.invoke_model", "bedrock* has no operation 'invoke_model'. Did you mean InvokeModel"),
    ],
)
def test_an_impossible_call_is_rejected_even_if_none_is_expected(own: Any, call: str, answer: str) -> None:
    assert complaint(lambda: own.get_aws_calls(call), MockAwsError).startswith(answer)
    assert complaint(lambda: own.aws_should_not_be_called(call), MockAwsError).startswith(answer)
    assert complaint(lambda: own.aws_calls_should_be(call, calls=0), MockAwsError).startswith(answer)


def test_calls_need_an_expected_number(own: Any) -> None:
    assert "at least one of calls, attempts and errors" in complaint(
        lambda: own.aws_calls_should_be("sqs"), MockAwsError
    )


# ---------------------------------------------------------------------------------------------- scripts


def ask(backend: Backend, prompt: str = "hello") -> str:
    body = {
        "anthropic_version": "bedrock-2023-05-31",
        "max_tokens": 100,
        "messages": [{"role": "user", "content": prompt}],
    }
    answer = backend.client("bedrock-runtime").invoke_model(
        modelId="anthropic.claude-x", body=json.dumps(body)
    )
    return str(json.load(answer["body"])["content"][0]["text"])


def test_an_answer_is_scripted_by_prompt_and_removed(own: Any, backend: Backend) -> None:
    own.script_bedrock_answer("Always.")
    own.script_bedrock_answer("Once.", prompt="warranty", times=1)
    assert [ask(backend), ask(backend, "Warranty?"), ask(backend, "Warranty?")] == [
        "Always.",
        "Once.",
        "Always.",
    ]
    own.remove_scripts()
    assert ask(backend).startswith("I do not know")


def test_an_invalid_script_is_rejected_in_one_line(own: Any, tmp_path: Path) -> None:
    assert "'(' is not a regular expression" in complaint(
        lambda: own.script_bedrock_answer("x", prompt="("), MockAwsError
    )
    missing = str(tmp_path / "missing.wav")
    assert f"There is no recording {missing}" in complaint(
        lambda: own.script_transcript(missing), MockAwsError
    )
    assert "confidence must be between 0 and 1" in complaint(
        lambda: own.script_transcript("*", confidence=7.0), MockAwsError
    )


def test_a_delay_is_at_most_ten_seconds_a_token(own: Any) -> None:
    assert "seconds_per_token must be 0 to 10.0, got 11.0" in complaint(
        lambda: own.script_bedrock_answer("x", delay_per_token=timedelta(seconds=11)), MockAwsError
    )
    assert "stop_reason must be one of end_turn, " in complaint(
        lambda: own.script_bedrock_answer("x", stop_reason="tired"), MockAwsError
    )


def test_recording_is_scripted_by_its_file(own: Any, backend: Backend, tmp_path: Path, wav: Any) -> None:
    recording = tmp_path / "question.wav"
    recording.write_bytes(wav(tone=5))
    own.script_transcript(str(recording), "How do I descale it?")
    s3, transcribe = backend.client("s3"), backend.client("transcribe")
    s3.create_bucket(Bucket="audio", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    s3.put_object(Bucket="audio", Key="x", Body=recording.read_bytes())
    transcribe.start_transcription_job(
        TranscriptionJobName="j",
        LanguageCode="en-US",
        Media={"MediaFileUri": "s3://audio/x"},
        OutputBucketName="audio",
    )
    assert "How do I descale it?" in own.get_s3_object("audio", "j.json").decode()
    own.remove_scripts()


# ---------------------------------------------------------------------------------------------- the environment's AWS


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch, aws: Any, server: MockAwsServer) -> Callable[[bool], Any]:
    """Pretend that the suites run against the stand-in of these tests, as a local stack or as AWS itself."""

    def pretend(local: bool) -> Any:
        names = {
            "account_id": aws.account_id,
            "region": "eu-west-1",
            "aws_endpoint_url": server.url,
            "usage_table": "manuel-usage-local",
            "dead_letter_queue_url": f"{server.url}/{aws.account_id}/dlq",
            "audio_bucket": "audio",
        }
        fields = dict.fromkeys((field.name for field in dataclasses.fields(StackInfo)), "another")
        stack = StackInfo.from_json({**fields, **names})
        settings = {"environment": "staging", "api_base_url": "http://localhost", "dead_letter_queue": "dlq"}
        environment = Environment(validate(settings, source="test"), stack if local else None, None)
        monkeypatch.setattr(environment, "aws_client", aws.client)
        monkeypatch.setattr(ManuelEnvironment, "current_environment", lambda: environment)
        monkeypatch.setattr(ManuelEnvironment, "running_environment", lambda: environment)
        return MockAWS()

    return pretend


def test_names_of_manuel_are_resolved(environment: Any, aws: Any) -> None:
    library = environment(True)
    aws.client("dynamodb").create_table(
        TableName="manuel-usage-local",
        KeySchema=[{"AttributeName": "user_id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "user_id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    aws.client("dynamodb").put_item(TableName="manuel-usage-local", Item={"user_id": {"S": "u1"}})
    assert library.dynamodb_item_should_exist("usage", user_id="u1")


def test_only_traced_calls_are_the_backends_in_an_environment(environment: Any, aws: Any) -> None:
    library, sqs = environment(True), aws.own_client("sqs")
    sqs.list_queues()
    library.aws_should_not_be_called()
    sqs.meta.events.register(
        "before-send", lambda request, **_: request.headers.__setitem__("X-Amzn-Trace-Id", "Root=1-a")
    )
    sqs.list_queues()
    library.aws_calls_should_be("sqs.ListQueues", calls=1)


def test_an_environment_with_real_aws_has_lookups_but_no_stand_in(environment: Any, aws: Any) -> None:
    library, sqs = environment(False), aws.client("sqs")
    url = sqs.create_queue(QueueName="dlq")["QueueUrl"]
    for number in range(12):
        sqs.send_message(QueueUrl=url, MessageBody=json.dumps({"n": number}))
    library.queue_should_hold("dead-letter", 12)
    library.queue_should_hold("dlq", 1, n="7")
    for call in (
        library.aws_should_not_be_called,
        lambda: library.script_bedrock_answer("x"),
        library.get_aws_endpoint,
        lambda: library.topic_should_have_published("error"),
    ):
        assert complaint(call, BlockedError).startswith("blocked by AWS stand-in: ")


def test_a_stand_in_that_has_ended_is_named(environment: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = MockAwsServer()
    library = environment(True)
    environment_now = ManuelEnvironment.current_environment()
    stack = dataclasses.replace(environment_now.stack, aws_endpoint_url=gone.url)
    monkeypatch.setattr(environment_now, "_stack", stack)
    gone.stop()
    line = complaint(library.get_aws_calls, MockAwsError)
    assert line.startswith(f"The AWS stand-in at {gone.url} does not respond")
    assert "\n" not in line

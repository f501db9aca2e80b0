"""Event source mappings by the Lambda API: single requests by `behaviours/source_mapping_cases.py`, then what is invoked.

Source: AWS Lambda Developer Guide, "Using Lambda with Amazon SQS" and "Using AWS Lambda with Amazon DynamoDB"; AWS Lambda API
reference, "EventSourceMappingConfiguration".
"""

from dataclasses import dataclass
from typing import Any

import pytest
from behaviours import Case
from behaviours.comparing import MadeWhenNamed, require
from behaviours.source_mapping_cases import CASES, STATUSES
from botocore.exceptions import ClientError

from event_sources.event_pattern import EventPattern
from event_sources.queue_consumer import QueueConsumer
from event_sources.source_mapping import SourceMapping
from lambda_runtime.function import UnknownFunctionError
from support.python_functions import PythonFunctions
from support.stand_in import REGION, Aws
from support.waiting import wait_until


@dataclass
class Described:
    """What of a function's definition counts for mappings."""

    name: str
    timeout_seconds: float = 20


class NamedFunctions(PythonFunctions):
    """Functions of an account."""

    def __init__(self, account_id: str) -> None:
        self.fails = False
        super().__init__(dict.fromkeys(("work", "other"), self._work))
        self.definitions: dict[str, Any] = {name: Described(name) for name in ("work", "other")}
        self._account_id = account_id

    def _work(self, _event: Any) -> None:
        if self.fails:
            raise RuntimeError("boom")

    def name_of(self, function_name: str) -> str:
        name = function_name.rpartition("function:")[2]
        if name not in self.definitions:
            raise UnknownFunctionError(name)
        return name

    def arn_of(self, name: str) -> str:
        return f"arn:aws:lambda:{REGION}:{self._account_id}:function:{name}"


@pytest.fixture
def functions(server: Any, aws: Aws) -> NamedFunctions:
    made = NamedFunctions(aws.account_id)
    server.stand_in.register_functions(made, account_id=aws.account_id, region=REGION)
    return made


@pytest.fixture
def client(aws: Aws, functions: NamedFunctions) -> Any:
    assert functions.definitions
    return aws.client("lambda", parameter_validation=False)


@pytest.fixture
def queue(aws: Aws) -> str:
    return create_queue(aws, "jobs")


@pytest.fixture
def stream(aws: Aws) -> str:
    made = aws.client("dynamodb").create_table(
        TableName="orders",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
        StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"},
    )
    return str(made["TableDescription"]["LatestStreamArn"])


def create_queue(aws: Aws, name: str, **attributes: str) -> str:
    """Create a queue, and return its ARN."""
    aws.client("sqs").create_queue(QueueName=name, Attributes=attributes)
    return f"arn:aws:sqs:{REGION}:{aws.account_id}:{name}"


def send(aws: Aws, *bodies: str) -> None:
    for body in bodies:
        aws.client("sqs").send_message(QueueUrl=f"{aws.endpoint_url}/{aws.account_id}/jobs", MessageBody=body)


def put(aws: Aws, *identifiers: str) -> None:
    for one in identifiers:
        aws.client("dynamodb").put_item(TableName="orders", Item={"id": {"S": one}})


def state(client: Any, identity: str) -> str:
    return str(client.get_event_source_mapping(UUID=identity)["State"])


def mapped(client: Any, **settings: Any) -> str:
    """Create a mapping, wait until it is in force, and return its UUID."""
    created = client.create_event_source_mapping(**{"FunctionName": "work", **settings})
    assert created["State"] == "Creating"
    wanted = "Enabled" if settings.get("Enabled", True) else "Disabled"
    wait_until(lambda: state(client, created["UUID"]) == wanted)
    return str(created["UUID"])


def bodies(functions: NamedFunctions) -> list[str]:
    return sorted(record["body"] for one in functions.invocations for record in one.event["Records"])


def keys(functions: NamedFunctions) -> list[str]:
    return [
        record["dynamodb"]["Keys"]["id"]["S"]
        for one in functions.invocations
        for record in one.event["Records"]
    ]


# ---------------------------------------------------------------------------------------------- single requests


@pytest.fixture
def names(aws: Aws, client: Any, functions: NamedFunctions, queue: str, stream: str) -> MadeWhenNamed:
    def create_mapped() -> str:
        arn = create_queue(aws, "mapped")
        mapped(client, EventSourceArn=arn)
        return arn

    def find_mapping() -> str:
        (found,) = client.list_event_source_mappings(EventSourceArn=made["mapped"])["EventSourceMappings"]
        return str(found["UUID"])

    made = MadeWhenNamed(
        queue=lambda: queue,
        stream=lambda: stream,
        quick=lambda: create_queue(aws, "quick", VisibilityTimeout="10"),
        fifo=lambda: create_queue(aws, "ordered.fifo", FifoQueue="true"),
        mapped=create_mapped,
        mapping=find_mapping,
        function=lambda: functions.arn_of("work"),
    )
    return made


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_event_source_mappings(client: Any, names: MadeWhenNamed, case: Case) -> None:
    volatile = ("UUID", "LastModified", "EventSourceMappingArn")
    require(case, client, names, volatile=volatile, statuses=STATUSES)


def test_without_functions_there_are_no_mappings(aws: Aws, queue: str) -> None:
    with pytest.raises(
        ClientError, match=r"ResourceNotFoundException.*Function not found: arn:aws:lambda:.*:work"
    ):
        aws.client("lambda").create_event_source_mapping(EventSourceArn=queue, FunctionName="work")


# --------------------------------------------------------------------------------------------------- polling


def test_messages_of_a_queue_invoke_the_function(
    aws: Aws, client: Any, functions: NamedFunctions, queue: str
) -> None:
    criteria = {"Filters": [{"Pattern": '{"body": [{"prefix": "a"}]}'}]}
    mapped(client, EventSourceArn=queue, FilterCriteria=criteria)
    send(aws, "a1", "b1", "a2")
    wait_until(lambda: bodies(functions) == ["a1", "a2"])
    url = f"{aws.endpoint_url}/{aws.account_id}/jobs"
    counts = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    queues = aws.client("sqs")
    wait_until(
        lambda: (
            set(queues.get_queue_attributes(QueueUrl=url, AttributeNames=counts)["Attributes"].values())
            == {"0"}
        )
    )


def test_a_mapping_may_call_another_function_later(
    aws: Aws, client: Any, functions: NamedFunctions, queue: str
) -> None:
    identity = mapped(client, EventSourceArn=queue, Enabled=False)
    send(aws, "first")
    changed = client.update_event_source_mapping(UUID=identity, FunctionName="other", Enabled=True)
    assert changed["State"] == "Enabling"
    wait_until(lambda: bodies(functions) == ["first"])
    assert [one.function for one in functions.invocations] == ["other"]
    wait_until(lambda: state(client, identity) == "Enabled")
    assert client.get_event_source_mapping(UUID=identity)["FunctionArn"] == functions.arn_of("other")


def test_a_mapping_that_is_deleted_invokes_nothing(
    aws: Aws, client: Any, functions: NamedFunctions, queue: str
) -> None:
    identity = mapped(client, EventSourceArn=queue)
    assert client.delete_event_source_mapping(UUID=identity)["State"] == "Deleting"
    wait_until(lambda: client.list_event_source_mappings()["EventSourceMappings"] == [])
    send(aws, "late")
    mapped(client, EventSourceArn=queue, FunctionName="other")
    wait_until(lambda: bodies(functions) == ["late"])
    assert {one.function for one in functions.invocations} == {"other"}


def test_records_of_a_stream_invoke_the_function(
    aws: Aws, client: Any, functions: NamedFunctions, stream: str
) -> None:
    put(aws, "old")
    mapped(client, EventSourceArn=stream, StartingPosition="TRIM_HORIZON")
    put(aws, "new")
    wait_until(lambda: keys(functions) == ["old", "new"])


def test_a_stream_goes_on_where_its_mapping_was_disabled(
    aws: Aws, client: Any, functions: NamedFunctions, stream: str
) -> None:
    identity = mapped(client, EventSourceArn=stream, StartingPosition="TRIM_HORIZON")
    put(aws, "1")
    wait_until(lambda: keys(functions) == ["1"])
    assert client.update_event_source_mapping(UUID=identity, Enabled=False)["State"] == "Disabling"
    wait_until(lambda: state(client, identity) == "Disabled")
    put(aws, "2", "3")
    client.update_event_source_mapping(UUID=identity, Enabled=True, BatchSize=1)
    wait_until(lambda: keys(functions)[-1] == "3")
    assert keys(functions)[-3:] == ["1", "2", "3"]


def test_a_batch_that_has_failed_is_handled_after_a_change(
    aws: Aws, client: Any, functions: NamedFunctions, stream: str
) -> None:
    identity = mapped(client, EventSourceArn=stream, StartingPosition="TRIM_HORIZON")
    functions.fails = True
    put(aws, "1")
    wait_until(lambda: "1" in keys(functions))
    client.update_event_source_mapping(UUID=identity, Enabled=False)
    wait_until(lambda: state(client, identity) == "Disabled")
    functions.invocations.clear()
    functions.fails = False
    client.update_event_source_mapping(UUID=identity, Enabled=True)
    wait_until(lambda: keys(functions) == ["1"])


def test_a_reset_ends_mappings(
    server: Any, aws: Aws, client: Any, functions: NamedFunctions, queue: str
) -> None:
    mapped(client, EventSourceArn=queue)
    server.stand_in.reset(aws.account_id)
    create_queue(aws, "jobs")
    other = NamedFunctions(aws.account_id)
    server.stand_in.register_functions(other, account_id=aws.account_id, region=REGION)
    assert client.list_event_source_mappings()["EventSourceMappings"] == []
    mapped(client, EventSourceArn=queue)
    send(aws, "after")
    wait_until(lambda: bodies(other) == ["after"])
    assert functions.invocations == []


def test_mappings_are_listed_in_pages(aws: Aws, client: Any) -> None:
    wanted = {
        mapped(client, EventSourceArn=create_queue(aws, f"q{number}"), Enabled=False) for number in range(3)
    }
    first = client.list_event_source_mappings(MaxItems=2)
    rest = client.list_event_source_mappings(Marker=first["NextMarker"])
    found = [one["UUID"] for one in first["EventSourceMappings"] + rest["EventSourceMappings"]]
    assert (len(first["EventSourceMappings"]), set(found), len(found)) == (2, wanted, 3)


def test_a_mapping_of_a_template_is_shown_and_stopped(
    server: Any, aws: Aws, client: Any, functions: NamedFunctions, queue: str
) -> None:
    described = {
        "EventSourceArn": queue,
        "FunctionName": "work",
        "BatchSize": "5",
        "ScalingConfig": {"MaximumConcurrency": "3"},
        "FilterCriteria": {"Filters": [{"Pattern": {"body": ["a"]}}]},
    }
    pattern = EventPattern({"body": ["a"]})
    consumer = QueueConsumer(
        SourceMapping(function="work", source_arn=queue, batch_size=5, filters=(pattern,)),
        functions,
        lambda: aws.client("sqs"),
    )
    consumer.start()
    identity = "11111111-2222-3333-4444-555555555555"
    server.stand_in.adopt_source_mapping(
        identity, described, consumer, account_id=aws.account_id, region=REGION
    )
    [shown] = client.list_event_source_mappings(FunctionName="work")["EventSourceMappings"]
    assert (shown["UUID"], shown["BatchSize"], shown["State"]) == (identity, 5, "Enabled")
    assert shown["FilterCriteria"] == {"Filters": [{"Pattern": '{"body": ["a"]}'}]}
    assert shown["ScalingConfig"] == {"MaximumConcurrency": 3}
    client.update_event_source_mapping(
        UUID=identity, FilterCriteria={"Filters": [{"Pattern": '{"body": ["b"]}'}]}
    )
    wait_until(lambda: state(client, identity) == "Enabled")
    send(aws, "a", "b")
    wait_until(lambda: bodies(functions) == ["b"])

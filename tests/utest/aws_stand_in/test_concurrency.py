"""Many requests at once: no update is lost, no message is delivered twice, no account waits for another."""

import os
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from aws_stand_in import MockAwsServer
from aws_stand_in.account_locks import AccountLocks
from support.waiting import wait_until

THREADS = 8
RACES = 50
WORKER = Path(__file__).with_name("isolation_worker.py")


def all_at_once(work: Callable[[int], None]) -> None:
    """Run `work` in eight threads that start together, and raise what any of them raised."""
    errors: list[BaseException] = []
    start = threading.Barrier(THREADS)

    def run(index: int) -> None:
        try:
            start.wait()
            work(index)
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=run, args=(index,)) for index in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]


@pytest.fixture
def clients(aws: Any) -> Callable[[str], list[Any]]:
    """Return a client for each thread, so that each has its own connection."""
    return lambda service: [aws.own_client(service) for _ in range(THREADS)]


@pytest.fixture
def table(aws: Any) -> str:
    aws.client("dynamodb").create_table(
        TableName="race",
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    return "race"


def amount(client: Any, table: str, pk: str) -> int:
    return int(client.get_item(TableName=table, Key={"pk": {"S": pk}})["Item"]["n"]["N"])


def add(table: str, pk: str, number: int) -> dict[str, Any]:
    return {
        "TableName": table,
        "Key": {"pk": {"S": pk}},
        "UpdateExpression": "ADD n :number",
        "ExpressionAttributeValues": {":number": {"N": str(number)}},
    }


def test_no_update_is_lost_and_no_transaction_torn_in_fifty_races(clients: Any, table: str) -> None:
    dynamodb = clients("dynamodb")
    for pk in ("left", "right"):
        dynamodb[0].update_item(**add(table, pk, 1000))
    for race in range(1, RACES + 1):

        def work(index: int) -> None:
            dynamodb[index].update_item(**add(table, "counter", 1))
            dynamodb[index].transact_write_items(
                TransactItems=[{"Update": add(table, "left", -1)}, {"Update": add(table, "right", 1)}]
            )

        all_at_once(work)
        assert amount(dynamodb[0], table, "counter") == THREADS * race
        left, right = (amount(dynamodb[0], table, pk) for pk in ("left", "right"))
        assert (left, right) == (1000 - THREADS * race, 1000 + THREADS * race)


def test_one_of_eight_conditional_puts_wins_in_fifty_races(clients: Any, table: str) -> None:
    dynamodb = clients("dynamodb")
    for race in range(RACES):
        outcomes: Counter[str] = Counter()

        def work(index: int, race: int = race, outcomes: Counter[str] = outcomes) -> None:
            try:
                dynamodb[index].put_item(
                    TableName=table,
                    Item={"pk": {"S": f"race-{race}"}, "winner": {"N": str(index)}},
                    ConditionExpression="attribute_not_exists(pk)",
                )
                outcomes["won"] += 1
            except ClientError as error:
                outcomes[error.response["Error"]["Code"]] += 1

        all_at_once(work)
        assert outcomes == {"won": 1, "ConditionalCheckFailedException": THREADS - 1}


def test_conditional_updates_that_succeed_are_counted_exactly(clients: Any, table: str) -> None:
    dynamodb = clients("dynamodb")
    dynamodb[0].update_item(**add(table, "counter", 0))
    succeeded = [0] * THREADS

    def work(index: int) -> None:
        client = dynamodb[index]
        for _ in range(RACES):
            read = amount(client, table, "counter")
            try:
                client.update_item(
                    TableName=table,
                    Key={"pk": {"S": "counter"}},
                    UpdateExpression="SET n = :new",
                    ConditionExpression="n = :read",
                    ExpressionAttributeValues={":new": {"N": str(read + 1)}, ":read": {"N": str(read)}},
                )
            except client.exceptions.ConditionalCheckFailedException:
                continue
            succeeded[index] += 1

    all_at_once(work)
    assert amount(dynamodb[0], table, "counter") == sum(succeeded) >= RACES


def test_each_message_is_delivered_once_in_fifty_races(clients: Any) -> None:
    sqs = clients("sqs")
    for race in range(RACES):
        url = sqs[0].create_queue(QueueName=f"race-{race}")["QueueUrl"]
        entries = [{"Id": str(number), "MessageBody": f"{race}-{number}"} for number in range(8)]
        sqs[0].send_message_batch(QueueUrl=url, Entries=entries)
        received: list[str] = []

        def work(index: int, url: str = url, received: list[str] = received) -> None:
            messages = sqs[index].receive_message(QueueUrl=url, MaxNumberOfMessages=2).get("Messages", [])
            received.extend(message["Body"] for message in messages)

        all_at_once(work)
        assert sorted(received) == sorted(entry["MessageBody"] for entry in entries)


def test_object_read_while_it_is_replaced_is_always_whole_in_fifty_races(clients: Any) -> None:
    s3 = clients("s3")
    s3[0].create_bucket(Bucket="race", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    s3[0].put_object(Bucket="race", Key="key", Body=b"0" * 1000)
    for _ in range(RACES):

        def work(index: int) -> None:
            if index % 2:
                s3[index].put_object(Bucket="race", Key="key", Body=str(index).encode() * 1000)
            else:
                content = s3[index].get_object(Bucket="race", Key="key")["Body"].read()
                assert content == content[:1] * 1000

        all_at_once(work)


@pytest.fixture
def begun_waits(server: MockAwsServer, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The accounts for whose changes a request waits or has waited."""
    begun: list[str] = []
    wait_for_change = server.stand_in.locks.wait_for_change

    def note_and_wait(account_id: str, seen: int, seconds: float) -> None:
        begun.append(account_id)
        wait_for_change(account_id, seen, seconds)

    monkeypatch.setattr(server.stand_in.locks, "wait_for_change", note_and_wait)
    return begun


def test_long_poll_does_not_hold_up_the_account(aws: Any, begun_waits: list[str]) -> None:
    sqs = aws.client("sqs")
    url = sqs.create_queue(QueueName="q", Attributes={"ReceiveMessageWaitTimeSeconds": "15"})["QueueUrl"]
    received: list[int] = []
    waiting = aws.client("sqs")

    def wait() -> None:
        received.append(len(waiting.receive_message(QueueUrl=url).get("Messages", [])))

    poller = threading.Thread(target=wait)
    poller.start()
    wait_until(lambda: aws.account_id in begun_waits)
    began = time.perf_counter()
    sqs.send_message(QueueUrl=url, MessageBody="m")
    poller.join()
    assert time.perf_counter() - began < 14
    assert received == [1]


def test_nobody_waits_for_a_change_once_waiters_are_released() -> None:
    locks = AccountLocks()
    seen = locks.changes("1")
    waiting = threading.Thread(target=lambda: locks.wait_for_change("1", seen, 60))
    waiting.start()

    locks.release()
    waiting.join(30)
    locks.wait_for_change("1", seen, 60)

    assert not waiting.is_alive()
    assert locks.are_released


def test_accounts_do_not_wait_for_each_other(aws: Any, server: MockAwsServer) -> None:
    done = threading.Event()

    def call() -> None:
        aws.own_client("sqs", account_id="999999999997").list_queues()
        done.set()

    with server.stand_in.locks.hold(aws.account_id):
        threading.Thread(target=call).start()
        assert done.wait(30)
        blocked = threading.Thread(target=aws.client("sqs").list_queues)
        blocked.start()
        blocked.join(0.3)
        assert blocked.is_alive()
    blocked.join(30)
    assert not blocked.is_alive()


def test_four_processes_with_fifty_tests_each_use_the_same_names_on_one_server(server: MockAwsServer) -> None:
    environment = {**os.environ, "AWS_RETRY_MODE": "standard", "AWS_MAX_ATTEMPTS": "1"}
    workers = [
        subprocess.Popen(
            [sys.executable, str(WORKER), server.url, f"{number:012d}", "50"],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for number in range(800_000_000_001, 800_000_000_005)
    ]
    outputs = [worker.communicate(timeout=100)[0] for worker in workers]
    assert [worker.returncode for worker in workers] == [0, 0, 0, 0], "\n".join(outputs)
    assert [output.strip().splitlines()[-1] for output in outputs] == ["50 passed"] * 4

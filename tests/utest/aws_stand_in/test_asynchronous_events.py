"""How events end that a function is invoked with asynchronously, and what is told of it.

Source: AWS Lambda Developer Guide, "Invoking a Lambda function asynchronously", "Adding a dead-letter queue" and "Configuring
reserved concurrency for a function".
"""

import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from aws_stand_in.overlays.functions.account_functions import AccountFunctions
from aws_stand_in.overlays.functions.asynchronous import AsynchronousEvent, AsynchronousInvocations
from lambda_runtime.function import FunctionDefinition, TooManyInvocationsError
from support.python_functions import PythonFunctions
from support.waiting import wait_until

RECORDS, DEAD_LETTERS = (
    "arn:aws:sqs:eu-west-1:123456789012:records",
    "arn:aws:sqs:eu-west-1:123456789012:dead",
)
Accept = Callable[..., AccountFunctions]


class Account:
    """Keeps what is sent to destinations."""

    def __init__(self) -> None:
        self.records: list[Mapping[str, Any]] = []
        self.dead_letters: list[tuple[bytes, Mapping[str, Any]]] = []

    def send_record(self, destination: str, record: Mapping[str, Any]) -> None:
        assert destination == RECORDS
        self.records.append(record)

    def send_dead_letter(self, target: str, event: bytes, attributes: Mapping[str, Any]) -> None:
        assert target == DEAD_LETTERS
        self.dead_letters.append((event, {name: value["StringValue"] for name, value in attributes.items()}))


class LimitedFunctions(PythonFunctions):
    """The function `work`.

    Args:
        work: Called with its events.
        reserved: Its reserved concurrency.
    """

    def __init__(self, work: Callable[[Any], Any], reserved: int | None = None) -> None:
        super().__init__({"work": work})
        self.definitions["work"] = FunctionDefinition(
            "work", "python3.11", "app.handler", Path(), reserved_concurrency=reserved
        )


@pytest.fixture
def account() -> Account:
    return Account()


@pytest.fixture
def accept(account: Account) -> Iterator[Accept]:
    """Accept events for a function: `accept(functions, *events, **configuration)`."""
    invocations = AsynchronousInvocations()

    def accept_all(functions: LimitedFunctions, *events: bytes, **configuration: Any) -> AccountFunctions:
        wanted = {"DestinationConfig": {"OnFailure": {"Destination": RECORDS}}, **configuration}
        registered = AccountFunctions(functions, {"work": DEAD_LETTERS}, {"work": wanted})
        for event in events:
            invocations.accept(AsynchronousEvent("work", event), registered, account)
        return registered

    yield accept_all
    invocations.close()


def throttled(_: Any) -> None:
    raise TooManyInvocationsError("All are running.")


def fail(_: Any) -> None:
    raise RuntimeError("boom")


def test_an_event_that_becomes_too_old_while_it_waits_for_a_free_invocation(
    accept: Accept, account: Account, caplog: pytest.LogCaptureFixture
) -> None:
    accept(LimitedFunctions(throttled, reserved=1), b'{"a": 1}', MaximumEventAgeInSeconds=0.01)

    wait_until(lambda: len(account.dead_letters) == 1)
    ((event, attributes),), (record,) = account.dead_letters, account.records
    assert (event, attributes["ErrorCode"], attributes["ErrorMessage"]) == (
        b'{"a": 1}',
        "429",
        "Rate Exceeded.",
    )
    assert record["requestContext"] | {"requestId": ""} == {
        "requestId": "",
        "functionArn": "arn:aws:lambda:eu-central-1:123456789012:function:work:$LATEST",
        "condition": "EventAgeExceeded",
        "approximateInvokeCount": 0,
    }
    assert record["requestPayload"] == {"a": 1}
    assert not {"responseContext", "responsePayload"} & record.keys()
    assert "An event of work is given up after 0 attempts: EventAgeExceeded" in caplog.messages


def test_an_event_that_becomes_too_old_after_it_has_failed(accept: Accept, account: Account) -> None:
    is_configured = threading.Event()

    def work(event: Any) -> None:
        is_configured.wait(30)
        fail(event)

    functions = LimitedFunctions(work)
    registered = accept(functions, b"{}")
    functions.wait_for(1)
    registered.invoke_configurations["work"]["MaximumEventAgeInSeconds"] = 0
    is_configured.set()

    wait_until(lambda: len(account.dead_letters) == 1)
    (record,) = account.records
    assert record["requestContext"]["condition"] == "EventAgeExceeded"
    assert record["requestContext"]["approximateInvokeCount"] == len(functions.invocations) == 1
    assert record["responsePayload"]["errorMessage"] == "boom"
    assert account.dead_letters[0][1]["ErrorMessage"] == "boom"


def test_an_event_that_has_failed_as_often_as_it_may(accept: Accept, account: Account) -> None:
    accept(LimitedFunctions(fail), b"{}", MaximumRetryAttempts=1)

    wait_until(lambda: len(account.records) == 1)
    context = account.records[0]["requestContext"]
    assert (context["condition"], context["approximateInvokeCount"]) == ("RetriesExhausted", 2)


def test_a_function_for_which_no_concurrency_is_left_gets_no_events(accept: Accept, account: Account) -> None:
    functions = LimitedFunctions(fail, reserved=0)
    accept(functions, b"{}", b"{}")

    wait_until(lambda: len(account.records) == 2)
    contexts = [record["requestContext"] for record in account.records]
    assert [one["condition"] for one in contexts] == ["ZeroReservedConcurrency"] * 2
    assert [one["approximateInvokeCount"] for one in contexts] == [0, 0]
    assert functions.invocations == []


def test_events_wait_for_a_free_invocation_without_a_thread_each(accept: Accept, account: Account) -> None:
    free = threading.Event()
    functions = LimitedFunctions(lambda _: free.wait(30), reserved=2)
    before = set(threading.enumerate())
    accept(functions, *[b"{}"] * 50)
    functions.wait_for(2)
    processing = [one for one in set(threading.enumerate()) - before if "asynchronous" in one.name]

    free.set()

    assert len(processing) == 2
    functions.wait_for(50)
    wait_until(lambda: not any(one.is_alive() for one in processing))
    assert account.records == []


def test_an_event_that_waits_for_its_next_attempt_lets_others_pass(accept: Accept) -> None:
    has_all = threading.Event()

    def work(event: Any) -> None:
        has_all.wait(30)
        if event == "bad":
            fail(event)

    functions = LimitedFunctions(work, reserved=1)
    accept(functions, b'"bad"', b'"good"', MaximumRetryAttempts=1)
    has_all.set()

    functions.wait_for(3)
    assert [one.event for one in functions.invocations] == ["bad", "good", "bad"]


def test_events_that_wait_are_processed_together_when_the_concurrency_is_raised(accept: Accept) -> None:
    free, together, done = threading.Event(), threading.Barrier(3), []

    def work(event: Any) -> None:
        (free if event == "first" else together).wait(30)
        done.append(event)

    functions = LimitedFunctions(work, reserved=1)
    accept(functions, b'"first"', b'"a"', b'"b"', b'"c"')
    functions.wait_for(1)

    functions.definitions["work"] = replace(functions.definitions["work"], reserved_concurrency=3)
    free.set()

    wait_until(lambda: sorted(done) == ["a", "b", "c", "first"])

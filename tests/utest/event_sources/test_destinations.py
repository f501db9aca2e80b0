"""Sending to destinations, and what is said if that is not possible."""

import json
from typing import Any
from unittest.mock import Mock

import pytest

from event_sources.destinations import Destinations

BUS = "arn:aws:events:eu-west-1:123456789012:event-bus/orders"
QUEUE = "arn:aws:sqs:eu-west-1:123456789012:jobs"


@pytest.fixture
def client() -> Mock:
    """Return the client of every service."""
    return Mock()


def send(client: Mock, arn: str, text: str) -> None:
    Destinations(lambda _service: client).send(arn, text)


def test_an_event_goes_to_a_bus(client: Mock) -> None:
    send(client, BUS, '{"source": "orders", "detail-type": "Paid", "detail": {"total": 5}}')

    detail: dict[str, Any] = {"Source": "orders", "DetailType": "Paid", "Detail": json.dumps({"total": 5})}
    client.put_events.assert_called_once_with(Entries=[{**detail, "EventBusName": "orders"}])


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('"on"', "Expected a JSON object as the event, got '\"on\"'"),
        ("[1]", "Expected a JSON object as the event, got '[1]'"),
        ("on", "the event is not JSON: Expecting value: line 1 column 1 (char 0)"),
    ],
)
def test_a_bus_gets_no_text_that_is_no_event(
    client: Mock, caplog: pytest.LogCaptureFixture, text: str, problem: str
) -> None:
    send(client, BUS, text)

    assert caplog.messages == [f"Nothing could be sent to {BUS}: {problem}"]
    client.put_events.assert_not_called()


@pytest.mark.parametrize(
    ("arn", "service"),
    [("arn:aws:kinesis:eu-west-1:123456789012:stream/clicks", "kinesis"), ("clicks", "")],
)
def test_a_destination_that_is_not_imitated_is_named(
    client: Mock, caplog: pytest.LogCaptureFixture, arn: str, service: str
) -> None:
    send(client, arn, "{}")

    assert caplog.messages == [f"Nothing is sent to {arn}: {service} is not imitated as a destination"]


def test_an_error_that_nobody_expects_is_logged_with_its_traceback(
    client: Mock, caplog: pytest.LogCaptureFixture
) -> None:
    client.get_queue_url.return_value = {}

    send(client, QUEUE, "x")

    (record,) = caplog.records
    assert record.message == f"Nothing could be sent to {QUEUE}"
    assert record.exc_info
    assert str(record.exc_info[1]) == "'QueueUrl'"

"""Long polls that end before their time, and take no message then."""

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests

from aws_stand_in import MockAwsServer
from aws_stand_in.long_polling import NothingYet
from support.stand_in import Aws
from support.waiting import wait_until

LONGEST_SECONDS = 20


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Return the list of how long each look that found nothing would have waited."""
    found: list[float] = []
    of = NothingYet.of

    def noting(response: Any, wait_seconds: float, next_change: float | None) -> NothingYet:
        found.append(wait_seconds)
        return of(response, wait_seconds, next_change)

    monkeypatch.setattr(NothingYet, "of", noting)
    return found


@pytest.fixture
def url(aws: Aws) -> str:
    return str(aws.client("sqs").create_queue(QueueName="polled")["QueueUrl"])


@contextmanager
def polling(aws: Aws, url: str) -> Iterator[socket.socket]:
    """Ask for a message, and be ready to wait."""
    host = urlsplit(aws.endpoint_url)
    body = json.dumps({"QueueUrl": url, "WaitTimeSeconds": LONGEST_SECONDS})
    lines = (
        "POST / HTTP/1.1",
        f"Host: {host.netloc}",
        f"Authorization: AWS4-HMAC-SHA256 Credential={aws.account_id}/20261130/eu-west-1/sqs/aws4_request",
        "X-Amz-Target: AmazonSQS.ReceiveMessage",
        "Content-Type: application/x-amz-json-1.0",
        f"Content-Length: {len(body)}",
    )
    with socket.create_connection((str(host.hostname), host.port or 80), timeout=30) as client:
        client.sendall(("\r\n".join((*lines, "", "")) + body).encode())
        yield client


def ended_polls(aws: Aws) -> int:
    calls = requests.get(
        f"{aws.endpoint_url}/_mockaws/calls", params={"account_id": aws.account_id}, timeout=30
    ).json()["calls"]
    return sum(call["operation"] == "ReceiveMessage" for call in calls)


@pytest.mark.parametrize("is_reset", [False, True], ids=["closed", "reset"])
def test_a_poll_whose_client_is_gone_takes_no_message(
    aws: Aws, url: str, looks: list[float], is_reset: bool
) -> None:
    with polling(aws, url) as client:
        wait_until(lambda: bool(looks))
        if is_reset:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    sqs = aws.client("sqs")
    sqs.send_message(QueueUrl=url, MessageBody="kept")
    wait_until(lambda: ended_polls(aws) == 1)

    (message,) = sqs.receive_message(QueueUrl=url, MessageSystemAttributeNames=["All"])["Messages"]
    assert message["Body"] == "kept"
    assert message["Attributes"]["ApproximateReceiveCount"] == "1"


def test_a_poll_whose_client_sends_its_next_request_already_goes_on(
    aws: Aws, url: str, looks: list[float]
) -> None:
    with polling(aws, url) as client:
        wait_until(lambda: bool(looks))
        client.sendall(b"GET /_mockaws/health HTTP/1.1\r\nHost: here\r\n\r\n")
        aws.client("sqs").send_message(QueueUrl=url, MessageBody="taken")
        assert b"taken" in client.recv(65536)


def test_a_reset_ends_polls_before_anything_new_is_there(
    aws: Aws, server: MockAwsServer, url: str, looks: list[float]
) -> None:
    answers: list[dict[str, Any]] = []
    client = aws.own_client("sqs")

    def poll() -> None:
        answers.append(client.receive_message(QueueUrl=url, WaitTimeSeconds=LONGEST_SECONDS))

    poller = threading.Thread(target=poll)
    poller.start()
    wait_until(lambda: bool(looks))
    server.reset(aws.account_id)
    sqs = aws.client("sqs")
    sqs.create_queue(QueueName="polled")
    sqs.send_message(QueueUrl=url, MessageBody="new")
    poller.join(LONGEST_SECONDS / 2)

    assert not poller.is_alive()
    assert "Messages" not in answers[0]
    assert len(sqs.receive_message(QueueUrl=url)["Messages"]) == 1

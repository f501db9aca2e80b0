"""A stack serves one worker at a time, for as long as the worker lives."""

import json
import os
import subprocess
import sys
import urllib.request
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

from aws_stand_in import MockAwsServer
from fault_engine import FaultEngine, attachments
from fault_engine.attachments import Attachments
from loopback_server.server import LoopbackServer
from manuel_stack.attachment import Attachment, worker_id
from manuel_stack.errors import StackError, StackInUseError
from manuel_stack.lease import StackLease, WarmParent
from support.waiting import wait_until

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

WORKER = """
import sys
from manuel_stack.attachment import Attachment, worker_id
attached = Attachment(sys.argv[1])
print(worker_id(), flush=True)
sys.stdin.read()
"""


@dataclass
class Stack:
    """A server that workers attach to, and who has left it."""

    url: str = ""
    left: list[str] = field(default_factory=list)


@pytest.fixture
def stack() -> Iterator[Stack]:
    stack = Stack()
    with LoopbackServer(Attachments(stack.left.append).serve) as server:
        stack.url = server.url
        yield stack


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attachments, "PATIENCE", 0.1)


def start_worker(url: str) -> tuple["subprocess.Popen[str]", str]:
    process = subprocess.Popen(
        [sys.executable, "-c", WORKER, url], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    return process, process.stdout.readline().strip()


def test_second_worker_is_refused_with_a_line_that_says_who_is_attached(
    stack: Stack, impatient: None
) -> None:
    first = Attachment(stack.url)
    with pytest.raises(StackError) as refused:
        Attachment(stack.url)
    first.close()

    assert f"{stack.url} is in use by another worker, process {os.getpid()}" in str(refused.value)
    assert "\n" not in str(refused.value)


def test_next_worker_waits_for_one_that_is_about_to_end(stack: Stack) -> None:
    Attachment(stack.url).close()
    Attachment(stack.url).close()
    wait_until(lambda: stack.left == [worker_id()] * 2)


def test_killed_worker_leaves_the_stack_to_the_next(stack: Stack) -> None:
    process, worker = start_worker(stack.url)
    process.kill()
    process.communicate()

    Attachment(stack.url).close()
    assert stack.left[0] == worker


def test_server_that_knows_no_attachments_is_named() -> None:
    def older(_: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        start_response("404 Not Found", [("Content-Type", "application/json")])
        return [b'{"error": "There is no GET."}']

    with LoopbackServer(older) as server, pytest.raises(StackError, match="it is of another version"):
        Attachment(server.url)


def test_rules_of_a_killed_worker_end_on_the_stack() -> None:
    parent = WarmParent(os.getpid())
    try:
        with StackLease(parent, {}) as lease:
            url = lease.info.aws_endpoint_url
            process, worker = start_worker(f"{url}/_faults")
            for owner in (worker, "somebody-else"):
                activate(url, {"service": "sqs", "fault": "hang", "name": owner}, owner)
            process.kill()
            process.communicate()
            wait_until(lambda: rule_names(url) == ["somebody-else"])
    finally:
        parent.stop()


def test_a_stand_in_without_a_stack_serves_one_worker_at_a_time_too(impatient: None) -> None:
    with MockAwsServer(engine=FaultEngine()) as server:
        first = Attachment(f"{server.url}/_faults")
        with pytest.raises(StackInUseError, match="is in use by another worker"):
            Attachment(f"{server.url}/_faults")
        first.close()


def activate(url: str, rule: dict[str, Any], owner: str) -> None:
    headers = {"X-Fault-Owner": f"{owner}/7"}
    request = urllib.request.Request(f"{url}/_faults/rules", json.dumps(rule).encode(), headers)
    urllib.request.urlopen(request, timeout=30).close()


def rule_names(url: str) -> list[str]:
    with urllib.request.urlopen(f"{url}/_faults/rules", timeout=30) as reply:
        return [rule["name"] for rule in json.load(reply)["rules"]]

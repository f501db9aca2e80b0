"""A request takes as many steps when the stand-in holds much as when it holds little.

Steps are bytecode instructions: their number depends neither on the machine nor on what else runs there. What C code does, such
as copying a list, is not among them; `tests/bench/bench_growth.py` measures time.
"""

import sys
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any

import pytest
from werkzeug.test import EnvironBuilder

from aws_requests import Request
from aws_servers import RefusedError
from aws_stand_in import warm_up
from aws_stand_in.stand_in import AwsStandIn
from growth import HOLDINGS, Holding

FEW, MANY = 10, 1_000
ALLOWED = 1.1


class CountingClient:
    """Sends requests without a socket, and counts the steps of some."""

    def __init__(self, application: Any) -> None:
        self._application = application
        self._trace: Any = None
        self._steps = 0

    def send(self, request: Request) -> bytes:
        environ = EnvironBuilder(
            request.path, method=request.method, data=request.body, headers=dict(request.headers)
        ).get_environ()
        statuses: list[str] = []
        previous = sys.gettrace()
        sys.settrace(self._trace)
        try:
            body = b"".join(self._application(environ, lambda status, *_: statuses.append(status)))
        finally:
            sys.settrace(previous)
        if not statuses[0].startswith("2"):
            raise RefusedError(request.name, statuses[0], body)
        return body

    def steps(self, question: Callable[[], Any]) -> int:
        """Return how many steps the requests of a question take when it is asked for the second time."""
        question()
        self._steps, self._trace = 0, self._follow
        question()
        self._trace = None
        return self._steps

    def _follow(self, frame: FrameType, event: str, _argument: Any) -> Any:
        frame.f_trace_opcodes, frame.f_trace_lines = True, False
        self._steps += event == "opcode"
        return self._follow


@pytest.fixture(scope="module")
def client() -> Iterator[CountingClient]:
    warm_up()
    stand_in = AwsStandIn(job_seconds=0)
    yield CountingClient(stand_in)
    for kind in HOLDINGS:
        stand_in.reset(_account_of(kind))
    stand_in.close()


def _account_of(kind: type[Holding]) -> str:
    return f"{HOLDINGS.index(kind) + 800_000_000_000}"


@pytest.mark.parametrize("kind", HOLDINGS, ids=lambda kind: kind.title)
def test_steps_of_a_request_do_not_grow(client: CountingClient, kind: type[Holding]) -> None:
    holding = kind(client.send, _account_of(kind))
    holding.prepare()
    holding.fill(range(FEW))
    few = {question.title: client.steps(question) for question in holding.questions()}
    holding.fill(range(FEW, min(MANY, kind.largest // 5)))
    many = {question.title: client.steps(question) for question in holding.questions()}
    assert few
    assert {title: (few[title], many[title]) for title in few if many[title] > few[title] * ALLOWED} == {}


def test_a_walk_through_everything_is_noticed() -> None:
    held: list[int] = []

    def walking(_environ: Any, start_response: Any) -> list[bytes]:
        start_response("200 OK", [])
        return [b"".join(b"" for _ in held)]

    client = CountingClient(walking)
    few = client.steps(lambda: client.send(Request("walk", "GET", "/", b"", {})))
    held.extend(range(MANY))
    assert client.steps(lambda: client.send(Request("walk", "GET", "/", b"", {}))) > few * ALLOWED

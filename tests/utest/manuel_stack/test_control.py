"""What a stack says of itself and its backend, and what it refuses, below `/_stack/`."""

import json
from typing import Any

import pytest
from werkzeug.test import Client

from manuel_stack.backend_log import BackendLog
from manuel_stack.clock import AdjustableClock
from manuel_stack.control import StackControl


class Stack:
    """The control paths of a stack."""

    def __init__(self) -> None:
        self.clock, self.log = AdjustableClock(), BackendLog()
        self.resets: list[None] = []
        control = StackControl(
            describe=lambda: {"stage": "local"},
            log=self.log,
            connections=["10.0.0.8:443"],
            sent_headers=["Accept: application/pdf"],
            clock=self.clock,
            reset_usage=lambda: self.resets.append(None),
        )
        self._client = Client(control)

    def answer(self, method: str, path: str, body: bytes = b"") -> tuple[int, Any]:
        """Return the status and the body of a response."""
        response = self._client.open(f"/_stack/{path}", method=method, data=body)
        assert response.headers["Content-Type"] == "application/json"
        return response.status_code, json.loads(response.data)


@pytest.fixture
def stack() -> Stack:
    return Stack()


def test_the_stack_describes_itself(stack: Stack) -> None:
    assert stack.answer("GET", "environment") == (200, {"stage": "local"})


def test_log_and_connections_are_those_of_the_backend(stack: Stack) -> None:
    stack.log.is_kept = True
    stack.log.write("first\nsecond\n")
    seen = {"addresses": ["10.0.0.8:443"], "headers": ["Accept: application/pdf"]}
    assert stack.answer("GET", "log") == (200, {"lines": ["first", "second"]})
    assert stack.answer("GET", "connections") == (200, seen)


@pytest.mark.parametrize("path", ["log", "connections"])
def test_without_a_backend_in_the_process_nothing_of_it_is_known(stack: Stack, path: str) -> None:
    assert stack.answer("GET", path) == (404, {"error": f"There is no GET /_stack/{path}."})


def test_usage_plans_count_anew(stack: Stack) -> None:
    assert stack.answer("POST", "usage/reset") == (200, {})
    assert len(stack.resets) == 1


def test_the_clock_is_set_forward_and_its_time_returned(stack: Stack) -> None:
    status, answer = stack.answer("POST", "clock", b'{"advance_seconds": 60}')
    assert (status, stack.clock.ahead) == (200, 60)
    assert answer["now"] == pytest.approx(stack.clock(), abs=30)


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"{}", b'{"advance_seconds": -1}', b'{"advance_seconds": "x"}']
)
def test_the_clock_is_set_to_nothing_else(stack: Stack, body: bytes) -> None:
    status, answer = stack.answer("POST", "clock", body)
    assert (status, stack.clock.ahead) == (400, 0)
    assert answer["error"].startswith('The body must be {"advance_seconds": N} with N of 0 or more: ')


def test_an_unknown_path_or_method_is_refused_in_one_line(stack: Stack) -> None:
    assert stack.answer("GET", "clocks") == (404, {"error": "There is no GET /_stack/clocks."})
    assert stack.answer("GET", "clock") == (405, {"error": "/_stack/clock takes POST."})

"""The backend's clock can only be set forward."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from ManuelEnvironment import environment as environment_module
from ManuelEnvironment.environment import Environment
from ManuelEnvironment.settings import validate


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """The bodies of the requests to the stack."""
    bodies: list[bytes] = []

    def record(request: Any, **_: object) -> Any:
        bodies.append(request.data)
        return SimpleNamespace(close=lambda: None)

    monkeypatch.setattr(environment_module.urllib.request, "urlopen", record)
    return bodies


def environment_with_clock() -> Environment:
    settings = validate({"environment": "local", "capabilities": ["time-control"]}, source="test")
    stack: Any = SimpleNamespace(aws_endpoint_url="http://127.0.0.1:1", api_base_url="http://127.0.0.1:2")
    return Environment(settings, stack, None)


def test_the_clock_is_set_forward(sent: list[bytes]) -> None:
    environment_with_clock().advance_clock(timedelta(minutes=1))
    assert sent == [b'{"advance_seconds": 60.0}']


def test_a_negative_duration_is_refused_before_anything_is_sent(sent: list[bytes]) -> None:
    with pytest.raises(ValueError, match=r"forward by, 0 s or more\. Got -300 s\."):
        environment_with_clock().advance_clock(timedelta(minutes=-5))
    assert sent == []

import json
from collections.abc import Iterable
from contextlib import nullcontext
from dataclasses import fields
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from loopback_server.server import LoopbackServer
from manuel_stack.code_version import code_version
from manuel_stack.info import StackInfo
from ManuelEnvironment import BlockedError, Environment, EnvironmentUnreachableError, startup
from ManuelEnvironment.settings import validate

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment


def attach(
    monkeypatch: pytest.MonkeyPatch, *, api_url: str = "http://127.0.0.1:1", **version: str
) -> StackInfo:
    """Attach to a stack that says it is of this version."""
    answer = {field.name: "x" for field in fields(StackInfo)} | version

    def stack(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        assert environ["PATH_INFO"] == "/_stack/environment"
        start_response("200 OK", [("Content-Type", "application/json")])
        return [json.dumps(answer).encode()]

    with LoopbackServer(stack) as server:
        monkeypatch.setattr(startup, "Attachment", lambda _url: None)
        monkeypatch.setenv("API_BASE_URL", api_url)
        monkeypatch.setenv("AWS_ENDPOINT_URL", server.url)
        return startup._attach()


def test_a_stack_of_the_same_version_is_attached_to(monkeypatch: pytest.MonkeyPatch) -> None:
    assert attach(monkeypatch, version=code_version()).api_base_url == "http://127.0.0.1:1"


def test_the_stack_of_an_application_without_an_api_is_attached_to(monkeypatch: pytest.MonkeyPatch) -> None:
    info = attach(monkeypatch, api_url="", version=code_version(), api_base_url="")
    assert info.api_base_url == ""


@pytest.mark.parametrize("api_base_url", ["", "http://127.0.0.1:2"])
def test_requests_need_an_api(api_base_url: str) -> None:
    stack: Any = SimpleNamespace(api_base_url=api_base_url)
    environment = Environment(validate({"environment": "local"}, source="test"), stack, None)
    with (
        nullcontext()
        if api_base_url
        else pytest.raises(BlockedError, match=r"^blocked by api_base_url: .* no API")
    ):
        environment.require_api()


@pytest.mark.parametrize("version", [{"version": "0.9.0+0123456789ab"}, {}])
def test_a_stack_of_another_version_is_refused_in_one_line(
    monkeypatch: pytest.MonkeyPatch, version: dict[str, str]
) -> None:
    with pytest.raises(EnvironmentUnreachableError) as refusal:
        attach(monkeypatch, **version)
    line = str(refusal.value)
    assert f"runs version {version.get('version')!r}, and these tests are of {code_version()!r}" in line
    assert "start another one with `make sandbox`" in line
    assert "\n" not in line

"""A small API that responds as a test wants, and an environment that points at it."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import requests
from robot.api.types import Secret
from werkzeug.wrappers import Request, Response

from cause_register import CauseRegister
from loopback_server.server import LoopbackServer
from ManuelAPI import contract_check, preconditions, unexpected_throttling
from ManuelAPI.client import ApiClient, ApiRequest
from ManuelAPI.keywords import contract as contract_keywords
from ManuelAuth.identity import Identity, identity_store
from ManuelEnvironment import causes
from ManuelEnvironment.causes import CauseNotes
from ManuelEnvironment.environment import Environment
from ManuelEnvironment.process_state import ProcessState
from ManuelEnvironment.settings import validate

TOKEN = "eyJraWQiOiJ0ZXN0In0.eyJzdWIiOiJyZWFkZXIifQ.c2lnbmF0dXJl"


@dataclass
class SmallApi:
    """An API that records requests, and responds to each with `answer`."""

    url: str = ""
    requests: list[Request] = field(default_factory=list)
    answer: Callable[[Request], Response] = field(default=lambda _: SmallApi.json({}))

    def answer_json(self, body: Any, status: int = 200) -> None:
        """Respond to every further request with this."""
        self.answer = lambda _: self.json(body, status)

    @staticmethod
    def json(body: Any, status: int = 200) -> Response:
        return Response(json.dumps(body), status, content_type="application/json")

    @Request.application
    def __call__(self, request: Request) -> Response:
        request.get_data()
        self.requests.append(request)
        return self.answer(request)


@pytest.fixture
def api() -> Iterator[SmallApi]:
    application = SmallApi()
    with LoopbackServer(application) as server:
        application.url = server.url
        yield application


@pytest.fixture
def use_environment(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Environment]:
    def use(**settings: Any) -> Environment:
        values = {"environment": "dev", "timeout_seconds": 2, **settings}
        environment = Environment(validate(values, source="test"), None, None)
        monkeypatch.setattr(ProcessState, "environment", environment)
        return environment

    return use


@pytest.fixture
def environment(api: SmallApi, use_environment: Callable[..., Environment]) -> Environment:
    return use_environment(api_base_url=api.url)


@pytest.fixture
def respond(api: SmallApi, use_environment: Callable[..., Environment]) -> Callable[..., requests.Response]:
    """Let the API respond to a request with a body, in an environment with these settings, and return the response."""

    def send(request: ApiRequest, body: object, **settings: Any) -> requests.Response:
        use_environment(api_base_url=api.url, **settings)
        client = ApiClient()
        client.contract_check.turn_off("the responses of these tests lack the headers")
        api.answer_json(body)
        return client.send(request)

    return send


@pytest.fixture(autouse=True)
def notes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CauseNotes:
    """A register of its own for each test."""
    notes = CauseNotes(CauseRegister(tmp_path / "causes"))
    for module in (
        causes,
        contract_check,
        preconditions,
        contract_keywords,
        unexpected_throttling,
    ):
        monkeypatch.setattr(module, "cause_notes", lambda: notes)
    return notes


@pytest.fixture
def signed_in() -> Iterator[Identity]:
    identity = Identity("reader@example.com", "reader", Secret(TOKEN), Secret("access"), Secret("refresh"))
    identity_store().enter()
    identity_store().remember(identity)
    yield identity
    identity_store().leave()

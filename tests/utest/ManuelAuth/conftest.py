"""A Cognito to sign in at, and an environment that points at it."""

import dataclasses
import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import boto3
import pytest

from aws_stand_in import MockAwsServer
from fault_engine import FaultEngine
from manuel_stack.code_version import code_version
from manuel_stack.info import StackInfo
from manuel_stack.resources import create_manuel_resources
from ManuelAuth.session import SignInSession
from ManuelEnvironment.environment import Environment
from ManuelEnvironment.process_state import ProcessState
from ManuelEnvironment.settings import validate
from support.accounts import new_account_id

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

REGION, STAGE = "eu-west-1", "test"


@pytest.fixture(scope="session")
def stack() -> Iterator[StackInfo]:
    served: dict[str, str] = {}

    def serve_environment(_: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        start_response("200 OK", [("Content-Type", "application/json")])
        return [json.dumps(served).encode()]

    account_id = new_account_id()
    with MockAwsServer(mounts={"/_stack/": serve_environment}, engine=FaultEngine()) as server:
        session = boto3.Session(account_id, "local", region_name=REGION)
        resources = create_manuel_resources(session, server.url, STAGE, account_id)
        names = dataclasses.asdict(resources)
        addresses = {"api_base_url": "http://127.0.0.1:1", "aws_endpoint_url": server.url}
        place = {"region": REGION, "account_id": account_id, "stage": STAGE}
        served |= {**names, **addresses, **place, "version": code_version()}
        yield StackInfo.from_json(served)


@pytest.fixture
def settings() -> dict[str, Any]:
    """What the test's environment is like; tests change it."""
    return {
        "environment": "local",
        "users": "disposable",
        "capabilities": ["signing-key", "second-user", "admin-user", "second-pool", "destructive"],
    }


@pytest.fixture
def environment(stack: StackInfo, settings: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> Environment:
    environment = Environment(validate(settings, source="test"), stack, None)
    monkeypatch.setattr(ProcessState, "environment", environment)
    return environment


@pytest.fixture
def session(environment: Environment) -> Iterator[SignInSession]:
    session = SignInSession()
    session.identities.enter()
    session.accounts.enter()
    yield session
    session.identities.leave()
    assert session.accounts.leave() == []

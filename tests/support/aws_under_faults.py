"""An AWS stand-in behind a fault engine, and boto3 clients for it."""

import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import boto3
import pytest
from botocore.config import Config
from moto.server import DomainDispatcherApplication, create_backend_app

from fault_engine import Effect, FaultEngine
from loopback_server.server import LoopbackServer

ACCOUNT = "123456789012"
REGION = "eu-west-1"
PATIENT_SECONDS = 30


def new_client(service: str, url: str, **config: Any) -> Any:
    """Return a boto3 client with boto3's own retries and timeouts, unless the test overrides them."""
    return boto3.client(
        service,
        endpoint_url=url,
        region_name=REGION,
        aws_access_key_id=ACCOUNT,
        aws_secret_access_key="any",
        config=Config(**{"read_timeout": PATIENT_SECONDS, "inject_host_prefix": False, **config}),
    )


@dataclass
class Aws:
    """AWS on a port, and the engine that injects its faults."""

    engine: FaultEngine
    url: str
    _clients: list[Any] = field(default_factory=list)

    def client(self, service: str, **config: Any) -> Any:
        client = new_client(service, self.url, **config)
        self._clients.append(client)
        return client

    def fail(self, **rule: Any) -> str:
        """Activate a rule and return its name."""
        return str(self.engine.add(rule)[0]["name"])

    def behind(self, engine: FaultEngine, url: str) -> "Aws":
        """Return the AWS of another engine; its clients are closed with this one's."""
        return Aws(engine, url, self._clients)

    def effects(self) -> list[Effect]:
        return self.engine.effects()

    def close(self) -> None:
        while self._clients:
            self._clients.pop().close()
        self.engine.clear()
        self.engine.journal.clear()


@pytest.fixture(scope="session")
def aws_server() -> Iterator[tuple[FaultEngine, LoopbackServer]]:
    logging.getLogger("werkzeug").setLevel(logging.CRITICAL)
    engine = FaultEngine()
    stand_in = engine.wrap(DomainDispatcherApplication(create_backend_app))

    def application(environ: Any, start_response: Any) -> Any:
        served = engine.control if environ["PATH_INFO"].startswith("/_faults/") else stand_in
        return served(environ, start_response)

    with LoopbackServer(application) as server:
        yield engine, server
        engine.shutdown()


@pytest.fixture
def aws(aws_server: tuple[FaultEngine, LoopbackServer]) -> Iterator[Aws]:
    engine, server = aws_server
    aws = Aws(engine, server.url)
    yield aws
    aws.close()


@dataclass(frozen=True)
class Outcome:
    """The result of a call, and how long it took."""

    value: Any
    error: Exception | None
    seconds: float


@pytest.fixture
def outcome_of() -> Callable[[Callable[[], Any]], Outcome]:
    """Return a function that runs a call and returns its outcome."""

    def call(action: Callable[[], Any]) -> Outcome:
        started = time.monotonic()
        try:
            value, error = action(), None
        except Exception as raised:
            value, error = None, raised
        return Outcome(value, error, time.monotonic() - started)

    return call

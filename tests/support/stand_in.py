"""One stand-in for all tests of a process; each test works in its own account."""

import io
import itertools
import os
import wave
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import boto3
import pytest
import requests
from botocore.config import Config

from aws_stand_in import MockAwsServer, warm_up
from fault_engine import FaultEngine

ENDPOINT_VARIABLE = "MOCKAWS_TEST_ENDPOINT"
RESET_VARIABLE = "MOCKAWS_TEST_RESET"
"""Where another server forgets everything before a test, since to it all accounts may be one."""
REGION = "eu-west-1"
_account_numbers = itertools.count(500_001)
"""Those of tests; smaller ones are written in tests and stay in use."""


@dataclass
class Clock:
    """The real time, plus what a test has advanced."""

    ahead: float = 0.0

    def __call__(self) -> float:
        import time

        return time.time() + self.ahead

    def advance(self, seconds: float) -> None:
        self.ahead += seconds


@dataclass
class Aws:
    """Clients of one account at one endpoint, closed with the test."""

    endpoint_url: str
    account_id: str
    session: boto3.Session
    clients: list[Any] = field(default_factory=list)

    def client(
        self, service: str, *, account_id: str | None = None, region: str = REGION, **config: Any
    ) -> Any:
        client = self.session.client(
            service,
            endpoint_url=self.endpoint_url,
            region_name=region,
            aws_access_key_id=account_id or self.account_id,
            aws_secret_access_key="any",
            config=Config(
                **{
                    "retries": {"total_max_attempts": 1},
                    "inject_host_prefix": False,
                    "read_timeout": 30,
                    **config,
                }
            ),
        )
        self.clients.append(client)
        return client

    def session_of_account(self) -> Any:
        """Return a session for `create_manuel_resources`, whose clients are closed with the test."""
        return _AccountSession(self)

    def close(self) -> None:
        for client in self.clients:
            client.close()


class _AccountSession:
    def __init__(self, aws: Aws) -> None:
        self._aws = aws
        self.region_name = REGION

    def client(self, service: str, *, endpoint_url: str) -> Any:
        assert endpoint_url == self._aws.endpoint_url
        return self._aws.client(service)


@pytest.fixture(scope="session")
def _clock() -> Clock:
    return Clock()


@pytest.fixture
def clock(_clock: Clock) -> Iterator[Clock]:
    """Return the stand-in's clock, and set it right after the test."""
    yield _clock
    _clock.ahead = 0.0


@pytest.fixture(scope="session")
def engine() -> FaultEngine:
    return FaultEngine()


@pytest.fixture(scope="session")
def server(_clock: Clock, engine: FaultEngine) -> Iterator[MockAwsServer]:
    warm_up()
    with MockAwsServer(engine=engine, clock=_clock, job_seconds=0.05) as running:
        yield running


@pytest.fixture(scope="session")
def session() -> boto3.Session:
    """Return one session for all tests, since each session loads the service models again."""
    return boto3.Session(region_name=REGION)


@pytest.fixture
def account_id() -> str:
    return f"{next(_account_numbers):012d}"


@pytest.fixture
def aws(request: pytest.FixtureRequest, session: boto3.Session, account_id: str) -> Iterator[Aws]:
    """Return clients for a fresh account of the stand-in, or of the endpoint in MOCKAWS_TEST_ENDPOINT.

    That endpoint gets a POST to the path in MOCKAWS_TEST_RESET first, if there is one.
    """
    endpoint = os.environ.get(ENDPOINT_VARIABLE)
    if endpoint:
        if reset := os.environ.get(RESET_VARIABLE):
            requests.post(f"{endpoint}{reset}", timeout=30).raise_for_status()
        clients = Aws(endpoint, account_id, session)
        yield clients
        clients.close()
        return
    running: MockAwsServer = request.getfixturevalue("server")
    clients = Aws(running.url, account_id, session)
    yield clients
    clients.close()
    running.reset(account_id)


@pytest.fixture
def wav() -> Callable[..., bytes]:
    """Make recordings: `wav(seconds=1, tone=7, channels=1)`; another tone is another recording."""

    def make(*, seconds: float = 1.0, tone: int = 1, channels: int = 1) -> bytes:
        file = io.BytesIO()
        with wave.open(file, "wb") as recording:
            recording.setnchannels(channels)
            recording.setsampwidth(2)
            recording.setframerate(8000)
            recording.writeframes(tone.to_bytes(2, "little") * int(8000 * seconds) * channels)
        return file.getvalue()

    return make

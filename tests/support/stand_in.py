"""One stand-in for all tests of a process; each test works in its own account."""

import io
import os
import time
import wave
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import boto3
import pytest
import requests
from botocore.config import Config

from aws_stand_in import MockAwsServer, warm_up
from fault_engine import FaultEngine
from support.accounts import new_account_id

ENDPOINT_VARIABLE = "MOCKAWS_TEST_ENDPOINT"
RESET_VARIABLE = "MOCKAWS_TEST_RESET"
"""Where another server forgets everything before a test, since to it all accounts may be one."""
REGION = "eu-west-1"
USER_AGENT = "tests"
"""A client without one puts its own together twice for each request, which is a tenth of what the request takes."""


@dataclass
class Clock:
    """The real time, plus what a test has advanced, or a time at which it has been stopped."""

    ahead: float = 0.0
    stopped_at: float | None = None

    def __call__(self) -> float:
        return (time.time() if self.stopped_at is None else self.stopped_at) + self.ahead

    def advance(self, seconds: float) -> None:
        self.ahead += seconds

    def stop(self) -> None:
        self.stopped_at = time.time()


@cache
def _shared_client(
    session: boto3.Session, service: str, endpoint_url: str, region: str, **config: Hashable
) -> Any:
    return _new_client(session, service, endpoint_url, region, **config)


def _new_client(
    session: boto3.Session,
    service: str,
    endpoint_url: str,
    region: str,
    key_id: str | None = None,
    **config: Any,
) -> Any:
    usual = {
        "retries": {"total_max_attempts": 1},
        "inject_host_prefix": False,
        "read_timeout": 30,
        "user_agent": USER_AGENT,
    }
    return session.client(
        service,
        endpoint_url=endpoint_url,
        region_name=region,
        aws_access_key_id=key_id,
        aws_secret_access_key=key_id and "any",
        config=Config(**{**usual, **config}),
    )


@dataclass
class Aws:
    """Clients of one account at one endpoint; their connections are closed with the test."""

    endpoint_url: str
    account_id: str
    session: boto3.Session
    clients: list[Any] = field(default_factory=list)

    def client(self, service: str, *, region: str = REGION, **config: Hashable) -> Any:
        """Return a client that the tests of a process share, since making one takes longer than most tests."""
        return self._closed_with_the_test(
            _shared_client(self.session, service, self.endpoint_url, region, **config)
        )

    def own_client(
        self, service: str, *, account_id: str | None = None, region: str = REGION, **config: Any
    ) -> Any:
        """Return a client that the test may change, such as by handlers of its events, and that may retry."""
        key_id = account_id or self.account_id
        return self._closed_with_the_test(
            _new_client(self.session, service, self.endpoint_url, region, key_id, **config)
        )

    def _closed_with_the_test(self, client: Any) -> Any:
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
    """Return the stand-in's clock, stopped, and set it right after the test: a request may take seconds on a busy machine."""
    _clock.stop()
    yield _clock
    _clock.ahead, _clock.stopped_at = 0.0, None


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
    """Return one session for all tests, since each session loads the service models again.

    Its credentials are those of the account of the test that runs.
    """
    return boto3.Session("000000000000", "any", region_name=REGION)


@pytest.fixture
def account_id() -> str:
    return new_account_id()


@pytest.fixture
def aws(request: pytest.FixtureRequest, session: boto3.Session, account_id: str) -> Iterator[Aws]:
    """Return clients for a fresh account of the stand-in, or of the endpoint in MOCKAWS_TEST_ENDPOINT.

    That endpoint gets a POST to the path in MOCKAWS_TEST_RESET first, if there is one.
    """
    session.get_credentials().access_key = account_id
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

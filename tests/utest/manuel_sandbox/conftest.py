"""A backend on an AWS stand-in, in this process."""

import base64
import itertools
import json
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import boto3
import jwt
import pytest
import requests
from botocore.config import Config
from FailureSimulator.engine import FaultEngine
from MockAWS.resources import ManuelResources, create_manuel_resources
from MockAWS.server import MockAwsServer
from moto.utilities.utils import load_resource

from manuel_sandbox import GatewayServer, Settings, create_application

REGION = "eu-west-1"
STAGE = "test"
DATA = Path(__file__).resolve().parents[3] / "resources" / "data"
MANUALS, AUDIO = DATA / "manuals", DATA / "audio"
WAIT_SECONDS = 10
FAST = {
    "AWS_READ_TIMEOUT_SECONDS": "1",
    "MODEL_READ_TIMEOUT_SECONDS": "1",
    "TIME_BUDGET_SECONDS": "3",
    "RATE_LIMIT_REQUESTS": "100000",
}
_accounts = itertools.count(100_000_000_001)


class ShiftableClock:
    """The real time, moved by as much as a test wants."""

    def __init__(self) -> None:
        self.ahead = 0.0

    def __call__(self) -> float:
        return time.time() + self.ahead


@dataclass
class Cloud:
    """An AWS account in a stand-in, with Manuel's resources."""

    server: MockAwsServer
    engine: FaultEngine
    account_id: str
    resources: ManuelResources

    def client(self, service: str) -> Any:
        return boto3.client(  # type: ignore[call-overload]
            service,
            endpoint_url=self.server.url,
            region_name=REGION,
            aws_access_key_id=self.account_id,
            aws_secret_access_key="any",
            config=Config(s3={"addressing_style": "path"}),
        )

    def environment(self, **choices: str) -> dict[str, str]:
        names = {name.upper(): str(value) for name, value in vars(self.resources).items()}
        return {
            **names,
            **FAST,
            "STAGE": STAGE,
            "AWS_REGION": REGION,
            "AWS_ENDPOINT_URL": self.server.url,
            "AWS_ACCESS_KEY_ID": self.account_id,
            "AWS_SECRET_ACCESS_KEY": "any",
            **choices,
        }

    def rows(self, table: str) -> list[dict[str, Any]]:
        resource = boto3.resource(
            "dynamodb",
            endpoint_url=self.server.url,
            region_name=REGION,
            aws_access_key_id=self.account_id,
            aws_secret_access_key="any",
        )
        return list(resource.Table(table).scan()["Items"])


@dataclass
class User:
    """Somebody with a token."""

    backend: "Backend"
    user_id: str
    token: str

    def call(self, method: str, path: str, **options: Any) -> requests.Response:
        headers = {"Authorization": f"Bearer {self.token}", **options.pop("headers", {})}
        return self.backend.call(method, path, headers=headers, **options)

    def get(self, path: str, **options: Any) -> requests.Response:
        return self.call("GET", path, **options)

    def post(self, path: str, body: Any, **options: Any) -> requests.Response:
        return self.call("POST", path, json=body, **options)

    def ask(self, question: str = "How do I descale it?") -> requests.Response:
        return self.post("/api/query", {"question": question})

    def upload(self, name: str = "coffee-machine.pdf", **options: Any) -> requests.Response:
        body = {"file_name": name, "file_data": encoded(MANUALS / name), "content_type": "application/pdf"}
        return self.post("/api/manuals/upload", body, **options)

    def upload_and_wait(self, name: str = "coffee-machine.pdf") -> str:
        manual_id: str = self.upload(name).json()["manual_id"]
        wait_until(lambda: self.get(f"/api/manuals/{manual_id}").json()["status"] == "ready")
        return manual_id


@dataclass
class Backend:
    """A running backend."""

    cloud: Cloud
    settings: Settings
    clock: ShiftableClock
    server: GatewayServer
    sessions: list[requests.Session] = field(default_factory=list)

    @property
    def url(self) -> str:
        return self.server.url

    def call(self, method: str, path: str, **options: Any) -> requests.Response:
        return self.sessions[0].request(method, self.url + path, timeout=30, **options)

    def user(self, *, groups: list[str] | None = None) -> User:
        user_id = str(uuid.uuid4())
        return User(self, user_id, self.token(user_id, **({"cognito:groups": groups} if groups else {})))

    def token(self, user_id: str, **claims: Any) -> str:
        now = int(time.time())
        payload = {
            "iss": self.settings.issuer,
            "aud": self.settings.user_pool_client_id,
            "sub": user_id,
            "token_use": "id",
            "iat": now,
            "exp": now + 3600,
            **claims,
        }
        return sign(payload)


def sign(payload: dict[str, Any], *, key_id: Any = "dummy", algorithm: str = "RS256") -> str:
    """A token that the stand-in's user pools could have issued."""
    return jwt.encode(payload, signing_key(), algorithm=algorithm, headers={"kid": key_id})


def signing_key() -> Any:
    jwk = load_resource("cognitoidp/resources/jwks-private.json")
    return jwt.PyJWK.from_dict({**jwk, "alg": "RS256"}).key


def encoded(path: Path) -> str:
    return base64.b64encode(path.read_bytes()).decode()


def wait_until(condition: Callable[[], bool]) -> None:
    """Wait for a condition, which has to come true soon."""
    ends = time.monotonic() + WAIT_SECONDS
    while not condition():
        assert time.monotonic() < ends, "the condition did not come true"
        time.sleep(0.02)


@pytest.fixture(scope="session")
def aws() -> Iterator[tuple[MockAwsServer, FaultEngine]]:
    engine = FaultEngine()
    with MockAwsServer(engine=engine, job_seconds=0.05) as server:
        yield server, engine
    engine.shutdown()


@pytest.fixture
def cloud(aws: tuple[MockAwsServer, FaultEngine]) -> Iterator[Cloud]:
    server, engine = aws
    account_id = str(next(_accounts))
    session = boto3.Session(account_id, "any", region_name=REGION)
    yield Cloud(server, engine, account_id, create_manuel_resources(session, server.url, STAGE, account_id))
    engine.clear()
    server.reset(account_id)


@pytest.fixture
def start_backend(cloud: Cloud) -> Iterator[Callable[..., Backend]]:
    started: list[Backend] = []

    def start(**choices: str) -> Backend:
        settings = Settings.from_environment(cloud.environment(**choices))
        clock = ShiftableClock()
        server = GatewayServer(create_application(settings, clock=clock))
        server.start()
        started.append(Backend(cloud, settings, clock, server, [requests.Session()]))
        return started[-1]

    yield start
    for backend in started:
        backend.sessions[0].close()
        backend.server.stop()


@pytest.fixture
def backend(start_backend: Callable[..., Backend]) -> Backend:
    return start_backend()


@pytest.fixture
def user(backend: Backend) -> User:
    return backend.user()


def pretty(response: requests.Response) -> str:
    return json.dumps(response.json(), indent=2)

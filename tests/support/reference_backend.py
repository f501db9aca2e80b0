"""A reference backend with an AWS stand-in, both in this process."""

import base64
import functools
import hashlib
import json
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
import jwt
import pytest
import requests
import yaml
from boto3.dynamodb.conditions import Key
from botocore.config import Config
from moto.utilities.utils import load_resource

from aws_stand_in import MockAwsServer
from aws_stand_in.journal import JournalEntry
from aws_stand_in.scripts import TranscriptScript
from fault_engine import FaultEngine
from loopback_server.server import LoopbackServer
from manuel_sandbox.application import CONTRACT as CONTRACT_FILE
from manuel_sandbox.application import Application, create_application
from manuel_sandbox.domain.safe_fetch import Network
from manuel_sandbox.settings import DeploymentSettings
from manuel_stack.resources import ManuelResources, create_manuel_resources
from ManuelAPI.contract import Contract
from support.accounts import new_account_id
from support.waiting import wait_until

REGION = "eu-west-1"
STAGE = "test"
DATA = Path(__file__).resolve().parents[2] / "resources" / "data"
MANUALS, AUDIO = DATA / "manuals", DATA / "audio"
CONTRACT = Contract.load(CONTRACT_FILE)
PATIENT = {"AWS_READ_TIMEOUT_SECONDS": "8", "RATE_LIMIT_REQUESTS": "100000"}
"""Timeouts that a busy machine does not exceed."""
IMPATIENT = {"AWS_READ_TIMEOUT_SECONDS": "1", "MODEL_READ_TIMEOUT_SECONDS": "1", "TIME_BUDGET_SECONDS": "3"}
"""Short timeouts, for tests that wait for one."""


class ShiftableClock:
    """The real time, shifted as far as a test wants."""

    def __init__(self) -> None:
        self.ahead = 0.0

    def __call__(self) -> float:
        return time.time() + self.ahead


@dataclass
class Cloud:
    """An AWS account of a stand-in, with the resources of Manuel."""

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
            **PATIENT,
            "STAGE": STAGE,
            "AWS_REGION": REGION,
            "AWS_ENDPOINT_URL": self.server.url,
            "AWS_ACCESS_KEY_ID": self.account_id,
            "AWS_SECRET_ACCESS_KEY": "any",
            **choices,
        }

    def table(self, name: str) -> Any:
        return boto3.resource(
            "dynamodb",
            endpoint_url=self.server.url,
            region_name=REGION,
            aws_access_key_id=self.account_id,
            aws_secret_access_key="any",
        ).Table(name)

    def row(self, partition: str) -> dict[str, Any]:
        """Return the only row of a partition of the usage table, empty if there is none."""
        found = self.table(self.resources.usage_table).query(
            KeyConditionExpression=Key("user_id").eq(partition)
        )
        assert found["Count"] <= 1
        return next(iter(found["Items"]), {})


@dataclass
class User:
    """A user with a token."""

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

    def say(
        self, name: str = "how-do-i-descale-it.wav", content_type: str = "audio/wav"
    ) -> requests.Response:
        body = {"file_data": encoded(AUDIO / name), "content_type": content_type}
        return self.post("/api/query", body)

    def transcribe(
        self, name: str = "how-do-i-descale-it.wav", content_type: str = "audio/wav"
    ) -> requests.Response:
        body = {"audio_data": encoded(AUDIO / name), "content_type": content_type}
        return self.post("/api/transcribe", body)

    def used_today(self) -> int:
        used: int = self.get("/api/user/usage").json()["current_usage"]["daily_queries"]
        return used

    def upload(self, name: str = "coffee-machine.pdf", **options: Any) -> requests.Response:
        return self.post("/api/manuals/upload", upload_body(name), **options)

    def upload_and_wait(self, name: str = "coffee-machine.pdf") -> str:
        manual_id: str = self.upload(name).json()["manual_id"]
        wait_until(lambda: self.get(f"/api/manuals/{manual_id}").json()["status"] == "ready")
        return manual_id


@dataclass
class Backend:
    """A running backend."""

    cloud: Cloud
    settings: DeploymentSettings
    clock: ShiftableClock
    application: Application
    server: LoopbackServer
    session: requests.Session

    @property
    def url(self) -> str:
        return self.server.url

    def call(self, method: str, path: str, **options: Any) -> requests.Response:
        """Send one request and check its response against the contract."""
        response = self.session.request(method, self.url + path, timeout=30, **options)
        operation = CONTRACT.find_operation(method, path.partition("?")[0])
        if operation is not None and operation.method == method:
            assert CONTRACT.violations(operation, response) == []
        return response

    def aws_calls(self, response: requests.Response, operation: str | None = None) -> list[JournalEntry]:
        """Return the attempts of AWS calls that a request has caused."""
        entries = self.cloud.server.journal.entries(trace_id=response.headers["X-Amzn-Trace-Id"])
        return [entry for entry in entries if operation in (None, entry.operation)]

    def stop(self) -> None:
        self.session.close()
        self.application.stop()
        self.server.stop()

    def close_breakers(self) -> None:
        admin = self.user(groups=["admin"])
        for service in ("bedrock", "dynamodb", "s3", "transcribe"):
            assert admin.post(f"/health/circuit-breakers/{service}/reset", None).status_code == 200

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
    """Return a token that a user pool of the stand-in could have issued."""
    return jwt.encode(payload, signing_key(), algorithm=algorithm, headers={"kid": key_id})


@functools.cache
def signing_key() -> Any:
    """Return the key with which the user pools of the stand-in sign."""
    jwk = load_resource("cognitoidp/resources/jwks-private.json")
    return jwt.PyJWK.from_dict({**jwk, "alg": "RS256"}).key


def encoded(path: Path) -> str:
    return base64.b64encode(path.read_bytes()).decode()


def upload_body(name: str, **changes: str) -> dict[str, str]:
    return {
        "file_name": name,
        "file_data": encoded(MANUALS / name),
        "content_type": "application/pdf",
        **changes,
    }


def _transcripts() -> list[TranscriptScript]:
    spoken = yaml.safe_load((DATA / "transcripts.yaml").read_text())
    return [
        TranscriptScript(transcript=text, sha256=hashlib.sha256((AUDIO / name).read_bytes()).hexdigest())
        for name, text in spoken.items()
        if text is not None
    ]


@pytest.fixture(scope="session")
def aws() -> Iterator[tuple[MockAwsServer, FaultEngine]]:
    engine = FaultEngine()
    with MockAwsServer(engine=engine, job_seconds=0.05) as server:
        server.stand_in.transcripts.add(_transcripts())
        yield server, engine
    engine.shutdown()


def make_cloud(aws: tuple[MockAwsServer, FaultEngine]) -> Cloud:
    server, engine = aws
    account_id = new_account_id()
    session = boto3.Session(account_id, "any", region_name=REGION)
    return Cloud(server, engine, account_id, create_manuel_resources(session, server.url, STAGE, account_id))


@pytest.fixture(scope="session")
def cloud(aws: tuple[MockAwsServer, FaultEngine]) -> Cloud:
    return make_cloud(aws)


@pytest.fixture
def empty_cloud(aws: tuple[MockAwsServer, FaultEngine]) -> Iterator[Cloud]:
    """An account of its own, for tests with very many calls: the stand-in gets slower with each row of a table."""
    cloud = make_cloud(aws)
    yield cloud
    aws[0].reset(cloud.account_id)


def run_backend(cloud: Cloud, *, network: Network | None = None, **choices: str) -> Backend:
    settings = DeploymentSettings.from_environment(cloud.environment(**choices))
    clock = ShiftableClock()
    application = create_application(settings, clock=clock, network=network)
    server = LoopbackServer(application, error_response=application.error_response)
    application.start()
    server.start()
    return Backend(cloud, settings, clock, application, server, requests.Session())


@pytest.fixture
def start_backend(cloud: Cloud) -> Iterator[Callable[..., Backend]]:
    """Starts backends with other choices."""
    started: list[Backend] = []

    def start(**choices: Any) -> Backend:
        started.append(run_backend(cloud, **choices))
        return started[-1]

    yield start
    for backend in started:
        backend.stop()
    cloud.engine.clear()


@pytest.fixture(scope="session")
def usual_backend(cloud: Cloud) -> Iterator[Backend]:
    backend = run_backend(cloud)
    yield backend
    backend.stop()


@pytest.fixture
def backend(usual_backend: Backend) -> Iterator[Backend]:
    """The backend with the default choices, as if it had just been started."""
    yield usual_backend
    usual_backend.cloud.engine.clear()
    usual_backend.clock.ahead = 0
    if usual_backend.call("GET", "/health").json()["status"] != "healthy":
        usual_backend.close_breakers()


@pytest.fixture
def user(backend: Backend) -> User:
    return backend.user()


_dead_letters: list[str] = []


def dead_letter_bodies(cloud: Cloud) -> list[str]:
    """Return everything that has reached the dead-letter queue since the tests began."""
    sqs = cloud.client("sqs")
    url = cloud.resources.dead_letter_queue_url
    while messages := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
        for message in messages:
            _dead_letters.append(message["Body"])
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    return _dead_letters


def dead_letters(cloud: Cloud, request_id: str) -> list[dict[str, Any]]:
    messages = [json.loads(body) for body in dead_letter_bodies(cloud) if request_id in body]
    return [message for message in messages if message["request_id"] == request_id]

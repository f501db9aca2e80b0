"""What users of the reference backend get while a named failure is active."""

import base64
import itertools
import os
from collections.abc import Callable, Iterator
from http import HTTPStatus
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import boto3
import pytest
import requests
from botocore.exceptions import ClientError
from pycognito.aws_srp import AWSSRP

from FailureSimulator import FailureSimulator
from manuel_stack.info import StackInfo
from manuel_stack.lease import StackLease, WarmParent
from ManuelAPI.contract import Contract

pytestmark = pytest.mark.filterwarnings(r"ignore:datetime\.datetime\.utcnow:DeprecationWarning")

REPOSITORY = Path(__file__).resolve().parents[3]
CONTRACT = Contract.load(REPOSITORY / "resources" / "contract" / "openapi.yaml")
RECORDING = REPOSITORY / "resources" / "data" / "audio" / "how-do-i-descale-it.wav"
PASSWORD = "Right-Password-1"
CHOICES = {"breaker_failures": 3, "daily_quota": 5, "rate_limit_requests": 20}
SECONDS, MOST = 30, 100


class User:
    """A signed-in user."""

    _questions = itertools.count(1)

    def __init__(self, api: str, name: str, token: str) -> None:
        self.name = name
        self._api = api
        self._headers = {"Authorization": f"Bearer {token}"}

    def call(self, method: str, path: str, body: Any = None) -> requests.Response:
        """Send a request and return the response, which must conform to the contract."""
        response = requests.request(
            method, self._api + path, json=body, headers=self._headers, timeout=SECONDS
        )
        operation = CONTRACT.find_operation(method, path)
        assert operation is not None
        assert CONTRACT.violations(operation, response) == []
        return response

    def ask(self) -> requests.Response:
        """Ask a question that has not been asked before, so that no cache answers it."""
        return self.call("POST", "/api/query", {"question": f"What is message {next(self._questions)}?"})

    def transcribe(self) -> requests.Response:
        recording = base64.b64encode(RECORDING.read_bytes()).decode()
        return self.call("POST", "/api/transcribe", {"audio_data": recording, "content_type": "audio/wav"})

    def use_up(self, what: Callable[[], requests.Response]) -> None:
        """Repeat a request until it is answered 429; fail after MOST requests."""
        assert any(what().status_code == HTTPStatus.TOO_MANY_REQUESTS for _ in range(MOST))


class Manuel:
    """The reference backend on an AWS stand-in of its own."""

    def __init__(self, stack: StackInfo) -> None:
        self._stack = stack
        self._numbers = itertools.count(1)
        self.cognito = boto3.client(
            "cognito-idp",
            endpoint_url=stack.aws_endpoint_url,
            region_name=stack.region,
            aws_access_key_id=stack.account_id,
            aws_secret_access_key="any",
        )

    def new_user(self, *groups: str) -> User:
        name = f"user-{next(self._numbers)}@manuel.example"
        who = {"UserPoolId": self._stack.user_pool_id, "Username": name}
        self.cognito.admin_create_user(**who, UserAttributes=[{"Name": "email", "Value": name}])
        self.cognito.admin_set_user_password(**who, Password=PASSWORD, Permanent=True)
        for group in groups:
            self.cognito.admin_add_user_to_group(**who, GroupName=group)
        return self.sign_in(name)

    def sign_in(self, name: str) -> User:
        pool = {"pool_id": self._stack.user_pool_id, "client_id": self._stack.user_pool_client_id}
        signed_in = AWSSRP(name, PASSWORD, client=self.cognito, **pool).authenticate_user()
        return User(self._stack.api_base_url, name, signed_in["AuthenticationResult"]["IdToken"])

    def failures(self, user: User) -> FailureSimulator:
        """Return the library with the causes of this user's failures."""
        admin = self.new_user("admin")
        environment = SimpleNamespace(
            fault_engine_url=f"{self._stack.aws_endpoint_url}/_faults", settings=SimpleNamespace(**CHOICES)
        )
        causes = {
            "send_query": user.ask,
            "send_request": lambda: user.call("GET", "/api/user/quota"),
            "use_up_quota": lambda: user.use_up(user.ask),
            "use_up_rate_limit": lambda: user.use_up(lambda: user.call("GET", "/api/user/usage")),
            "close_circuit_breaker": lambda: admin.call("POST", "/health/circuit-breakers/bedrock/reset"),
        }
        return FailureSimulator(environment, causes=causes)


@pytest.fixture(scope="module")
def manuel() -> Iterator[Manuel]:
    parent = WarmParent(os.getpid())
    with StackLease(parent, {"choices": CHOICES, "log": os.devnull}) as lease:
        backend = Manuel(lease.info)
        yield backend
        backend.cognito.close()
    parent.stop()


@pytest.fixture
def user(manuel: Manuel) -> User:
    return manuel.new_user()


@pytest.mark.parametrize(
    ("name", "status", "error_type"),
    [
        ("bedrock_throttling", 503, "service_unavailable"),
        ("dynamodb_throttling", 503, "service_unavailable"),
        ("network_timeout", 504, "dependency_timeout"),
        ("circuit_breaker_open", 503, "service_unavailable"),
    ],
)
def test_question_fails_during_the_failure_and_is_answered_afterwards(
    manuel: Manuel, user: User, name: str, status: int, error_type: str
) -> None:
    failures = manuel.failures(user)
    failures.activate_failure(name)
    refused = user.ask()
    failures.deactivate_failure(name)

    assert (refused.status_code, refused.json()["error_type"]) == (status, error_type)
    assert user.ask().status_code == HTTPStatus.OK


def test_recording_fails_during_the_failure_and_is_transcribed_afterwards(manuel: Manuel, user: User) -> None:
    failures = manuel.failures(user)
    failures.activate_failure("transcribe_failure", SECONDS)
    refused = user.transcribe()
    hits = failures.deactivate_failure("transcribe_failure")

    assert (refused.status_code, refused.json()["error_type"]) == (503, "service_unavailable")
    assert hits > 0
    assert user.transcribe().json()["transcription"] == "How do I descale it?"


def test_sign_in_fails_during_the_failure_and_works_afterwards(manuel: Manuel, user: User) -> None:
    failures = manuel.failures(user)
    failures.activate_failure("authentication_failure", SECONDS)
    with pytest.raises(ClientError, match="NotAuthorizedException"):
        manuel.sign_in(user.name)
    assert user.ask().status_code == HTTPStatus.OK
    failures.deactivate_failure("authentication_failure")

    assert manuel.sign_in(user.name).ask().status_code == HTTPStatus.OK


@pytest.mark.parametrize("name", ["rate_limit_exceeded", "quota_exceeded"])
def test_only_the_user_who_is_over_the_limit_is_refused(manuel: Manuel, user: User, name: str) -> None:
    manuel.failures(user).activate_failure(name)
    refused = user.ask()

    assert (refused.status_code, refused.json()["error_type"]) == (429, name)
    assert int(refused.headers["Retry-After"]) > 0
    assert manuel.new_user().ask().status_code == HTTPStatus.OK

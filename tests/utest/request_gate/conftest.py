"""A deployed API and AWS that count requests, and Robot Framework runs against them."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml
from robot.api import ExecutionResult
from werkzeug.wrappers import Request, Response

from loopback_server.server import LoopbackServer

RESOLVER = Path(__file__).parent / "resolver"
API_HOST = "api.example.test"
AWS_HOST = "aws.example.test"


@dataclass
class CountingServer:
    """Answers like a REST API or like an AWS that knows no password, and records what arrives."""

    port: int = 0
    arrived: list[str] = field(default_factory=list)

    @property
    def api_url(self) -> str:
        return f"http://{API_HOST}:{self.port}"

    @property
    def aws_url(self) -> str:
        return f"http://{AWS_HOST}:{self.port}"

    @Request.application
    def __call__(self, request: Request) -> Response:
        request.get_data()
        operation = request.headers.get("X-Amz-Target", "").rpartition(".")[2]
        self.arrived.append(operation or f"{request.method} {request.path}")
        if operation in ("InitiateAuth", "RespondToAuthChallenge"):
            refusal = {"__type": "NotAuthorizedException", "message": "Incorrect username or password."}
            return Response(json.dumps(refusal), 400, content_type="application/x-amz-json-1.1")
        return Response('{"current_usage": {"daily_queries": 0}}', content_type="application/json")


@dataclass
class Outcome:
    """What a run did: its exit status, the status and message of each test by its name, and everything it printed."""

    exit_status: int
    tests: dict[str, tuple[str, str]]
    output: str

    @property
    def line_of_refusal(self) -> str:
        """The line of a run that ended before its first test because its input is invalid."""
        assert (self.exit_status, self.tests) == (252, {}), self.output
        (line,) = [line for line in self.output.splitlines() if line.startswith("[ ERROR ] ")]
        return line.removeprefix("[ ERROR ] ")


RobotRunner = Callable[..., Outcome]


@pytest.fixture(scope="module")
def server() -> Iterator[CountingServer]:
    application = CountingServer()
    with LoopbackServer(application) as running:
        application.port = running.port
        yield application


@pytest.fixture(autouse=True)
def forget_earlier_requests(server: CountingServer) -> None:
    server.arrived.clear()


def tests_in(output: Path) -> dict[str, tuple[str, str]]:
    """Return status and message of each test; none if the run ended before its first test."""
    if not output.exists():
        return {}
    return {test.name: (test.status, test.message) for test in ExecutionResult(str(output)).suite.all_tests}


@pytest.fixture
def run_robot(server: CountingServer, tmp_path: Path) -> RobotRunner:
    """Run a suite with the settings of a deployed environment, in a process of its own."""

    def run(suite: str, *arguments: str, proxied: bool = False, **settings: Any) -> Outcome:
        defaults = {
            "environment": "prod",
            "api_base_url": server.api_url,
            "timeout_seconds": 5,
            "max_retries": 0,
        }
        users = {"user_pool_id": "eu-west-1_Pool1", "user_pool_client_id": "client1"}
        (tmp_path / "settings.yaml").write_text(yaml.safe_dump({**defaults, **users, **settings}))
        (tmp_path / "suite.robot").write_text(suite)
        done = subprocess.run(
            [
                *(
                    sys.executable,
                    "-m",
                    "robot",
                    "--outputdir",
                    tmp_path,
                    "--variablefile",
                    tmp_path / "settings.yaml",
                ),
                *(*arguments, tmp_path / "suite.robot"),
            ],
            env={
                **os.environ,
                "PYTHONPATH": str(RESOLVER),
                "TMPDIR": str(tmp_path),
                "AWS_ENDPOINT_URL": server.aws_url,
                "AWS_ACCESS_KEY_ID": "dummy",
                "AWS_SECRET_ACCESS_KEY": "dummy",
                "MANUEL_TEST_PASSWORD": "Correct-Horse-1",
                **({"MANUEL_API_PROXY": f"http://127.0.0.1:{server.port}"} if proxied else {}),
            },
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        if server.arrived[:1] == ["GET /health"]:  # a run asks first whose API it is
            del server.arrived[0]
        return Outcome(done.returncode, tests_in(tmp_path / "output.xml"), done.stdout + done.stderr)

    return run

import json
import socket
import threading
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import pytest

from loopback_server.server import LoopbackServer
from ManuelEnvironment import EnvironmentUnreachableError
from ManuelEnvironment.api_identity import require_api_of
from ManuelEnvironment.settings import Settings

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

STAGING = Settings(environment="staging", stage="stage-2", api_base_url="https://staging.example.test")


def ask(status: str, body: bytes) -> list[str]:
    """Ask an API that responds like this, and return the requests that it has had."""
    requests: list[str] = []

    def api(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        requests.append(f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}")
        start_response(status, [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
        return [body]

    with LoopbackServer(api) as server:
        require_api_of(STAGING, f"{server.url}/v1")
    return requests


@pytest.mark.parametrize("environment", ["staging", "Staging", "stage-2"])
def test_the_api_may_name_the_environment_or_the_stage(environment: str) -> None:
    assert ask("200 OK", json.dumps({"environment": environment}).encode()) == ["GET /v1/health"]


@pytest.mark.parametrize("status", ["200 OK", "503 Service Unavailable"])
@pytest.mark.parametrize("environment", ["prod", "", ["staging"], {"name": "staging"}, 1])
def test_an_api_of_another_environment_is_refused_in_one_line(status: str, environment: Any) -> None:
    with pytest.raises(EnvironmentUnreachableError) as refusal:
        ask(status, json.dumps({"environment": environment}).encode())
    line = str(refusal.value)
    assert (
        f"/v1 is the API of environment {environment!r}, but the settings are for staging (stage stage-2)"
        in line
    )
    assert "\n" not in line


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b"{}", b'{"environment": null}', b"\xff"])
def test_an_api_that_names_no_environment_is_for_the_tests_to_judge(body: bytes) -> None:
    assert ask("200 OK", body) == ["GET /v1/health"]


def test_a_connection_that_breaks_is_for_the_tests_to_judge() -> None:
    accepted: list[socket.socket] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def accept_and_close() -> None:
            connection, _ = server.accept()
            accepted.append(connection)
            connection.close()

        breaking = threading.Thread(target=accept_and_close)
        breaking.start()
        require_api_of(STAGING, f"http://127.0.0.1:{server.getsockname()[1]}")
        breaking.join(30)
    assert len(accepted) == 1

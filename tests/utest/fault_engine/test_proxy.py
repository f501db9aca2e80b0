"""The reverse proxy forwards requests and replies, with the faults of its engine."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
import requests

from fault_engine import FaultEngine
from fault_engine.proxy import FaultProxy, main
from loopback_server.environ_keys import SENT_HEADERS
from loopback_server.server import LoopbackServer


class Api:
    """An API that remembers its requests."""

    def __init__(self) -> None:
        self.requests: list[tuple[str, str, bytes, dict[str, str]]] = []

    def __call__(self, environ: Any, start_response: Any) -> list[bytes]:
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        headers = dict(environ[SENT_HEADERS])
        self.requests.append((environ["REQUEST_METHOD"], environ["RAW_URI"], body, headers))
        start_response(
            "201 Created", [("Content-Type", "text/plain"), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")]
        )
        return [b"made"]


@pytest.fixture
def api() -> Iterator[tuple[Api, FaultEngine, str]]:
    """An API, the engine in front of it, and the proxy's URL."""
    application, engine = Api(), FaultEngine()
    with LoopbackServer(application) as upstream, FaultProxy(upstream.url, engine, serves="api") as proxy:
        yield application, engine, proxy.url
        engine.shutdown()


def test_request_and_reply_are_forwarded_unchanged(api: tuple[Api, FaultEngine, str]) -> None:
    application, _, url = api
    reply = requests.post(
        f"{url}/api/a%2Fb?x=1&y=%20",
        data=b"\x00body",
        headers={"X-Odd_Name": "kept", "Accept-Encoding": "br"},
        timeout=5,
    )

    ((method, target, body, headers),) = application.requests
    assert (method, target, body) == ("POST", "/api/a%2Fb?x=1&y=%20", b"\x00body")
    assert (headers["X-Odd_Name"], headers["Accept-Encoding"]) == ("kept", "br")
    assert (reply.status_code, reply.text) == (201, "made")
    assert reply.cookies.get_dict() == {"a": "1", "b": "2"}


def test_lost_response_reaches_the_api_but_not_the_client(api: tuple[Api, FaultEngine, str]) -> None:
    application, engine, url = api
    engine.add({"method": "POST", "path": "/api/*", "fault": "reset", "phase": "after", "times": 1})
    with pytest.raises(requests.ConnectionError):
        requests.post(f"{url}/api/query", timeout=30)
    assert len(application.requests) == 1

    assert requests.post(f"{url}/api/query", timeout=30).status_code == 201


def test_lost_request_never_reaches_the_api(api: tuple[Api, FaultEngine, str]) -> None:
    application, engine, url = api
    engine.add({"method": "POST", "path": "/api/query", "fault": "reset"})
    with pytest.raises(requests.ConnectionError):
        requests.post(f"{url}/api/query", timeout=30)
    assert application.requests == []
    assert requests.get(f"{url}/api/query", timeout=30).status_code == 201
    assert [(effect.method, effect.path) for effect in engine.effects()] == [("POST", "/api/query")]


def test_load_balancer_can_answer_instead_of_the_api(api: tuple[Api, FaultEngine, str]) -> None:
    application, engine, url = api
    engine.add(
        {"path": "/*", "fault": "http_error", "status": 502, "body": "no", "headers": {"Retry-After": 3}}
    )
    reply = requests.get(f"{url}/health", timeout=30)

    assert (reply.status_code, reply.text, reply.headers["Retry-After"]) == (502, "no", "3")
    assert reply.headers["X-Fault-Rule"] == "HTTP 502 on any /*"
    assert application.requests == []


def test_connections_are_refused_until_the_rule_ends(api: tuple[Api, FaultEngine, str]) -> None:
    _, engine, url = api
    engine.add({"fault": "refused", "name": "down"})
    with pytest.raises(requests.ConnectionError, match="refused"):
        requests.get(f"{url}/health", timeout=30)
    engine.remove("down")

    assert requests.get(f"{url}/health", timeout=30).status_code == 201


def test_unreachable_upstream_is_a_bad_gateway() -> None:
    with LoopbackServer(Api()) as upstream:
        url = upstream.url
    with FaultProxy(url, FaultEngine(), serves="api") as proxy:
        reply = requests.get(proxy.url, timeout=30)

    assert reply.status_code == 502
    assert f"Cannot reach {url}" in reply.text


def test_upstream_on_another_host_must_be_allowed() -> None:
    with pytest.raises(ValueError, match="is not on this machine"):
        FaultProxy("https://api.example.com", FaultEngine())
    allowed = FaultProxy("https://api.example.com", FaultEngine(), allowed_hosts=["api.example.com"])
    allowed.start()
    allowed.stop()


def test_command_line_serves_until_it_is_terminated(aws: Any) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "fault_engine.proxy", "aws", aws.url],
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        upstream, proxy, control = re.findall(r"http://[\d.:]+", process.stdout.readline())
        assert upstream == aws.url
        rule = {"service": "sqs", "fault": "error", "code": "OverLimit", "times": 1}
        assert requests.post(f"{control}/rules", json=rule, timeout=30).status_code == 201
        client = aws.behind(aws.engine, proxy).client("sqs")
        with pytest.raises(client.exceptions.OverLimit):
            client.list_queues()
        assert client.list_queues()["ResponseMetadata"]["HTTPStatusCode"] == 200
    finally:
        os.kill(process.pid, signal.SIGTERM)
        assert process.wait(30) == 0
        process.stdout.close()


@pytest.mark.parametrize(
    ("upstream", "said"),
    [
        ("https://sqs.eu-west-1.amazonaws.com", "is not on this machine"),
        ("http://127.0.0.1:99999", "http://127.0.0.1:99999: Port out of range 0-65535"),
        ("http://[::1", "http://[::1: Invalid IPv6 URL"),
    ],
)
def test_command_line_rejects_other_hosts_and_ports(
    upstream: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["aws", upstream])

    assert ended.value.code == 2
    assert said in capsys.readouterr().err

"""`local` is local: whatever the machine is set up for, nothing but this machine is connected to."""

import os
import socket
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import REPOSITORY, SUITES, run

WATCH = REPOSITORY / "tests" / "support" / "connect_watch"
PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy")
CONFIGURATION = """
[default]
region = us-gov-west-1
credential_process = false
defaults_mode = auto
endpoint_url = http://192.0.2.1
use_fips_endpoint = true
"""
HOSTILE: dict[str, dict[str, str]] = {
    "profile that does not exist": {"AWS_PROFILE": "nowhere", "AWS_DEFAULT_PROFILE": "nowhere"},
    "defaults from the metadata service": {"AWS_DEFAULTS_MODE": "auto"},
    "configuration of another place": {"AWS_CONFIG_FILE": "{configuration}", "AWS_SHARED_CREDENTIALS_FILE": "{configuration}"},
    "credentials of a role": {"AWS_ROLE_ARN": "arn:aws:iam::1:role/x", "AWS_WEB_IDENTITY_TOKEN_FILE": "/nowhere"},
    "credentials of a container": {"AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://192.0.2.1/credentials"},
    "other endpoints": {"AWS_ENDPOINT_URL_DYNAMODB": "http://192.0.2.1", "AWS_ENDPOINT_URL_S3": "http://192.0.2.1"},
    "FIPS and dual stack": {"AWS_USE_FIPS_ENDPOINT": "true", "AWS_USE_DUALSTACK_ENDPOINT": "true"},
    "retries": {"AWS_MAX_ATTEMPTS": "1", "AWS_RETRY_MODE": "adaptive"},
    "region": {"AWS_REGION": "us-gov-west-1", "AWS_DEFAULT_REGION": "us-gov-west-1"},
    "certificates": {"AWS_CA_BUNDLE": "/nowhere", "REQUESTS_CA_BUNDLE": "/nowhere", "CURL_CA_BUNDLE": "/nowhere"},
    "proxies": dict.fromkeys(PROXIES, "{proxy}"),
    "proxies, and others exempt": {**dict.fromkeys(PROXIES, "{proxy}"), "NO_PROXY": "example.com", "no_proxy": "example.com"},
}  # fmt: skip


class Proxy:
    """A port that takes connections and answers nobody."""

    def __init__(self) -> None:
        self.connections = 0
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self._thread = threading.Thread(target=self._count, daemon=True)
        self._thread.start()

    def _count(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            connection.close()

    def close(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()


@pytest.fixture
def proxy() -> Iterator[Proxy]:
    proxy = Proxy()
    yield proxy
    proxy.close()


def run_smoke_tests(tmp_path: Path, proxy: Proxy, hostile: dict[str, str]) -> str:
    """Run the smoke tests with these variables; return what was connected to beyond this machine."""
    configuration, log = tmp_path / "aws-configuration", tmp_path / "connections"
    configuration.write_text(CONFIGURATION, encoding="utf-8")
    variables = {
        name: value.format(configuration=configuration, proxy=proxy.url) for name, value in hostile.items()
    }
    watched = os.pathsep.join([str(WATCH), *filter(None, [os.environ.get("PYTHONPATH", "")])])
    finished = run(
        "robot", "--include", "smoke", "--outputdir", tmp_path, SUITES,
        cwd=tmp_path, PYTHONPATH=watched, CONNECT_WATCH=str(log), **variables,
    )  # fmt: skip
    assert finished.status == 0, finished.output
    return log.read_text(encoding="utf-8") if log.exists() else ""


def test_watch_sees_a_connection_beyond_this_machine(tmp_path: Path) -> None:
    log = tmp_path / "connections"
    script = tmp_path / "connects.py"
    script.write_text(
        "import socket\nwith socket.socket() as s:\n    s.settimeout(0.01)\n    s.connect_ex(('192.0.2.1', 80))\n"
    )
    run(Path(sys.executable).name, script, cwd=tmp_path, PYTHONPATH=str(WATCH), CONNECT_WATCH=str(log))
    assert "192.0.2.1" in log.read_text(encoding="utf-8")


def test_all_hostile_settings_together_change_nothing(tmp_path: Path, proxy: Proxy) -> None:
    together = {name: value for settings in HOSTILE.values() for name, value in settings.items()}
    assert run_smoke_tests(tmp_path, proxy, together) == ""
    assert proxy.connections == 0


@pytest.mark.skipif(
    "HOSTILE_ENVIRONMENTS" not in os.environ, reason="twelve runs take a minute: set HOSTILE_ENVIRONMENTS=1"
)
@pytest.mark.parametrize("name", HOSTILE)
def test_each_hostile_setting_changes_nothing(tmp_path: Path, proxy: Proxy, name: str) -> None:
    assert run_smoke_tests(tmp_path, proxy, HOSTILE[name]) == ""
    assert proxy.connections == 0

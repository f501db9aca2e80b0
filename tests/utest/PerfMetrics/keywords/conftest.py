"""Run Robot Framework cases against a small server that plays the tested API."""

import io
import os
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace

import pytest
from robot import run
from robot.api import ExecutionResult
from robot.api.types import Secret
from robot.result import Result

SETTINGS = """
*** Settings ***
Library    PerfMetrics

*** Test Cases ***
"""
TOKENS = ("first-user-token-0123456789", "second-user-token-0123456789")


@dataclass
class FakeEnvironment:
    """What the library asks an environment."""

    api_base_url: str
    capabilities: Sequence[str] = ("load",)
    settings: SimpleNamespace = field(
        default_factory=lambda: SimpleNamespace(
            environment="local",
            users="configured",
            timeout_seconds=5,
            max_concurrent_requests=50,
            token_kind="id",
            service_level_objectives={
                "GET /slow": SimpleNamespace(p95_ms=50, error_rate=0.0),
                "GET /ok": SimpleNamespace(p95_ms=1000, error_rate=0.0),
            },
        )
    )

    def offers(self, capability: str) -> bool:
        return capability in self.capabilities

    def require_api(self) -> None:
        assert self.api_base_url


@dataclass
class FakeIdentity:
    """A user who is signed in."""

    id_token: Secret

    def token(self, kind: str) -> Secret:
        assert kind == "id"
        return self.id_token


@pytest.fixture
def children() -> Callable[[str], list[int]]:
    """Return how to find the children of this process that run a module, the oldest first."""

    def running(module: str) -> list[int]:
        command = ["ps", "-ww", "-o", "pid=,args=", "--ppid", str(os.getpid())]
        listing = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        return [int(line.split()[0]) for line in listing.splitlines() if module in line]

    return running


@pytest.fixture(autouse=True)
def slow_down(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Decide how much the machine slows its control down; not at all by default, however busy it is."""

    def by(factor: float) -> None:
        monkeypatch.setattr("load_engine.machine_control.MachineControl.slowdown", factor)

    by(1.0)
    return by


@pytest.fixture
def environment(server, monkeypatch: pytest.MonkeyPatch) -> FakeEnvironment:
    fake = FakeEnvironment(server.url)
    monkeypatch.setattr("ManuelEnvironment.current_environment", lambda: fake)
    monkeypatch.setattr("ManuelAuth.identity.current_identity", lambda: None)
    return fake


@pytest.fixture
def fake_identities() -> list[FakeIdentity]:
    return [FakeIdentity(Secret(token)) for token in TOKENS]


@pytest.fixture
def signed_in(environment: FakeEnvironment, fake_identities, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ManuelAuth.identity.current_identity", lambda: fake_identities[0])


@pytest.fixture
def run_cases(environment: FakeEnvironment, tmp_path: Path) -> Callable[[str], Result]:
    """Run the text of a test case section, and give the result."""

    def run_them(cases: str) -> Result:
        suite = tmp_path / "suite.robot"
        suite.write_text(SETTINGS + cases, encoding="utf-8")
        output = tmp_path / "output.xml"
        run(
            suite,
            outputdir=tmp_path,
            output=output,
            log="log.html",
            report=None,
            loglevel="TRACE",
            stdout=io.StringIO(),
        )
        return ExecutionResult(str(output))

    return run_them


@pytest.fixture
def run_case(run_cases: Callable[[str], Result]) -> Callable[[str], tuple[str, str]]:
    """Run the steps of one test case, and give its status and message."""

    def run_it(steps: str) -> tuple[str, str]:
        indented = "\n".join("    " + line.strip() for line in steps.strip().splitlines())
        test = run_cases(f"Case\n{indented}\n").suite.tests[0]
        return test.status, test.message

    return run_it

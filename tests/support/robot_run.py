"""Run robot with suites of a test, for an API that has nothing."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from robot.api import ExecutionResult

from loopback_server.server import LoopbackServer

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment


@dataclass(frozen=True)
class RobotRun:
    """A run of robot: its exit status, and its tests by name."""

    status: int
    tests: dict[str, Any]


def robot(folder: Path, *arguments: str | Path) -> RobotRun:
    """Run robot; the test that uses it fails if the run ends without results."""
    done = run_robot(folder, *arguments)
    output = folder / "output.xml"
    assert output.exists(), done.stdout + done.stderr
    tests = ExecutionResult(str(output)).suite.all_tests
    return RobotRun(done.returncode, {test.full_name.partition(".")[2]: test for test in tests})


def run_robot(folder: Path, *arguments: str | Path, **variables: str) -> "subprocess.CompletedProcess[str]":
    """Run robot with environment variables; a local stack would take longer to start than all the rest."""
    with deployment_of_nothing(folder) as settings:
        command = [sys.executable, "-m", "robot", "--variablefile", settings, "--outputdir", folder]
        return subprocess.run(
            [*command, *arguments],
            env={**os.environ, **variables},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )


@contextmanager
def deployment_of_nothing(folder: Path) -> Iterator[Path]:
    """Serve an API that has nothing, and yield the settings file of its environment: a run needs no local stack."""
    with LoopbackServer(_has_nothing) as api:
        settings = folder / "dev.yaml"
        settings.write_text(f"environment: dev\napi_base_url: {api.url}\n")
        yield settings


def _has_nothing(_environ: "WSGIEnvironment", start_response: "StartResponse") -> list[bytes]:
    start_response("404 Not Found", [("Content-Length", "0")])
    return []

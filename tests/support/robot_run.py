"""Run robot with suites of a test, for an API at which something listens and nothing answers."""

import socket
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from robot.api import ExecutionResult


@dataclass(frozen=True)
class RobotRun:
    """A run of robot: its exit status, and its tests by name."""

    status: int
    tests: dict[str, Any]


def robot(folder: Path, *arguments: str | Path) -> RobotRun:
    """Run robot; the test that uses it fails if the run ends without results."""
    with socket.create_server(("127.0.0.1", 0)) as api:
        port = api.getsockname()[1]
        (folder / "dev.yaml").write_text(f"environment: dev\napi_base_url: http://127.0.0.1:{port}\n")
        command = [
            sys.executable,
            "-m",
            "robot",
            "--variablefile",
            folder / "dev.yaml",
            "--outputdir",
            folder,
        ]
        done = subprocess.run([*command, *arguments], capture_output=True, text=True, check=False)
    output = folder / "output.xml"
    assert output.exists(), done.stdout + done.stderr
    tests = ExecutionResult(str(output)).suite.all_tests
    return RobotRun(done.returncode, {test.full_name.partition(".")[2]: test for test in tests})

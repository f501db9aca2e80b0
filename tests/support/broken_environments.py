"""What can be wrong with an environment: provoked on a sandbox, to see what the commands say about it."""

import json
import os
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from loopback_server.server import LoopbackServer
from support.documents import REPOSITORY

SUITE = """\
*** Settings ***
Resource    {repository}/resources/failures.resource


*** Test Cases ***
Tried
    {sentences}
"""
ANSWERS_NOTHING = b"{}"
IN_ONE_PROCESS = ["--framework"]


@dataclass(frozen=True)
class Sandbox:
    """A local stack that stands for a deployed backend, and the addresses and names in it."""

    stack: dict[str, Any]

    @property
    def settings(self) -> dict[str, Any]:
        """The settings with which everything works."""
        return {
            "environment": "mine",
            "stage": "local",
            "api_base_url": self.stack["api_base_url"],
            "aws_endpoint_url": self.stack["aws_endpoint_url"],
            "aws_account_id": self.stack["account_id"],
            "user_pool_id": self.stack["user_pool_id"],
            "user_pool_client_id": self.stack["user_pool_client_id"],
            "users": "disposable",
            "capabilities": ["destructive", "cost", "fault-injection"],
            "allowed_origins": ["https://app.example.com"],
            "max_retries": 0,
        }


@contextmanager
def running_sandbox() -> Iterator[Sandbox]:
    """Keep a sandbox for as long as it is needed."""
    command = [sys.executable, "-m", "manuel_runner.command_line", "sandbox"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        exports = iter(process.stdout.readline, "")
        url = next(line for line in exports if "AWS_ENDPOINT_URL" in line).strip().partition("=")[2]
        with urllib.request.urlopen(f"{url}/_stack/environment", timeout=10) as answer:
            yield Sandbox(json.load(answer))
        process.terminate()


def said_by_tests(
    folder: Path,
    settings: dict[str, Any],
    *sentences: str,
    options: Sequence[str] = (),
    how: Sequence[str] = IN_ONE_PROCESS,
    **variables: str,
) -> str:
    """Return what `manuel-tests run` says about a test with these sentences."""
    suite = folder / "tried.robot"
    suite.write_text(SUITE.format(repository=REPOSITORY, sentences="\n    ".join(sentences)))
    return said_by_run(folder, settings, str(suite), *options, how=how, **variables)


def said_by_run(
    folder: Path,
    settings: dict[str, Any],
    *options: str,
    how: Sequence[str] = IN_ONE_PROCESS,
    **variables: str,
) -> str:
    """Return what `manuel-tests run` prints, and the messages of all tests that were not passed."""
    (folder / "mine.json").write_text(json.dumps(settings))
    where = ["--config", str(folder / "mine.json"), "--outputdir", str(folder / "results"), *how]
    printed = said_by("-m", "manuel_runner.command_line", "run", *where, *options, **variables)
    results = folder / "results" / "results.json"
    tests = json.loads(results.read_text())["test_results"] if results.exists() else []
    return "\n".join([printed, *(str(test["error_message"]) for test in tests)])


def said_by(*words: str, **variables: str) -> str:
    """Return what a Python program prints, on one stream or the other."""
    inherited = {
        name: value for name, value in os.environ.items() if not name.startswith(("MANUEL_", "AWS_", "API_"))
    }
    done = subprocess.run(
        [sys.executable, *words],
        env={**inherited, **variables},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return done.stdout


@contextmanager
def api_that_never_answers() -> Iterator[str]:
    """Serve an API that says nothing for a long time, except that it is healthy; yield its URL."""
    ended = threading.Event()

    def application(environ: Any, start_response: Any) -> list[bytes]:
        if environ["PATH_INFO"] != "/health":
            ended.wait(20)
        start_response("200 OK", [("Content-Type", "application/json")])
        return [ANSWERS_NOTHING]

    with LoopbackServer(application) as server:
        yield server.url
        ended.set()


@contextmanager
def stack_of_version(version: str) -> Iterator[str]:
    """Serve what a local stack with other code says of itself; yield its URL."""

    def application(_environ: Any, start_response: Any) -> list[bytes]:
        start_response("200 OK", [("Content-Type", "application/json")])
        return [json.dumps({"version": version}).encode()]

    with LoopbackServer(application) as server:
        yield server.url

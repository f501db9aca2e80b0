"""Fixtures of these tests."""

import json
import subprocess
import sys
from collections.abc import Iterator

import pytest
from deployment import Deployment

from support.stand_in import Aws, _clock, account_id, aws, clock, engine, server, session, wav

pytest.register_assert_rewrite("behaviours.comparing")

__all__ = ["_clock", "account_id", "aws", "clock", "engine", "server", "session", "wav"]


@pytest.fixture
def deploy(aws: Aws) -> Deployment:
    """Return what creates and changes the stack `work`."""
    return Deployment(aws)


@pytest.fixture(scope="module")
def standalone() -> Iterator[dict[str, str]]:
    """Start the stand-in as a separate program on a free port, and return the variables that it prints."""
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "aws_stand_in",
            "--port",
            "0",
            "--json",
            "--until-input-closes",
            "--region",
            "us-east-1",
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    yield json.loads(process.stdout.readline())
    process.communicate(timeout=10)
    assert process.returncode == 0

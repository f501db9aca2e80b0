"""Thousands of generated requests against the contract.

All default checks of schemathesis are used except `unsupported_method`, which expects 405: an Amazon API Gateway REST API
responds with 403. Preflight requests are left out, because their response depends only on the path, not on its parameters.

`SCHEMATHESIS_EXAMPLES` sets the number of requests per operation, `SCHEMATHESIS_SEEDS` the seeds, and `SCHEMATHESIS_PHASES` the
phases, both separated by commas.
"""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from manuel_sandbox.application import CONTRACT
from support.fake_internet import PUBLIC, FakeInternet, reply
from support.reference_backend import MANUALS, Backend

CONFIGURATION = str(Path(__file__).with_name("schemathesis") / "schemathesis.toml")
EXAMPLES = os.environ.get("SCHEMATHESIS_EXAMPLES", "5")
PHASES = os.environ.get("SCHEMATHESIS_PHASES", "examples,fuzzing,stateful")
SEEDS = os.environ.get("SCHEMATHESIS_SEEDS", "1").split(",")

LIMITS = {
    "DAILY_QUOTA": "1000000",
    "MONTHLY_QUOTA": "1000000",
    "ADDRESS_RATE_LIMIT_REQUESTS": "1000000",
}


class HelpfulInternet(FakeInternet):
    """An internet in which every host is public and has a manual."""

    def resolve(self, _host: str, _port: int) -> list[str]:
        self.replies = [reply((MANUALS / "thermostat.pdf").read_bytes())] * 2
        return [PUBLIC]


@pytest.mark.timeout(3600)
@pytest.mark.parametrize("seed", SEEDS)
def test_every_response_matches_the_contract(start_backend: Callable[..., Backend], seed: str) -> None:
    internet = HelpfulInternet()
    backend = start_backend(network=internet, **LIMITS)
    arguments = {
        "--url": backend.url,
        "--header": f"Authorization: Bearer {backend.user(groups=['admin']).token}",
        "--exclude-method": "OPTIONS",
        "--exclude-checks": "unsupported_method",
        "--phases": PHASES,
        "--max-examples": EXAMPLES,
        "--seed": seed,
    }
    command = [sys.executable, "-m", "schemathesis.cli", "--config-file", CONFIGURATION, "run", str(CONTRACT)]
    run = subprocess.run(
        [*command, *(part for option in arguments.items() for part in option)],
        capture_output=True,
        text=True,
        check=False,
        cwd=CONTRACT.parents[2],
    )
    internet.stop()
    assert run.returncode == 0, run.stdout + run.stderr

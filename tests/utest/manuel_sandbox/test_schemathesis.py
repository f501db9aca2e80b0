"""Thousands of generated requests against the contract.

The default checks of schemathesis but `unsupported_method`, which wants 405: an Amazon API Gateway REST API answers 403.
Preflight requests are left out: they are answered by path, whatever its parameters are.

`SCHEMATHESIS_EXAMPLES` sets how many requests an operation gets, `SCHEMATHESIS_SEEDS` with which seeds, and
`SCHEMATHESIS_PHASES` which of schemathesis' phases are run, both separated by commas.
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
    """Every host is public and has a manual."""

    def resolve(self, _host: str, _port: int) -> list[str]:
        self.replies = [reply((MANUALS / "thermostat.pdf").read_bytes())] * 2
        return [PUBLIC]


@pytest.mark.timeout(3600)
@pytest.mark.parametrize("seed", SEEDS)
def test_every_answer_is_as_the_contract_says(start_backend: Callable[..., Backend], seed: str) -> None:
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

"""A backend as somebody else would run it: an AWS stand-in, a backend process and names that are not ours."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import boto3
import yaml

from loopback_server.server import LoopbackServer
from manuel_stack.manuals_site import ManualsSite
from manuel_stack.resources import ManuelResources, create_manuel_resources

REPOSITORY = Path(__file__).resolve().parents[2]
MANUALS = REPOSITORY / "resources" / "data" / "manuals"
BACKENDS = REPOSITORY / "tests" / "backends"
ACCOUNT = "000000000077"
REGION = "eu-central-1"
NAMES = {
    "usage_table": "Counters.prod_eu",
    "rate_limit_table": "Throttle.prod_eu",
    "error_tracking_table": "Incidents.prod_eu",
    "manuals_bucket": "acme-documents-77",
    "audio_bucket": "acme-voice-77",
    "error_queue": "AcmeIncidents",
    "dead_letter_queue": "AcmeIncidentsForGood",
    "error_topic": "AcmeAlerts",
}
CAPABILITIES = [
    *("fault-injection", "aws-inspection", "signing-key", "second-user", "admin-user", "second-pool"),
    *("destructive", "load", "cost"),
]


@contextmanager
def other_backend(folder: Path, *changes: Path, **settings: Any) -> Iterator[Path]:
    """Run the reference backend as one that the suites did not start.

    Args:
        folder: Where the settings file is written.
        changes: A Python file whose `apply()` changes the backend.
        settings: Settings that differ.

    Yields:
        The settings file for `--variablefile`.
    """
    options = [part for change in changes for part in ("--defect", str(change))]
    with _running_backend(folder, "manuel_sandbox", options, settings) as file:
        yield file


@contextmanager
def careless_backend(folder: Path, **settings: Any) -> Iterator[Path]:
    """Run the backend of `tests/backends/careless`, beside a website from which it downloads manuals.

    Args:
        folder: Where the settings file is written.
        settings: Settings that differ.

    Yields:
        The settings file for `--variablefile`.
    """
    with (
        _manual_site() as site,
        _running_backend(
            folder, "careless", [], {"manuals_via": "download", "manual_site_url": site, **settings}
        ) as file,
    ):
        yield file


@contextmanager
def _running_backend(
    folder: Path, program: str, options: list[str], settings: dict[str, Any]
) -> Iterator[Path]:
    with _program(
        "aws_stand_in", ["--port", "0", "--json", "--region", REGION, "--until-input-closes"]
    ) as aws:
        url = json.loads(aws)["AWS_ENDPOINT_URL"]
        session = boto3.Session(ACCOUNT, "any", region_name=REGION)
        resources = create_manuel_resources(session, url, "prod-eu", ACCOUNT, NAMES)
        with _program(program, options, _backend_environment(url, resources)) as api:
            file = folder / "acme.yaml"
            file.write_text(yaml.safe_dump({**_settings(api.strip(), url, resources), **settings}))
            yield file


@contextmanager
def _manual_site() -> Iterator[str]:
    with LoopbackServer(ManualsSite(MANUALS)) as server:
        yield server.url


@contextmanager
def _program(module: str, options: list[str], variables: Mapping[str, str] = os.environ) -> Iterator[str]:
    """Run a program until the block ends, and yield the first line that it prints."""
    command = [sys.executable, "-m", module, *options]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=variables, text=True
    ) as process:
        try:
            assert process.stdout is not None
            yield process.stdout.readline()
        finally:
            process.terminate()


def _backend_environment(url: str, resources: ManuelResources) -> dict[str, str]:
    return {
        **os.environ,
        "PYTHONPATH": str(BACKENDS),
        **{name.upper(): str(value) for name, value in vars(resources).items()},
        "STAGE": "prod-eu",
        "ALLOWED_ORIGINS": "https://acme.example.com",
        "TIME_BUDGET_SECONDS": "8",
        "MODEL_READ_TIMEOUT_SECONDS": "4",
        "LOG_LEVEL": "CRITICAL",
        "AWS_ENDPOINT_URL": url,
        "AWS_REGION": REGION,
        "AWS_ACCESS_KEY_ID": ACCOUNT,
        "AWS_SECRET_ACCESS_KEY": "any",
    }


def _settings(api_base_url: str, aws_endpoint_url: str, resources: ManuelResources) -> dict[str, Any]:
    pools = ("user_pool_id", "user_pool_client_id", "second_pool_id", "second_pool_client_id")
    knowledge = ("knowledge_base_id", "data_source_id")
    return {
        "environment": "acme",
        "api_base_url": api_base_url,
        "aws_endpoint_url": aws_endpoint_url,
        "fault_control_url": f"{aws_endpoint_url}/_faults",
        "region": REGION,
        "stage": "prod-eu",
        "aws_account_id": ACCOUNT,
        "users": "disposable",
        "capabilities": CAPABILITIES,
        "allowed_origins": ["https://acme.example.com"],
        "enable_chaos_testing": True,
        "enable_load_testing": True,
        "enable_security_testing": True,
        "max_retries": 0,
        **NAMES,
        **{name: getattr(resources, name) for name in (*pools, *knowledge)},
    }

"""The stand-in as a program of its own, and clients that are not boto3: the AWS CLI, the SDK for JavaScript."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from MockAWS.__main__ import main

JAVASCRIPT = Path(__file__).with_name("javascript")
COMMAND = [sys.executable, "-m", "MockAWS"]


@pytest.fixture(scope="module")
def standalone() -> Iterator[dict[str, str]]:
    """`python -m MockAWS` on a free port; its variables."""
    process = subprocess.Popen(
        [*COMMAND, "--port", "0", "--json", "--until-input-closes", "--region", "us-east-1"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    yield json.loads(process.stdout.readline())
    process.communicate(timeout=10)
    assert process.returncode == 0


@pytest.fixture
def variables(standalone: dict[str, str], account_id: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    return {**kept, **standalone, "AWS_ACCESS_KEY_ID": account_id}


# ---------------------------------------------------------------------------------------------- python -m MockAWS


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_program_prints_export_lines_and_ends_on_a_signal(number: signal.Signals) -> None:
    process = subprocess.Popen(
        [*COMMAND, "--port", "0", "--account", "000000000042"], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout
    heading = process.stdout.readline()
    lines = [process.stdout.readline().strip() for _ in range(2)]
    url = heading.split()[4].rstrip(";")
    assert lines == [f"export AWS_ENDPOINT_URL={url}", "export AWS_ACCESS_KEY_ID=000000000042"]
    assert requests.get(f"{url}/_mockaws/health", timeout=10).json()["status"] == "healthy"
    assert requests.get(f"{url}/_faults/rules", timeout=10).json() == {"rules": []}
    process.send_signal(number)
    rest, _ = process.communicate(timeout=10)
    assert process.returncode == 0
    assert "Traceback" not in rest


def test_reset_of_all_accounts_forgets_all(standalone: dict[str, str]) -> None:
    """In a process of its own: accounts of other tests are in this one."""
    url = f"{standalone['AWS_ENDPOINT_URL']}/_mockaws"
    accounts: list[dict[str, str]] = [{}, {"account_id": "900000000001"}]
    for account in accounts:
        requests.put(f"{url}/scripts/answers", params=account, json={"answer": "x"}, timeout=5)

    def scripts() -> list[int]:
        answers = [requests.get(f"{url}/scripts/answers", params=each, timeout=5) for each in accounts]
        return [len(answer.json()["scripts"]) for answer in answers]

    assert min(scripts()) > 0
    assert requests.post(f"{url}/reset", timeout=5).status_code == 204
    assert scripts() == [0, 0]


@pytest.fixture
def _own_signals() -> Iterator[None]:
    """The signal handlers of before, after the test."""
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.usefixtures("_own_signals")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_program_ends_at_once_while_it_still_warms_up(
    number: signal.Signals, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted_warm_up() -> None:
        signal.raise_signal(number)
        pytest.fail("The program went on.")

    monkeypatch.setattr("aws_stand_in.warm_up", interrupted_warm_up)
    assert main(["--port", "0"]) == 0
    assert capsys.readouterr().err == ""


def test_program_says_in_one_line_that_its_port_is_in_use(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        assert main(["--port", str(taken.getsockname()[1])]) == 1
    complaint = capsys.readouterr().err
    assert complaint.startswith("Cannot listen on 127.0.0.1:")
    assert complaint.count("\n") == 1


@pytest.mark.parametrize("options", [["--port", "99999"], ["--host", "host.invalid"]])
def test_program_says_in_one_line_that_it_can_not_listen_there(
    options: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(options) == 1
    complaint = capsys.readouterr().err
    assert complaint.startswith("Cannot listen on ")
    assert complaint.endswith("Choose another address or port; port 0 is any free one.\n")
    assert complaint.count("\n") == 1


def test_program_refuses_an_account_that_is_none(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--account", "42"]) == 2
    assert capsys.readouterr().err == "--account must be 12 digits, got '42'.\n"


def test_program_says_what_it_imitates_and_what_not(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--imitates"]) == 0
    said = capsys.readouterr().out
    for service in ("bedrock-runtime", "bedrock-agent", "transcribe", "cognito-idp", "dynamodb", "s3"):
        assert f"`{service}`" in said
    assert said.count("Not imitated") > 4


# ---------------------------------------------------------------------------------------------- AWS CLI


def cli(variables: dict[str, str], *arguments: str, data: bytes | None = None) -> str:
    command = shutil.which("aws")
    if command is None:
        pytest.skip("the AWS CLI is not installed (pip install awscli in an environment of its own)")
    done = subprocess.run(
        [command, *arguments],
        env={**variables, "AWS_PAGER": ""},
        input=data,
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


def test_aws_cli_copies_a_file_and_reads_it_back(variables: dict[str, str]) -> None:
    cli(variables, "s3", "mb", "s3://bucket")
    cli(variables, "s3", "cp", "-", "s3://bucket/key", data=b"hello")
    assert cli(variables, "s3", "cp", "s3://bucket/key", "-") == "hello"


def test_aws_cli_speaks_json_and_query_protocols(variables: dict[str, str]) -> None:
    # Version 1 of the CLI ignores AWS_ENDPOINT_URL for SQS: it has an older host name of its own for it.
    endpoint = ("--endpoint-url", variables["AWS_ENDPOINT_URL"])
    created = json.loads(cli(variables, *endpoint, "sqs", "create-queue", "--queue-name", "queue"))
    assert created["QueueUrl"].endswith(f"/{variables['AWS_ACCESS_KEY_ID']}/queue")
    identity = json.loads(cli(variables, "sts", "get-caller-identity"))
    assert identity["Account"] == variables["AWS_ACCESS_KEY_ID"]


# ---------------------------------------------------------------------------------------------- JavaScript


def test_javascript_sdk_makes_its_journey(variables: dict[str, str]) -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("Node.js is not installed")
    if not (JAVASCRIPT / "node_modules").is_dir():
        pytest.skip(
            "the AWS SDK for JavaScript is not installed: npm install in tests/utest/aws_stand_in/javascript"
        )
    done = subprocess.run(
        [node, "journey.js"],
        cwd=JAVASCRIPT,
        env=variables,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    assert found == {
        "item": "7",
        "object": "hello",
        "message": "hello",
        "published": True,
        "answer": "Press P to descale.",
        "missing": "NoSuchKey",
    }

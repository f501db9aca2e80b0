"""The stand-in as a program: what it prints, how it ends, what it refuses."""

import signal
import socket
import subprocess
import sys
from collections.abc import Iterator

import pytest
import requests

from aws_stand_in.command_line import main
from support.leftovers import restoring_what_programs_change


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_program_prints_export_lines_and_ends_on_a_signal(number: signal.Signals) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "aws_stand_in", "--port", "0", "--account", "000000000042"],
        stdout=subprocess.PIPE,
        text=True,
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
    """This needs a separate process, since this one has accounts of other tests."""
    url = f"{standalone['AWS_ENDPOINT_URL']}/_mockaws"
    accounts: list[dict[str, str]] = [{}, {"account_id": "900000000001"}]
    for account in accounts:
        requests.put(f"{url}/scripts/answers", params=account, json={"answer": "x"}, timeout=30)

    def scripts() -> list[int]:
        answers = [requests.get(f"{url}/scripts/answers", params=each, timeout=30) for each in accounts]
        return [len(answer.json()["scripts"]) for answer in answers]

    assert min(scripts()) > 0
    assert requests.post(f"{url}/reset", timeout=30).status_code == 204
    assert scripts() == [0, 0]


@pytest.fixture
def _own_signals() -> Iterator[None]:
    """Restore the signal handlers after the test."""
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.usefixtures("_own_signals")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_program_ends_at_once_while_it_is_still_warming_up(
    number: signal.Signals, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted_warm_up() -> None:
        signal.raise_signal(number)
        pytest.fail("The program went on.")

    monkeypatch.setattr("aws_stand_in.warm_up", interrupted_warm_up)
    with pytest.raises(SystemExit) as ended:
        main(["--port", "0"])
    assert ended.value.code == 0
    assert capsys.readouterr().err == ""


INTERRUPTED_IN_TEXT = """
import signal, aws_stand_in
from aws_stand_in.command_line import main

aws_stand_in.warm_up = lambda: exec("signal.raise_signal(signal.SIGINT)")
main(["--port", "0"])
"""


INTERRUPTED_IN_A_CLASS = """
import signal, aws_stand_in
from aws_stand_in.command_line import main

class Field:
    def __set_name__(self, owner, name):
        signal.raise_signal(signal.SIGTERM)

aws_stand_in.warm_up = lambda: type("Configured", (), {"field": Field()})
main(["--port", "0"])
"""


@pytest.mark.parametrize("program", [INTERRUPTED_IN_TEXT, INTERRUPTED_IN_A_CLASS])
def test_program_ends_well_in_the_middle_of_an_import(program: str) -> None:
    command = [sys.executable, "-c", program]
    ended = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert (ended.returncode, ended.stderr) == (0, "")


def test_program_says_in_one_line_that_its_port_is_in_use(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken, restoring_what_programs_change():
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        assert main(["--port", str(taken.getsockname()[1])]) == 1
    complaint = capsys.readouterr().err
    assert complaint.startswith("Cannot listen on 127.0.0.1:")
    assert complaint.count("\n") == 1


@pytest.mark.parametrize("options", [["--port", "99999"], ["--host", "host.invalid"]])
def test_program_says_in_one_line_that_it_cannot_listen_there(
    options: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with restoring_what_programs_change():
        assert main(options) == 1
    complaint = capsys.readouterr().err
    assert complaint.startswith("Cannot listen on ")
    assert complaint.endswith("Choose another address or port; port 0 is any free one.\n")
    assert complaint.count("\n") == 1


def test_program_refuses_an_account_of_fewer_than_12_digits(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--account", "42"])
    assert ended.value.code == 2
    assert "argument --account: must be 12 digits, got '42'" in capsys.readouterr().err


@pytest.mark.parametrize("package", ["aws_stand_in", "MockAWS"])
def test_program_goes_by_both_names(package: str) -> None:
    command = [sys.executable, "-m", package, "--help"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=True)
    assert done.stdout.startswith(f"usage: python -m {package} [-h] [--host HOST]")


def test_program_prints_what_it_imitates_and_what_it_does_not(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--imitates"]) == 0
    said = capsys.readouterr().out
    for service in ("bedrock-runtime", "bedrock-agent", "transcribe", "cognito-idp", "dynamodb", "s3"):
        assert f"`{service}`" in said
    assert said.count("Not imitated") > 4

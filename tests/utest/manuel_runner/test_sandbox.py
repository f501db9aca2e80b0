import itertools
import os
import signal
import subprocess
import sys
from pathlib import Path

import boto3
import pytest

from manuel_runner.command_line import main
from manuel_stack.process import LocalStack
from ManuelEnvironment.exit_status import ExitStatus
from support.leftovers import restoring_what_programs_change
from support.waiting import wait_until

SANDBOX = [sys.executable, "-m", "manuel_runner.command_line", "sandbox"]
INLINE_FUNCTION = """
Resources:
  Greeting:
    Type: AWS::Lambda::Function
    Properties:
      Runtime: python3.11
      Handler: index.handler
      Role: arn:aws:iam::123456789012:role/any
      Code: {ZipFile: "def handler(event, context): return 'hello'"}
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_during_the_start_ends_the_sandbox_quietly(
    number: signal.Signals, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    stopped: list[LocalStack] = []

    def stop(stack: LocalStack) -> None:
        stopped.append(stack)

    monkeypatch.setattr(LocalStack, "start", lambda _: signal.raise_signal(number))
    monkeypatch.setattr(LocalStack, "stop", stop)
    with pytest.raises(SystemExit) as ended, restoring_what_programs_change():
        main(["sandbox"])
    assert ended.value.code == 0
    assert len(stopped) == 1
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_no_file_of_an_application_survives_the_sandbox(tmp_path: Path, ending: signal.Signals) -> None:
    template, temporary = tmp_path / "template.yaml", tmp_path / "temporary"
    template.write_text(INLINE_FUNCTION)
    temporary.mkdir()
    sandbox = subprocess.Popen(
        [sys.executable, "-m", "manuel_runner.command_line", "sandbox", "--template", str(template)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "TMPDIR": str(temporary)},
    )
    with sandbox:
        assert sandbox.stdout is not None
        printed = next((line for line in sandbox.stdout if line.startswith("# function")), "nothing")
        assert printed.startswith("# function local-Greeting-")
        assert list(temporary.iterdir()) != []
        sandbox.send_signal(ending)
    wait_until(lambda: list(temporary.iterdir()) == [])


def test_what_functions_log_is_printed_and_that_a_changed_template_is_not_read(tmp_path: Path) -> None:
    template = tmp_path / "template.yaml"
    template.write_text(INLINE_FUNCTION.replace("return 'hello'", "print('greeted')"))
    command = [*SANDBOX, "--template", str(template), "--watch"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as sandbox:
        assert sandbox.stdout is not None
        lines = [*itertools.takewhile(lambda line: not line.startswith("# function"), sandbox.stdout)]
        exported = dict(
            line.removeprefix("export ").strip().split("=") for line in lines if "export " in line
        )
        client = boto3.client(
            "lambda",
            region_name=exported["AWS_DEFAULT_REGION"],
            endpoint_url=exported["AWS_ENDPOINT_URL"],
            aws_access_key_id=exported["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=exported["AWS_SECRET_ACCESS_KEY"],
        )
        (function,) = client.list_functions()["Functions"]
        client.invoke(FunctionName=function["FunctionName"])
        assert f"{function['FunctionName']}: greeted\n" in sandbox.stdout
        template.write_text(INLINE_FUNCTION)
        assert next(line for line in sandbox.stdout if "has changed" in line).startswith(
            f"# {template} has changed: "
        )
        sandbox.send_signal(signal.SIGTERM)


def test_a_stream_of_another_account_is_one_line(tmp_path: Path) -> None:
    template = tmp_path / "template.yaml"
    mapping = """
  Records:
    Type: AWS::Lambda::EventSourceMapping
    Properties:
      FunctionName: !Ref Greeting
      EventSourceArn: arn:aws:dynamodb:eu-west-1:123456789012:table/foreign/stream/2020
      StartingPosition: LATEST
"""
    template.write_text(INLINE_FUNCTION + mapping)
    command = [sys.executable, "-m", "manuel_runner.command_line", "sandbox", "--template", str(template)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert (ended.returncode, ended.stdout) == (ExitStatus.INVALID_INPUT, "")
    assert len(ended.stderr.splitlines()) == 1
    assert "stream/2020 not found" in ended.stderr


def test_what_another_stack_exports_is_given_on_the_command_line(tmp_path: Path) -> None:
    template = tmp_path / "template.yaml"
    template.write_text(INLINE_FUNCTION + "Outputs: {Subnet: {Value: !ImportValue network}}\n")
    command = [sys.executable, "-m", "manuel_runner.command_line", "sandbox", "--template", str(template)]
    with subprocess.Popen(
        [*command, "--import", "network=subnet-1"], stdout=subprocess.PIPE, text=True
    ) as sandbox:
        assert sandbox.stdout is not None
        assert "# output Subnet: subnet-1\n" in itertools.takewhile(
            lambda line: not line.startswith("# function"), sandbox.stdout
        )
        sandbox.terminate()

"""Runs programs with plain moto: each in a process of its own, which is forked when moto has been imported and nothing else done.

A line of the input is a program, as JSON; a line of the output its exit status, its output and its errors, as a JSON array.
"""

import importlib
import json
import os
import signal
import sys
import tempfile
import time
import traceback
from typing import IO, NoReturn

import boto3
from moto import mock_aws

NAMES = {"boto3": boto3, "mock_aws": mock_aws, "time": time}
LONGEST_SECONDS = 240
for service in (
    "cloudformation",
    "cognitoidentity",
    "cognitoidp",
    "events",
    "kms",
    "s3",
    "sns",
    "sqs",
    "ssm",
):
    importlib.import_module(f"moto.{service}.models")


def run(program: str) -> tuple[int, str, str]:
    """Run a program, and return its exit status, its output and its errors."""
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        process = os.fork()
        if not process:
            os.dup2(output.fileno(), sys.stdout.fileno())
            os.dup2(errors.fileno(), sys.stderr.fileno())
            _execute(program)
        _, status = os.waitpid(process, 0)
        return os.waitstatus_to_exitcode(status), _written(output), _written(errors)


def _execute(program: str) -> NoReturn:
    status = 1
    try:
        signal.alarm(LONGEST_SECONDS)
        exec(program, {"__name__": "__main__", **NAMES})
        status = 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        os._exit(status)


def _written(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode()


def main() -> None:
    for line in sys.stdin:
        print(json.dumps(run(json.loads(line))), flush=True)


if __name__ == "__main__":
    main()

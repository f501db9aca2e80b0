"""A stand-in in a separate process, which ends with the process that started it, however that ends."""

import json
import os
import subprocess
import sys

from MockAWS.errors import MockAwsError
from secret_masking.environment_variables import without_secrets

_STOP_SECONDS = 10


class ServerProcess:
    """`python -m aws_stand_in`, until `stop` or the end of this process, which closes the child's input.

    Args:
        port: The port to listen on; 0 for any free one.

    Raises:
        MockAwsError: The process did not start; the message has its output.
    """

    def __init__(self, port: int) -> None:
        command = [
            sys.executable,
            "-m",
            "aws_stand_in",
            "--port",
            str(port),
            "--json",
            "--until-input-closes",
        ]
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=without_secrets(os.environ),
        )
        line = self._process.stdout.readline() if self._process.stdout else ""
        if not line:
            _, complaint = self._process.communicate()
            raise MockAwsError(f"The AWS stand-in did not start: {complaint.strip()}")
        self.url = str(json.loads(line)["AWS_ENDPOINT_URL"])

    def stop(self) -> None:
        """Stop the process, and wait until it has ended."""
        try:
            self._process.communicate(timeout=_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.communicate()

"""Attach this process, as a worker, to a running stack, which serves one worker at a time."""

import functools
import json
import os
import secrets
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlsplit

from manuel_stack.errors import StackError, StackInUseError

TIMEOUT = 5.0


@functools.cache
def worker_id() -> str:
    """Return the name of this process as a worker, which no other process ever has."""
    return f"{os.getpid()}-{secrets.token_hex(4)}"


class Attachment:
    """The use of a stack by this process, until `close`.

    Args:
        url: The URL that controls the stack's fault engine, such as `http://127.0.0.1:4566/_faults`.

    Raises:
        StackInUseError: Another worker uses the stack.
        StackError: It does not answer as a stack does.
    """

    def __init__(self, url: str) -> None:
        self._connection = HTTPConnection(urlsplit(url).netloc, timeout=TIMEOUT)
        try:
            path = urlsplit(url).path.rstrip("/")
            self._connection.request("GET", f"{path}/attachment?worker={worker_id()}")
            response = self._connection.getresponse()
            answer = json.loads(response.readline())
        except (OSError, HTTPException, ValueError) as error:
            self.close()
            raise StackError(f"the stack at {url} cannot be attached to: {error}") from None
        if response.status == HTTPStatus.OK:
            return
        self.close()
        if response.status == HTTPStatus.CONFLICT:
            raise StackInUseError(
                f"the stack at {url} is in use by another worker, process {answer['worker'].partition('-')[0]}; a stack serves "
                "one worker at a time: wait until that run has ended, or start another stack"
            )
        raise StackError(f"the stack at {url} cannot be attached to: it is of another version")

    def close(self) -> None:
        """Leave the stack to others."""
        self._connection.close()

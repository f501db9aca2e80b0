"""What a local stack knows about its backend."""

import json
import urllib.error
import urllib.request
from typing import Any

from ManuelEnvironment import BlockedError, current_environment

CONTROL_SECONDS = 10


def ask_stack(path: str, what: str) -> Any:
    """Return what a control path of the local stack answers.

    Args:
        path: The path after `/_stack/`.
        what: What that is, for the reason why a test is blocked without it.

    Raises:
        BlockedError: The environment is not a local stack, or this stack does not support the request.
    """
    environment = current_environment()
    if environment.stack is None:
        raise BlockedError(what, "only a local stack knows it")
    url = f"{environment.stack.aws_endpoint_url}/_stack/{path}"
    try:
        with urllib.request.urlopen(url, timeout=CONTROL_SECONDS) as reply:  # noqa: S310 - the stack's own address
            return json.load(reply)
    except urllib.error.HTTPError:
        raise BlockedError(what, "this stack does not know it of its backend") from None

"""One local stack: the AWS stand-in with its fault engine, Manuel's resources in it, and the reference backend's gateway."""

import json
import os
import random
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ManuelEnvironment.stack.clock import AdjustableClock
from ManuelEnvironment.stack.info import StackInfo

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

STAGE = "local"
REGION = "eu-west-1"


def warm_up() -> None:
    """Import all that a stack needs, so that a forked one starts at once. Starts no thread."""
    import FailureSimulator.engine
    import manuel_sandbox
    import MockAWS.resources
    from MockAWS.server import warm_up as warm_up_aws

    warm_up_aws()


class LocalStack:
    """Two servers on loopback, in this process, until `stop`."""

    def __init__(self, options: dict[str, Any], *, api_port: int = 0, aws_port: int = 0) -> None:
        """Prepare a stack.

        Args:
            options: `choices` of the backend by their names in `variables/*.yaml`; `log`, the file that standard error goes to;
                `defect`, a Python file whose `apply()` breaks the backend; `account_id`.
            api_port: The gateway's port; 0 for any free one.
            aws_port: The stand-in's port; 0 for any free one.
        """
        self._options = options
        self._ports = (api_port, aws_port)
        self.clock = AdjustableClock()

"""The backend's functions, as AWS Lambda finds them.

A function's handler is `manuel_sandbox.lambda_functions.query`, and so on by the operation ids of the contract;
`error_processor` is the function of the error queue. Parts are made at the first call and kept as long as the process is warm.
"""

import functools
import os
import random
import time
from typing import Any

from manuel_sandbox.application import Parts
from manuel_sandbox.domain.safe_fetch import Internet
from manuel_sandbox.logs import configure_logging
from manuel_sandbox.settings import Settings


@functools.cache
def functions() -> dict[str, Any]:
    """Every function by its name, with the settings of this process's environment."""
    settings = Settings.from_environment(os.environ)
    configure_logging(settings.log_level)
    parts = Parts(settings, time.time, time.sleep, random.SystemRandom(), Internet())
    return {**parts.handlers(), "error_processor": parts.error_processor}


def __getattr__(name: str) -> Any:
    if name.startswith("_") or name not in functions():
        raise AttributeError(f"module {__name__!r} has no function {name!r}")
    return functions()[name]

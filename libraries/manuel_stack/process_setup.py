"""What a process is set up with before a stack starts in it, and what stays so until it ends."""

import functools
import os
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

RETRY_QUOTA = 1_000_000


def set_up_process(options: Mapping[str, Any]) -> None:
    """Prepare this process as the options of its stack say: its standard error, its time zone, and changes of the backend.

    Args:
        options: `log`, `time_zone` and `changes`, as `LocalStack` has them.
    """
    _redirect_stderr(options.get("log"))
    enlarge_retry_quota()
    _set_time_zone(options.get("time_zone"))
    _apply_changes(options.get("changes", []))


def enlarge_retry_quota() -> None:
    """Give the backend's AWS clients a retry quota that lasts.

    A botocore client that has seen about fifteen calls fail retries nothing until others have succeeded. On Lambda, functions
    are replaced all the time; a stack serves hundreds of tests that make calls fail, and no test may depend on earlier ones.
    """
    from botocore.retries import quota

    quota.RetryQuota = functools.partial(quota.RetryQuota, initial_capacity=RETRY_QUOTA)  # type: ignore[misc,assignment]


def _redirect_stderr(log: str | None) -> None:
    if log is None:
        return
    with Path(log).open("ab") as file:
        sys.stderr.flush()
        os.dup2(file.fileno(), sys.stderr.fileno())


def _set_time_zone(time_zone: str | None) -> None:
    if time_zone is None:
        return
    os.environ["TZ"] = time_zone
    time.tzset()


def _apply_changes(paths: list[str]) -> None:
    """Change the backend, or what it is deployed on, before any of it is created."""
    from manuel_sandbox.defects import load_defect

    for path in paths:
        load_defect(Path(path))

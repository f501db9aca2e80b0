"""Start-up times: the import of each keyword library, and a local stack, cold and from a warm parent.

Prints the median of several runs in seconds. A library is imported by a fresh interpreter that has loaded Robot Framework
already, as when a suite imports the library.
"""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable

from manuel_stack.lease import StackLease, WarmParent

RUNS = 5
LIBRARIES = [
    "ManuelEnvironment",
    "ManuelAuth",
    "ManuelAPI",
    "MockAWS",
    "FailureSimulator",
    "PerfMetrics",
    "ManuelResilience",
    "ServerlessApplication",
]
IMPORT = """
import robot.api, robot.run, sys, time
started = time.perf_counter()
from {name} import {name}
print(time.perf_counter() - started)
"""


def main() -> None:
    """Measure and print all start-up times."""
    for name in LIBRARIES:
        show(f"import {name}", lambda name=name: import_seconds(name))
    show("stack ready, nothing running", cold_start)
    parent = WarmParent(os.getpid())
    try:
        parent.start()
        show("stack ready, from a warm parent", lambda: lease_seconds(parent))
    finally:
        parent.stop()


def show(name: str, measure: Callable[[], float]) -> None:
    """Print the median, lowest and highest of several runs."""
    figures = [measure() for _ in range(RUNS)]
    print(f"{name:34} {statistics.median(figures):6.3f} s   ({min(figures):.3f} to {max(figures):.3f})")


def import_seconds(name: str) -> float:
    """Return the duration of an import in a fresh interpreter."""
    program = IMPORT.format(name=name)
    return float(
        subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    )


def cold_start() -> float:
    """Return the time from nothing to a ready stack."""
    parent = WarmParent(os.getpid())
    try:
        return lease_seconds(parent)
    finally:
        parent.stop()


def lease_seconds(parent: WarmParent) -> float:
    """Return the time from requesting a stack to having it."""
    started = time.perf_counter()
    with StackLease(parent, {"log": os.devnull}) as lease:
        lease.info.to_json()
        return time.perf_counter() - started


if __name__ == "__main__":
    main()

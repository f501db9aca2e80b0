"""Failures on purpose: AWS errors, slow and broken networks, and what the backend makes of them.

`FailureSimulator.engine` is the fault engine itself, `FailureSimulator.FailureSimulator` the keyword library. The library is
imported only when it is asked for, so that a server with the engine starts without Robot Framework.
"""

from typing import TYPE_CHECKING

from FailureSimulator.errors import FailureNeverHappenedError, FailureSimulationError

if TYPE_CHECKING:
    from FailureSimulator.library import FailureSimulator

__all__ = ["FailureNeverHappenedError", "FailureSimulationError", "FailureSimulator"]


def __getattr__(name: str) -> type:
    if name == "FailureSimulator":
        from FailureSimulator.library import FailureSimulator

        return FailureSimulator
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

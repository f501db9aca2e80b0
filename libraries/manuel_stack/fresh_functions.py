"""Functions that begin anew after faults, so that no test depends on earlier ones."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fault_engine import FaultEngine
    from lambda_runtime.functions import LambdaFunctions


class FreshFunctions:
    """Replaces the processes of functions when a test with faults has ended, as Lambda replaces them all the time.

    A process keeps its circuit breakers, its connections and the retry quota of its AWS clients, which retry no more once they
    have seen many calls fail.

    Args:
        faults: The engine that injects the faults.
        functions: The functions.
    """

    def __init__(self, faults: "FaultEngine", functions: "LambdaFunctions") -> None:
        self._faults = faults
        self._functions = functions
        self._effects_so_far = 0

    def replace_after_faults(self) -> None:
        """Let the next invocations be served by new processes, if a fault has been injected since the last time."""
        if self._faults.journal.count == self._effects_so_far:
            return
        self._effects_so_far = self._faults.journal.count
        for name in self._functions.definitions:
            self._functions.restart(name)

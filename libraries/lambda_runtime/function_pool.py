"""The execution environments of one function: as many as there are invocations at the same time."""

import threading
import time
from collections.abc import Callable

from lambda_runtime.execution_environment import EnvironmentLostError, ExecutionEnvironment
from lambda_runtime.function import InvocationResult, TooManyInvocationsError
from lambda_runtime.invocation import FunctionInvocation

IDLE_SECONDS = 60.0
"""How long an execution environment is kept that serves nothing while others of the function serve; AWS promises no time."""


class FunctionPool:
    """Gives each invocation an execution environment of its own, the one that was used last if there is one.

    Args:
        reserved_concurrency: How many invocations may run at the same time; None for any number.
        create: Creates an execution environment.
        end: Ends one.
    """

    def __init__(
        self,
        *,
        reserved_concurrency: int | None,
        create: Callable[[], ExecutionEnvironment],
        end: Callable[[ExecutionEnvironment], None],
    ) -> None:
        self._reserved_concurrency = reserved_concurrency
        self._create, self._end = create, end
        self._lock = threading.Lock()
        self._idle: list[ExecutionEnvironment] = []
        self._running = 0
        self._generation = 0

    def invoke(self, invocation: FunctionInvocation) -> InvocationResult:
        """Serve one invocation.

        Raises:
            TooManyInvocationsError: The reserved concurrency is used up.
        """
        self._begin()
        try:
            return self._serve(invocation)
        finally:
            with self._lock:
                self._running -= 1

    def reserve(self, concurrency: int | None) -> None:
        """Set how many invocations may run at the same time from now on; None lets any number run."""
        with self._lock:
            self._reserved_concurrency = concurrency

    def replace(self) -> None:
        """Let the next invocations be served by new processes; those that run are finished."""
        with self._lock:
            self._generation += 1
            idle, self._idle = self._idle, []
        for environment in idle:
            self._end(environment)

    def _begin(self) -> None:
        with self._lock:
            if self._reserved_concurrency is not None and self._running >= self._reserved_concurrency:
                raise TooManyInvocationsError(
                    f"All {self._reserved_concurrency} invocations that are reserved for the function are running."
                )
            self._running += 1

    def _serve(self, invocation: FunctionInvocation) -> InvocationResult:
        while True:
            generation = self._generation
            environment = self._take_idle() or self._create()
            try:
                return environment.invoke(invocation)
            except EnvironmentLostError:
                continue
            finally:
                self._put_back(environment, generation)

    def _take_idle(self) -> ExecutionEnvironment | None:
        with self._lock:
            while self._idle:
                environment = self._idle.pop()
                if environment.is_usable:
                    return environment
                self._end(environment)
        return None

    def _put_back(self, environment: ExecutionEnvironment, generation: int) -> None:
        ended = self._take_expired()
        with self._lock:
            if environment.is_usable and generation == self._generation:
                environment.used_at = time.monotonic()
                self._idle.append(environment)
            else:
                ended.append(environment)
        for one in ended:
            self._end(one)

    def _take_expired(self) -> list[ExecutionEnvironment]:
        """Return those that have been idle for long, and keep the others."""
        oldest = time.monotonic() - IDLE_SECONDS
        with self._lock:
            expired = [one for one in self._idle if one.used_at < oldest]
            self._idle = [one for one in self._idle if one.used_at >= oldest]
        return expired

"""A circuit breaker for each dependency, shared by all handlers of the process."""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pybreaker

from manuel_sandbox.aws.errors import CircuitOpenError, DependencyError
from manuel_sandbox.times import whole_seconds

SUCCESSES_TO_CLOSE = 2
STATE_NAMES = {"closed": "closed", "open": "open", "half-open": "half_open"}


@dataclass(frozen=True, slots=True)
class BreakerState:
    """A circuit breaker at one moment."""

    state: str
    failure_count: int
    failure_threshold: int
    success_count: int
    success_threshold: int
    reset_timeout_seconds: float
    retry_after: int | None


class CircuitBreaker:
    """Stops calls to a dependency that fails.

    It opens after a number of failures in a row and becomes half-open after a while; then it closes after two successes, or opens
    again at the first failure. An error for which the caller is responsible shows that the dependency works.

    Args:
        service: The name of the dependency.
        failures: The number of failures in a row after which it opens.
        reset_seconds: How long it stays open.
        clock: Returns epoch seconds.
    """

    def __init__(
        self, service: str, *, failures: int, reset_seconds: float, clock: Callable[[], float]
    ) -> None:
        self.service = service
        self._storage = _Storage(clock)
        self._breaker = pybreaker.CircuitBreaker(
            fail_max=failures,
            reset_timeout=reset_seconds,
            success_threshold=SUCCESSES_TO_CLOSE,
            exclude=[self._does_not_count],
            state_storage=self._storage,
            name=service,
            throw_new_error_on_trip=False,
        )

    @contextmanager
    def guard(self, operation: str) -> Iterator[None]:
        """Let one call through, and record how it ends.

        Raises:
            CircuitOpenError: The breaker is open.
        """
        try:
            with self._breaker.calling():
                yield
        except pybreaker.CircuitBreakerError:
            raise CircuitOpenError(
                self.service,
                operation,
                "CircuitOpen",
                "not called",
                retry_after=self.state().retry_after or 1,
            ) from None

    def state(self) -> BreakerState:
        """Return the current state."""
        name = STATE_NAMES[self._breaker.current_state]
        left = self._storage.seconds_until_half_open(self._breaker.reset_timeout) if name == "open" else 0
        return BreakerState(
            state="half_open" if name == "open" and left <= 0 else name,
            failure_count=self._breaker.fail_counter,
            failure_threshold=self._breaker.fail_max,
            success_count=self._breaker.success_counter,
            success_threshold=self._breaker.success_threshold,
            reset_timeout_seconds=self._breaker.reset_timeout,
            retry_after=whole_seconds(left) if left > 0 else None,
        )

    def close(self) -> None:
        """Close the breaker, so that calls get through again."""
        self._breaker.close()

    def _does_not_count(self, error: BaseException) -> bool:
        """Return whether an error is not a failure of this dependency: its input is wrong, or another dependency has failed."""
        return (
            not isinstance(error, DependencyError)
            or not error.counts_as_failure
            or error.service != self.service
        )


class CircuitBreakerRegistry(Mapping[str, CircuitBreaker]):
    """The circuit breakers by the names of their dependencies."""

    def __init__(
        self, services: tuple[str, ...], *, failures: int, reset_seconds: float, clock: Callable[[], float]
    ) -> None:
        self._breakers = {
            service: CircuitBreaker(service, failures=failures, reset_seconds=reset_seconds, clock=clock)
            for service in services
        }

    def __getitem__(self, service: str) -> CircuitBreaker:
        return self._breakers[service]

    def __iter__(self) -> Iterator[str]:
        return iter(self._breakers)

    def __len__(self) -> int:
        return len(self._breakers)


class _Storage(pybreaker.CircuitMemoryStorage):
    """Remembers when the breaker opened by the clock of the backend; pybreaker itself uses that of the system.

    A call that began before the breaker opened may fail afterwards; that does not keep the breaker open for longer.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        super().__init__(pybreaker.STATE_CLOSED)
        self._clock = clock
        self._opened_by_clock = 0.0
        self._counters = threading.Lock()

    def seconds_until_half_open(self, reset_seconds: float) -> float:
        return reset_seconds - (self._clock() - self._opened_by_clock)

    @property
    def opened_at(self) -> datetime | None:
        return datetime.now(UTC) - timedelta(seconds=self._clock() - self._opened_by_clock)

    @opened_at.setter
    def opened_at(self, _moment: datetime) -> None:
        if self.state != pybreaker.STATE_OPEN:
            self._opened_by_clock = self._clock()

    def increment_counter(self) -> None:
        with self._counters:
            super().increment_counter()

    def increment_success_counter(self) -> None:
        with self._counters:
            super().increment_success_counter()

"""Circuit breakers in isolation."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from manuel_sandbox.aws.circuit_breakers import CircuitBreaker
from manuel_sandbox.aws.errors import (
    CircuitOpenError,
    DependencyError,
    DependencyRefusedError,
    DependencyUnavailableError,
)
from manuel_sandbox.domain.errors import FieldProblem, InvalidFieldError

FAILURES, RESET, SUCCESSES = 3, 30.0, 2


def make_breaker(clock: Callable[[], float], failures: int = FAILURES) -> CircuitBreaker:
    return CircuitBreaker("bedrock", failures=failures, reset_seconds=RESET, clock=clock)


def unavailable(service: str = "bedrock") -> DependencyError:
    return DependencyUnavailableError(service, "InvokeModel", "ThrottlingException", "")


def refused() -> DependencyError:
    return DependencyRefusedError("bedrock", "InvokeModel", "ValidationException", "", reply={})


def call(breaker: CircuitBreaker, error: Exception | None = None) -> None:
    with breaker.guard("InvokeModel"):
        if error is not None:
            raise error


class BreakerMachine(RuleBasedStateMachine):
    """One breaker, compared with a model of the expected behaviour."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 1000.0
        self.breaker = make_breaker(lambda: self.now)
        self.state, self.in_a_row, self.opened_at = "closed", 0, 0.0

    def expected_state(self) -> str:
        if self.state == "open" and self.now >= self.opened_at + RESET:
            return "half_open"
        return self.state

    @rule()
    def succeed(self) -> None:
        self.try_to_call(None)
        if self.state == "half_open":
            self.in_a_row += 1
            if self.in_a_row == SUCCESSES:
                self.state, self.in_a_row = "closed", 0
        elif self.state == "closed":
            self.in_a_row = 0

    @rule()
    def fail(self) -> None:
        self.try_to_call(unavailable())
        if self.state == "closed":
            self.in_a_row += 1
        if self.state == "half_open" or (self.state == "closed" and self.in_a_row == FAILURES):
            self.state, self.opened_at, self.in_a_row = "open", self.now, 0

    def try_to_call(self, error: Exception | None) -> None:
        if self.expected_state() == "open":
            with pytest.raises(CircuitOpenError) as open_error:
                call(self.breaker, error)
            assert open_error.value.retry_after is not None
            assert 1 <= open_error.value.retry_after <= RESET
            return
        if self.state == "open":
            self.state, self.in_a_row = "half_open", 0
        if error is None:
            call(self.breaker)
        else:
            with pytest.raises(DependencyUnavailableError):
                call(self.breaker, error)

    @rule()
    def close(self) -> None:
        self.breaker.close()
        self.state, self.in_a_row = "closed", 0

    @rule(seconds=st.floats(0, 2 * RESET))
    def wait(self, seconds: float) -> None:
        self.now += seconds

    @invariant()
    def state_is_right(self) -> None:
        state = self.breaker.state()
        assert state.state == self.expected_state()
        assert (state.retry_after is not None) == (state.state == "open")
        if self.state == "closed":
            assert state.failure_count == self.in_a_row


def test_its_state_is_right_after_any_sequence_of_events() -> None:
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        BreakerMachine, settings=hypothesis_settings(max_examples=60, stateful_step_count=30, deadline=None)
    )


def test_errors_of_the_caller_or_of_another_dependency_do_not_count() -> None:
    breaker = make_breaker(lambda: 0.0, failures=1)
    broken_recording = InvalidFieldError(FieldProblem("audio_data", "it is not audio/wav"))
    for error in (refused(), unavailable("dynamodb"), broken_recording):
        with pytest.raises(type(error)):
            call(breaker, error)
    assert breaker.state().state == "closed"
    with pytest.raises(DependencyUnavailableError):
        call(breaker, unavailable())
    assert breaker.state().state == "open"


def test_concurrent_calls_are_let_through() -> None:
    breaker = make_breaker(lambda: 0.0)
    together = threading.Barrier(8, timeout=30)

    def wait_for_the_others(_: int) -> None:
        with breaker.guard("InvokeModel"):
            together.wait()

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(wait_for_the_others, range(8)))


def test_a_call_that_fails_late_does_not_keep_it_open() -> None:
    now = [0.0]
    breaker = make_breaker(lambda: now[0], failures=1)
    late = breaker.guard("InvokeModel")
    late.__enter__()
    with pytest.raises(DependencyUnavailableError):
        call(breaker, unavailable())
    now[0] = RESET - 1
    assert late.__exit__(DependencyUnavailableError, unavailable(), None) is False
    now[0] = RESET
    assert breaker.state().state == "half_open"

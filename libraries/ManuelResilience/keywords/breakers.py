"""Keywords for circuit breakers."""

from typing import Literal

from robot.api import logger
from robot.api.deco import keyword
from robot.utils import DotDict

from cause_register.forms import WrongBreaker
from ManuelResilience.circuit_breakers import CircuitBreakers

Dependency = Literal["bedrock", "dynamodb", "s3", "transcribe"]
State = Literal["closed", "open", "half_open"]


class BreakerKeywords:
    """Keywords that check and close circuit breakers."""

    def __init__(self, breakers: CircuitBreakers) -> None:
        self._breakers = breakers

    @keyword(tags=["Circuit breaker", "Assertion"])
    def circuit_breaker_should_be(
        self, service: Dependency, state: State, *, failures: int | None = None
    ) -> DotDict:
        """Fail unless a dependency's circuit breaker is in this state.

        Args:
            service: The dependency.
            state: `closed` if the dependency is called, `open` if it is not, `half_open` if the next call decides.
            failures: How many failures in a row it must have counted; by default any number.

        Returns:
            What the API reports about it: `failure_threshold`, `retry_after`, …

        Raises:
            AssertionError: It is in another state, or has counted another number of failures.

        Example:
        ```robotframework
        Activate Failure    circuit_breaker_open
        Circuit Breaker Should Be    bedrock    open
        ```
        """
        breaker = self._breakers.states()[service]
        if breaker.state != state or failures not in (None, breaker.failure_count):
            counted, most = breaker.failure_count, breaker.failure_threshold
            raise AssertionError(
                f"{WrongBreaker(service, state, failures, breaker.state, counted, most)}, "
                f"{breaker.success_count} of {breaker.success_threshold} successes.\n"
                f"Hint: Get AWS Calls shows how the calls of {service} ended."
            )
        return breaker

    @keyword(tags=["Circuit breaker"])
    def close_circuit_breakers(self) -> None:
        """Close every circuit breaker that is open or has counted failures, as an administrator.

        The current user does not change. After a test that has made failures, and after any other that is tagged
        `needs:fault-injection` and was not skipped, this happens automatically. Needs the capability `admin-user`.

        Raises:
            AssertionError: A circuit breaker could not be closed.
            ConfigurationError: The environment has no administrator.

        Example:
        ```robotframework
        Activate Failure    circuit_breaker_open
        Close Circuit Breakers
        Circuit Breaker Should Be    bedrock    closed    failures=0
        ```
        """
        closed = self._breakers.close()
        logger.info(
            f"Closed the circuit breakers of {', '.join(closed)}."
            if closed
            else "All circuit breakers are closed."
        )

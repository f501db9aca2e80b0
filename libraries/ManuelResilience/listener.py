"""Named failures before the first test, and recovery of the backend after each test."""

from pathlib import Path

from robot import result, running
from robot.api import logger

from ManuelEnvironment import Capability, ConfigurationError, running_environment
from ManuelEnvironment.causes import BlockedByCauseError
from ManuelEnvironment.imported_libraries import find_imported
from ManuelEnvironment.messages import first_line
from ManuelResilience.circuit_breakers import CircuitBreakers

FAILURES = Path(__file__).resolve().parents[2] / "resources" / "failures"
NEEDS_FAULTS = f"needs:{Capability.FAULT_INJECTION}"


class Recovery:
    """A listener that loads named failures, and closes circuit breakers after each test that may have opened them.

    Such a test has made failures, or says by its tag that it makes some.

    By its priority it runs after the rollback of failures, and before the test's users are deleted.
    """

    ROBOT_LISTENER_API_VERSION = 3
    ROBOT_LISTENER_PRIORITY = 50

    def __init__(self, breakers: CircuitBreakers) -> None:
        self._breakers = breakers

    def start_suite(self, data: running.TestSuite, result: result.TestSuite) -> None:  # noqa: ARG002 - the listener interface
        """Load the named failures, and provide their causes."""
        simulator = find_imported("FailureSimulator")
        if simulator is None:
            return
        simulator.provide_cause("send_query", "Send New Question")
        simulator.provide_cause("send_request", "Send Request", "GET", "/api/user/quota")
        simulator.provide_cause("use_up_rate_limit", "Use Up Rate Limit")
        simulator.provide_cause("use_up_quota", "Use Quota", "until=${daily_quota}")
        simulator.provide_cause("close_circuit_breaker", "Close Circuit Breakers")
        for path in sorted(FAILURES.glob("*.yaml")):
            simulator.load_failure_scenarios(path)

    def end_test(self, data: running.TestCase, result: result.TestCase) -> None:
        """Close the circuit breakers after a test with failures; if that fails, so does a test that has passed."""
        environment = running_environment()
        if environment is None or not (
            _has_made_failures() or (NEEDS_FAULTS in data.tags and not result.skipped)
        ):
            return
        if not environment.offers(Capability.ADMIN_USER):
            logger.info("Circuit breakers are not closed: the environment has no administrator.")
            return
        try:
            self._breakers.close()
        except BlockedByCauseError as blocked:
            logger.info(f"Circuit breakers are not closed: {blocked}")
        except (AssertionError, ConfigurationError) as complaint:
            _complain(result, complaint)


def _complain(result: result.TestCase, complaint: Exception) -> None:
    """Fail a test that has passed; otherwise add one line to what is said about it already."""
    if result.passed:
        result.status = result.FAIL
        result.message = f"Circuit breakers could not be closed: {complaint}"
    else:
        result.message = (
            f"{result.message}\nAlso: circuit breakers could not be closed: {first_line(complaint)}"
        )


def _has_made_failures() -> bool:
    simulator = find_imported("FailureSimulator")
    return simulator is not None and bool(simulator.made_failures)

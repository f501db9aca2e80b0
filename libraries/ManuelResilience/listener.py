"""Failures are known before the first test, and the backend is well again after each."""

from pathlib import Path

from robot import result, running
from robot.api import logger

from ManuelEnvironment import Capability, ConfigurationError, running_environment
from ManuelResilience.circuit_breakers import CircuitBreakers
from ManuelResilience.imported import find_imported

FAILURES = Path(__file__).resolve().parents[2] / "resources" / "failures"
NEEDS_FAULTS = f"needs:{Capability.FAULT_INJECTION}"


class Recovery:
    """Listener: makes failures known by name, and closes circuit breakers after each test that may have opened them.

    Its priority is between that of the roll-back of failures, which comes first, and the end of the test's users.
    """

    ROBOT_LISTENER_API_VERSION = 3
    ROBOT_LISTENER_PRIORITY = 50

    def __init__(self, breakers: CircuitBreakers) -> None:
        self._breakers = breakers

    def start_suite(self, data: running.TestSuite, result: result.TestSuite) -> None:  # noqa: ARG002 - the listener interface
        """Make failures known by name."""
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
        """Close the circuit breakers."""
        environment = running_environment()
        if environment is None or result.skipped or NEEDS_FAULTS not in data.tags:
            return
        if not environment.offers(Capability.ADMIN_USER):
            logger.info(
                "Circuit breakers stay as they are: the environment has no administrator to close them."
            )
            return
        try:
            self._breakers.close()
        except (AssertionError, ConfigurationError) as complaint:
            result.status = result.FAIL
            result.message = f"{result.message}\n\nCircuit breakers could not be closed: {complaint}".strip()

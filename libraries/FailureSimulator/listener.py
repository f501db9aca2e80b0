"""Ends all failures with their test."""

from robot import result, running
from robot.api import logger

from FailureSimulator.errors import FailureNeverHappenedError, FailureSimulationError
from FailureSimulator.injected_faults import FAULTS_METADATA, faults_to_json
from FailureSimulator.proxies import ProxyPool
from FailureSimulator.simulator import Simulator
from ManuelEnvironment.messages import first_line


class FailureRollback:
    """Listener: failures end before a test's teardown, or at the latest at its end, whatever its outcome.

    It fails a test that passed although one of its failures hit nothing; if the test has not passed, it adds a line. Its
    priority is high, so that failures have ended before other libraries clean up.
    """

    ROBOT_LISTENER_API_VERSION = 3
    ROBOT_LISTENER_PRIORITY = 100

    def __init__(self, simulator: Simulator, proxies: ProxyPool) -> None:
        self._simulator = simulator
        self._proxies = proxies

    def start_suite(self, data: running.TestSuite, result: result.TestSuite) -> None:  # noqa: ARG002 — the listener interface
        """Open a scope for the suite's proxies."""
        self._proxies.open_scope()

    def end_suite(self, data: running.TestSuite, result: result.TestSuite) -> None:  # noqa: ARG002
        """Stop the suite's proxies."""
        self._proxies.close_scope()

    def start_test(self, data: running.TestCase, result: result.TestCase) -> None:  # noqa: ARG002
        """Begin without failures, even if some were left on a server that is still up."""
        self._proxies.open_scope()
        left_over = ", ".join(str(report["name"]) for report in self._simulator.begin())
        if left_over:
            logger.warn(f"Ended failures that were still active before the test: {left_over}.")

    def start_keyword(self, data: running.Keyword, result: result.Keyword) -> None:  # noqa: ARG002
        """End failures before the test's teardown."""
        if data.type == data.TEARDOWN and isinstance(data.parent, running.TestCase):
            self._simulator.roll_back()

    def end_test(self, data: running.TestCase, result: result.TestCase) -> None:  # noqa: ARG002
        """End failures, fail the test if one of them hit nothing, and write into its metadata what was injected."""
        try:
            self._simulator.verify()
        except (FailureNeverHappenedError, FailureSimulationError) as error:
            if result.passed:
                result.status = result.FAIL
                result.message = str(error)
            else:
                result.message = f"{result.message}\nAlso: {first_line(error)}"
        finally:
            self._proxies.close_scope()
        if self._simulator.ended_in_test:
            result.metadata[FAULTS_METADATA] = faults_to_json(self._simulator.ended_in_test)

    def close(self) -> None:
        """End what is left when the run ends or is aborted."""
        try:
            self._simulator.roll_back()
        finally:
            self._proxies.close()

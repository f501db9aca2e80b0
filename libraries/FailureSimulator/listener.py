"""No failure outlives its test."""

from robot import result, running
from robot.api import logger

from FailureSimulator.errors import FailureNeverHappenedError, FailureSimulationError
from FailureSimulator.proxies import ProxyPool
from FailureSimulator.simulator import Simulator
from FailureSimulator.target import Target


class FailureRollback:
    """Listener: failures end before a test's teardown, at its end at the latest, whatever its outcome.

    A test that would pass although a failure never happened is failed. Its priority is high, so that failures are
    gone before other libraries clean up.
    """

    ROBOT_LISTENER_API_VERSION = 3
    ROBOT_LISTENER_PRIORITY = 100

    def __init__(self, simulator: Simulator, target: Target, proxies: ProxyPool) -> None:
        self._simulator = simulator
        self._target = target
        self._proxies = proxies
        self._cleared = False

    def start_suite(self, data: running.TestSuite, result: result.TestSuite) -> None:  # noqa: ARG002 — the listener interface
        """A scope for the suite's proxies."""
        self._proxies.enter()

    def end_suite(self, data: running.TestSuite, result: result.TestSuite) -> None:  # noqa: ARG002
        """The suite's proxies end."""
        self._proxies.leave()

    def start_test(self, data: running.TestCase, result: result.TestCase) -> None:  # noqa: ARG002
        """Begin without failures, also those that a killed run has left on a server that stayed up."""
        self._proxies.enter()
        driver = None if self._cleared else self._target.running_driver()
        if driver is not None:
            self._cleared = True
            strangers = ", ".join(str(report["name"]) for report in driver.clear())
            if strangers:
                logger.warn(f"Ended failures of an earlier run that were still active: {strangers}.")

    def start_keyword(self, data: running.Keyword, result: result.Keyword) -> None:  # noqa: ARG002
        """End failures before a test's teardown cleans up."""
        if data.type == data.TEARDOWN and isinstance(data.parent, running.TestCase):
            self._simulator.roll_back()

    def end_test(self, data: running.TestCase, result: result.TestCase) -> None:  # noqa: ARG002
        """End failures, and fail a test whose failure never happened."""
        try:
            self._simulator.judge()
        except (FailureNeverHappenedError, FailureSimulationError) as complaint:
            if result.passed:
                result.status = result.FAIL
                result.message = str(complaint)
            elif result.failed:
                result.message = f"{result.message}\n\nAlso: {complaint}"
        finally:
            self._proxies.leave()

    def close(self) -> None:
        """End what is left when the run is broken off."""
        try:
            self._simulator.roll_back()
        finally:
            self._proxies.close()

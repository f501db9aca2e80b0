"""The end of a test or suite undoes what it told the stand-in."""

from robot import result, running

from MockAWS.aws_connection import AwsConnection
from MockAWS.keywords.scripts import ScriptKeywords
from MockAWS.observation_window import ObservationWindow


class ScopeListener:
    """A listener that ends scripts with their test or suite, and starts counting again with each."""

    ROBOT_LISTENER_API_VERSION = 3

    def __init__(self, aws: AwsConnection, window: ObservationWindow, scripts: ScriptKeywords) -> None:
        self._aws = aws
        self._window = window
        self._scripts = scripts

    def start_suite(self, data: running.TestSuite, result: result.TestSuite) -> None:  # noqa: ARG002 - the listener interface
        """Begin the scope of a suite."""
        self._window.enter()
        self._scripts.enter()

    def start_test(self, data: running.TestCase, result: result.TestCase) -> None:  # noqa: ARG002
        """Begin the scope of a test."""
        self._window.enter()
        self._scripts.enter()

    def end_test(self, data: running.TestCase, result: result.TestCase) -> None:  # noqa: ARG002
        """End the scope of a test."""
        self._scripts.leave()
        self._window.leave()

    def end_suite(self, data: running.TestSuite, result: result.TestSuite) -> None:  # noqa: ARG002
        """End the scope of a suite."""
        self._scripts.leave()
        self._window.leave()

    def close(self) -> None:
        """Stop a stand-in that is still running at the end of the run."""
        self._aws.stop_own()

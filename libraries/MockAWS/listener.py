"""What a test or suite told the stand-in ends with it."""

from robot import result, running

from MockAWS.aws_connection import AwsConnection
from MockAWS.keywords.scripts import ScriptKeywords
from MockAWS.observation_window import ObservationWindow


class TestScopes:
    """Listener: scripts end with their test or suite, and what counts begins anew with each."""

    __test__ = False
    ROBOT_LISTENER_API_VERSION = 3

    def __init__(self, aws: AwsConnection, window: ObservationWindow, scripts: ScriptKeywords) -> None:
        self._aws = aws
        self._window = window
        self._scripts = scripts

    def start_suite(self, data: running.TestSuite, result: result.TestSuite) -> None:  # noqa: ARG002 - the listener interface
        """A window and scripts of the suite's own."""
        self._window.enter()
        self._scripts.enter()

    def start_test(self, data: running.TestCase, result: result.TestCase) -> None:  # noqa: ARG002
        """A window and scripts of the test's own."""
        self._window.enter()
        self._scripts.enter()

    def end_test(self, data: running.TestCase, result: result.TestCase) -> None:  # noqa: ARG002
        """Back to the suite's."""
        self._scripts.leave()
        self._window.leave()

    def end_suite(self, data: running.TestSuite, result: result.TestSuite) -> None:  # noqa: ARG002
        """Back to the outer suite's."""
        self._scripts.leave()
        self._window.leave()

    def close(self) -> None:
        """End a stand-in that nobody stopped."""
        self._aws.stop_own()

"""What a test or suite did with users ends with it."""

from robot import result, running
from robot.api import logger

from ManuelAuth.session import SignInSession


class IdentityScopes:
    """Listener: who signed in inside a test or suite is forgotten after it, and users made there are deleted.

    Its priority is low so that clean-up of others, which may still need the signed-in user, comes first.
    """

    ROBOT_LISTENER_API_VERSION = 3
    ROBOT_LISTENER_PRIORITY = -100

    def __init__(self, session: SignInSession) -> None:
        self._session = session

    def start_suite(self, data: running.TestSuite, result: result.TestSuite) -> None:  # noqa: ARG002 - the listener interface
        """A scope for what the suite's set-up signs in."""
        self._enter()

    def start_test(self, data: running.TestCase, result: result.TestCase) -> None:  # noqa: ARG002
        """A scope for what the test signs in."""
        self._enter()

    def end_test(self, data: running.TestCase, result: result.TestCase) -> None:  # noqa: ARG002
        """Back to the suite's identity."""
        self._leave()

    def end_suite(self, data: running.TestSuite, result: result.TestSuite) -> None:  # noqa: ARG002
        """Back to the identity of the suite around this one."""
        self._leave()

    def _enter(self) -> None:
        self._session.identities.enter()
        self._session.accounts.enter()

    def _leave(self) -> None:
        self._session.identities.leave()
        for problem in self._session.accounts.leave():
            logger.warn(problem)

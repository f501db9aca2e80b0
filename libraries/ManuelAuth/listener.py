"""What a test or suite does with users ends with it."""

from robot import result, running
from robot.api import logger

from ManuelAuth.session import SignInSession


class IdentityScopes:
    """Listener: after each test and suite, its identities are forgotten and the users created in it are deleted.

    Its priority is low, so that the clean-up of other listeners, which may still need the signed-in user, comes first.
    """

    ROBOT_LISTENER_API_VERSION = 3
    ROBOT_LISTENER_PRIORITY = -100

    def __init__(self, session: SignInSession) -> None:
        self._session = session

    def start_suite(self, data: running.TestSuite, result: result.TestSuite) -> None:  # noqa: ARG002 - the listener interface
        """Begin a scope for users that the suite's setup signs in."""
        self._enter()

    def start_test(self, data: running.TestCase, result: result.TestCase) -> None:  # noqa: ARG002
        """Begin a scope for users that the test signs in."""
        self._enter()

    def end_test(self, data: running.TestCase, result: result.TestCase) -> None:  # noqa: ARG002
        """Return to the suite's identity."""
        self._leave()

    def end_suite(self, data: running.TestSuite, result: result.TestSuite) -> None:  # noqa: ARG002
        """Return to the identity of the enclosing suite."""
        self._leave()

    def _enter(self) -> None:
        self._session.identities.enter()
        self._session.accounts.enter()

    def _leave(self) -> None:
        self._session.identities.leave()
        try:
            for problem in (*self._session.accounts.leave(), *self._session.app_clients.delete()):
                logger.warn(problem)
        finally:
            self._session.pool_time.restore()

"""Keywords that read the logs of functions."""

import re
from contextlib import suppress
from datetime import timedelta

from robot import result, running
from robot.api.deco import keyword

from ManuelEnvironment.waiting import DEFAULT_TIMEOUT, NotYetError, eventually
from ServerlessApplication.errors import ApplicationError
from ServerlessApplication.function_log import FunctionLog

_REQUESTS = "RequestsLibrary"
_SERVER_ERROR = re.compile(r"Expected status: 5\d\d != |\b5\d\d Server Error")
_NO_WAITING = timedelta()


class LogKeywords:
    """Keywords that read logs, and a listener that notes when the test began."""

    ROBOT_LISTENER_API_VERSION = 3

    def __init__(self) -> None:
        self._log = FunctionLog()

    @keyword(tags=["Logs", "Getter"])
    def get_function_log(self, function: str) -> str:
        """Return what a function has logged since the test began, with the lines START, END and REPORT of the platform.

        Args:
            function: Its logical id in the template, or its name.

        Raises:
            ApplicationError: There is no such function.

        Example:
        ```robotframework
        ${log} =    Get Function Log    AcceptFunction
        Should Contain X Times    ${log}    START RequestId    1
        ```
        """
        return self._log.read(function)

    @keyword(tags=["Logs", "Assertion"])
    def function_log_should_contain(
        self, function: str, text: str, *, timeout: timedelta = DEFAULT_TIMEOUT
    ) -> str:
        """Wait until a function has logged a text since the test began.

        Args:
            function: Its logical id in the template, or its name.
            text: A part of a line, or several lines.
            timeout: How long to wait.

        Returns:
            What it has logged since the test began.

        Raises:
            AssertionError: It has not; the message has what it has logged.
            ApplicationError: There is no such function, or the text is empty.

        Example:
        ```robotframework
        Send Message    OrderQueue    {"id": "42"}
        Function Log Should Contain    AcceptFunction    accepted 42
        ```
        """
        _require_text(text)
        return eventually(lambda: self._containing(function, text), timeout)

    @keyword(tags=["Logs", "Assertion"])
    def function_log_should_not_contain(
        self, function: str, text: str, *, timeout: timedelta = _NO_WAITING
    ) -> None:
        """Fail if a function has logged a text since the test began, or logs it within a time; also if it has logged nothing.

        Args:
            function: Its logical id in the template, or its name.
            text: A part of a line, or several lines.
            timeout: How long to look; by default once.

        Raises:
            AssertionError: It has, and the message has what it has logged; or there is no log that could have the text.
            ApplicationError: There is no such function, or the text is empty.

        Example:
        ```robotframework
        Function Log Should Contain    AcceptFunction    accepted 42
        Function Log Should Not Contain    AcceptFunction    password
        ```
        """
        _require_text(text)
        try:
            log = eventually(lambda: self._containing(function, text), timeout)
        except NotYetError:
            if not self._log.read(function):
                raise AssertionError(
                    f"{function} has logged nothing since the test began, so that it says nothing of {text!r}: "
                    "invoke it, and wait for what it logs"
                ) from None
            return
        raise AssertionError(f"{function} has logged {text!r}:\n{log}")

    def start_suite(self, data: running.TestSuite, result: result.TestSuite) -> None:  # noqa: ARG002 - the listener interface
        """Read logs from now on."""
        self._log.enter()

    def start_test(self, data: running.TestCase, result: result.TestCase) -> None:  # noqa: ARG002
        """Read logs from now on."""
        self._log.enter()

    def end_test(self, data: running.TestCase, result: result.TestCase) -> None:  # noqa: ARG002
        """Read logs from the beginning of the suite on again."""
        self._log.leave()

    def end_suite(self, data: running.TestSuite, result: result.TestSuite) -> None:  # noqa: ARG002
        """Read logs from the beginning of the outer suite on again."""
        self._log.leave()

    def end_library_keyword(
        self,
        data: running.Keyword,  # noqa: ARG002 - the listener interface
        implementation: running.LibraryKeyword,
        result: result.Keyword,
    ) -> None:
        """Add to a request that the API has failed what a function has logged of it."""
        if result.failed and implementation.owner.name == _REQUESTS and _SERVER_ERROR.search(result.message):
            with suppress(ApplicationError):
                if error := self._log.last_error():
                    result.message += f"\nThe last error in a function's log: {error}"

    def _containing(self, function: str, text: str) -> str:
        log = self._log.read(function)
        if text not in log:
            raise NotYetError(f"{function} has not logged {text!r} since the test began. Its log:\n{log}")
        return log


def _require_text(text: str) -> None:
    if not text:
        raise ApplicationError("Expected a text to look for. It is empty, which every log contains.")

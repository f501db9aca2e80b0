"""Keywords that invoke functions."""

from fnmatch import fnmatchcase
from typing import Any

from robot.api.deco import keyword

from ServerlessApplication import invocations
from ServerlessApplication.errors import FunctionFailedError


class FunctionKeywords:
    """Keywords that invoke functions of the application."""

    @keyword(tags=["Functions"])
    def invoke_function(self, function: str, event: Any = None) -> Any:
        """Invoke a function with an event, wait for its result, and fail if it fails.

        Args:
            function: Its logical id in the template, or its name.
            event: The event: a mapping, a list or another value, or a string with JSON.

        Returns:
            What the function returned.

        Raises:
            FunctionFailedError: The function failed; the message has its error and the end of its log.
            ApplicationError: There is no such function.

        Example:
        ```robotframework
        ${price} =    Invoke Function    PriceFunction    {"item": "tea", "amount": 2}
        Should Be Equal As Numbers    ${price}[total]    7.8
        ```
        """
        answer = invocations.invoke(function, event)
        if answer.is_failed:
            raise FunctionFailedError(f"{function} failed: {answer.error}\nIts log:\n{answer.log}")
        return answer.payload

    @keyword(tags=["Functions", "Assertion"])
    def function_should_fail(
        self, function: str, event: Any = None, *, error: str = "*", message: str = "*"
    ) -> dict[str, Any]:
        """Invoke a function with an event, and fail unless it fails.

        Args:
            function: Its logical id in the template, or its name.
            event: As for [Invoke Function].
            error: The type of the error, such as `ValueError` or `Sandbox.Timedout`; `*` stands for anything.
            message: The message of the error; `*` stands for anything.

        Returns:
            The error, with `errorType` and `errorMessage`.

        Raises:
            AssertionError: It succeeded, or failed with another error.
            ApplicationError: There is no such function.

        Example:
        ```robotframework
        Function Should Fail    PriceFunction    {"item": "sand"}    error=KeyError    message=*sand*
        ```
        """
        answer = invocations.invoke(function, event)
        if not answer.is_failed:
            raise AssertionError(f"Expected {function} to fail, but it returned {answer.payload!r}.")
        found: dict[str, Any] = answer.payload
        expected = {"errorType": error, "errorMessage": message}
        if not all(fnmatchcase(str(found.get(name)), pattern) for name, pattern in expected.items()):
            raise AssertionError(
                f"Expected {function} to fail with {error}: {message}, but it failed with {answer.error}\n"
                f"Its log:\n{answer.log}"
            )
        return found

    @keyword(tags=["Functions"])
    def send_event_to_function(self, function: str, event: Any = None) -> None:
        """Let a function process an event, and do not wait for it: AWS tries it again if it fails, twice by default.

        Args:
            function: Its logical id in the template, or its name.
            event: As for [Invoke Function].

        Raises:
            ApplicationError: There is no such function.

        Example:
        ```robotframework
        Send Event To Function    CleanUpFunction    {"older_than_days": 30}
        Function Log Should Contain    CleanUpFunction    removed 0 orders
        ```
        """
        invocations.send(function, event)

"""Keywords for the form of errors."""

from typing import TYPE_CHECKING

from robot.api.deco import keyword
from robot.utils import DotDict

from cause_register.forms import THAT_SAYS_WHEN, WITH_A_MESSAGE, ErrorThatSays, OldError
from ManuelAPI.failures import failure, failure_in_form
from ManuelAPI.request_ids import REQUEST_ID
from ManuelEnvironment.clocks import CLOCK_DIFFERENCE
from ManuelResilience.imported import imported

if TYPE_CHECKING:
    from requests import Response

RETRY_AFTER = "Retry-After"
SAY_WHEN_TO_TRY_AGAIN = (429, 503)
SECONDS_AN_ERROR_IS_OLD = 60


class ErrorKeywords:
    """Keywords that check whether an error has the form of all errors of the backend."""

    @keyword(tags=["Error", "Assertion"])
    def error_should_be_uniform(self, status: int, error_type: str) -> DotDict:
        """Fail unless the last response is this error, in the form that all errors of the backend have.

        Such an error has a message for people and a code for programs, the time of the backend's clock, and a request id: that of
        its header, if API Gateway added one. With 429 and 503 it has the same `Retry-After` in header and body. It reveals no
        internal details.

        Args:
            status: The expected status.
            error_type: The code for programs, such as `validation_error`.

        Returns:
            The error's body.

        Raises:
            AssertionError: It is another error, or lacks one of these.

        Example:
        ```robotframework
        Ask    ${EMPTY}    status=400
        Error Should Be Uniform    400    validation_error
        ```
        """
        api = imported("ManuelAPI")
        error: DotDict = api.error_should_be(status, error_type)
        api.response_should_reveal_nothing()
        response: Response = api.get_last_response()
        if REQUEST_ID in response.headers:
            api.response_header_should_be(REQUEST_ID, error.request_id)
        if status in SAY_WHEN_TO_TRY_AGAIN:
            _require_seconds_to_wait(error, response)
            api.response_header_should_be(RETRY_AFTER, str(error.retry_after))
        _require_message_for_people(error, response)
        _require_time(error, response, api.get_backend_time().timestamp())
        return error


def _require_seconds_to_wait(error: DotDict, response: "Response") -> None:
    if not isinstance(error.get("retry_after"), int) or error.retry_after < 1:
        raise failure(str(ErrorThatSays(THAT_SAYS_WHEN)), f"{dict(error)}", response)


def _require_message_for_people(error: DotDict, response: "Response") -> None:
    if len(error.error.split()) < 2 or error.error == error.error_type:  # noqa: PLR2004 - one word is not a sentence
        raise failure(str(ErrorThatSays(WITH_A_MESSAGE)), repr(error.error), response)


def _require_time(error: DotDict, response: "Response", now: float) -> None:
    if not now - SECONDS_AN_ERROR_IS_OLD <= error.timestamp <= now + CLOCK_DIFFERENCE.total_seconds():
        said = OldError(SECONDS_AN_ERROR_IS_OLD, round(now), str(error.timestamp))
        raise failure_in_form(said, response)

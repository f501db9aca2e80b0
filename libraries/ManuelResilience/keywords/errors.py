"""The form of errors."""

from robot.api.deco import keyword
from robot.utils import DotDict

from ManuelResilience.imported import imported

REQUEST_ID = "x-amzn-RequestId"
RETRY_AFTER = "Retry-After"
SAY_WHEN_TO_TRY_AGAIN = (429, 503)
SECONDS_AN_ERROR_IS_OLD = 60


class ErrorKeywords:
    """Whether an error is what every error of the backend is."""

    @keyword(tags=["Error", "Assertion"])
    def error_should_be_uniform(self, status: int, error_type: str) -> DotDict:
        """Fail unless the last response is this error, in the form that all errors of the backend have.

        It has a text for people and a code for programs, the request id of its own header, the time of the backend's
        clock, on 429 and 503 the same `Retry-After` in header and body, and reveals nothing of the inside.

        Args:
            status: The status that it must have.
            error_type: The code for programs, as `validation_error`.

        Returns:
            The error's body.

        Raises:
            AssertionError: Something of that is not so.

        Example:
        ```robotframework
        Ask    ${EMPTY}    status=400
        Error Should Be Uniform    400    validation_error
        ```
        """
        api = imported("ManuelAPI")
        error: DotDict = api.error_should_be(status, error_type)
        api.response_should_reveal_nothing()
        api.response_header_should_be(REQUEST_ID, error.request_id)
        if status in SAY_WHEN_TO_TRY_AGAIN:
            _require_seconds_to_wait(error)
            api.response_header_should_be(RETRY_AFTER, str(error.retry_after))
        _require_text_for_people(error)
        _require_time(error, api.get_backend_time().timestamp())
        return error


def _require_seconds_to_wait(error: DotDict) -> None:
    if not isinstance(error.get("retry_after"), int) or error.retry_after < 1:
        raise AssertionError(
            f"Expected an error that says after how many seconds to try again.\nGot {dict(error)}."
        )


def _require_text_for_people(error: DotDict) -> None:
    if len(error.error.split()) < 2 or error.error == error.error_type:  # noqa: PLR2004 - one word is no sentence
        raise AssertionError(f"Expected an error with a text for people.\nGot {error.error!r}.")


def _require_time(error: DotDict, now: float) -> None:
    if not now - SECONDS_AN_ERROR_IS_OLD <= error.timestamp <= now:
        raise AssertionError(
            f"Expected an error of the last {SECONDS_AN_ERROR_IS_OLD} seconds in epoch seconds, until {now:.0f}.\n"
            f"Got one with timestamp {error.timestamp}."
        )

"""Assertions about each of several responses."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from robot.api.deco import keyword

from cause_register.forms import (
    METHOD_TO_BE_REFUSED,
    REFUSE_THE_METHOD,
    REVEAL_NO_INTERNALS,
    ErrorToBe,
    ExpectedTimestamp,
    NoField,
    Timestamp,
)
from ManuelAPI.client import ApiClient, body_of
from ManuelAPI.cors import cors_violations
from ManuelAPI.failures import describe_status, failure
from ManuelAPI.internals import revealed_internals
from ManuelAPI.keywords.clock import Moment, whole_second
from ManuelAPI.many_responses import require_each, require_no_findings, short_status
from ManuelAPI.operation_probes import GATEWAY_REFUSAL
from ManuelAPI.security_headers import wrong_security_headers
from ManuelEnvironment import current_environment
from ManuelEnvironment.clocks import CLOCK_DIFFERENCE

if TYPE_CHECKING:
    from requests import Response

ERROR_MEMBERS = {"error", "error_type", "timestamp", "request_id"}
METHOD_NOT_ALLOWED = 405


class EachResponseKeywords:
    """Keywords that check several responses; a failure lists all that differ."""

    def __init__(self, client: ApiClient) -> None:
        self._client = client

    @keyword(tags=["Every route", "Assertion"])
    def each_error_should_be(
        self,
        responses: list[Any],
        status: int,
        error_type: str | None = None,
        *,
        message: str | None = None,
    ) -> None:
        """Fail unless each of several responses is this error, in the form that all errors have, without internal details.

        Args:
            responses: What [Make Mistake On Every Route] returned, or other responses.
            status: The expected status.
            error_type: The code of an error from the backend, such as `validation_error`. The body must have `error`,
                `error_type`, `timestamp` and `request_id`.
            message: The message of an error from the gateway, such as `Unauthorized`. The body must have nothing else.

        Raises:
            AssertionError: An error has a different type or format.

        Example:
        ```robotframework
        ${errors} =    Make Mistake On Every Route    no token
        Each Error Should Be    ${errors}    401    message=Unauthorized
        ```
        """
        expected = ErrorToBe(status, error_type or message)
        require_no_findings(
            responses, str(expected), lambda each: _other_error(each, status, error_type, message)
        )
        require_no_findings(responses, REVEAL_NO_INTERNALS, revealed_internals)

    @keyword(tags=["Every route", "Assertion"])
    def each_method_should_be_refused(self, responses: list[Any]) -> None:
        """Fail unless each response refuses a method that its path does not have: `405`, or the `403` of a REST API's gateway.

        A response to `HEAD` has no body, so its status alone counts.

        Args:
            responses: What [Make Mistake On Every Route] returned, or other responses.

        Raises:
            AssertionError: A method was not refused, or refused in another way.

        Example:
        ```robotframework
        ${errors} =    Make Mistake On Every Route    HEAD
        Each Method Should Be Refused    ${errors}
        ```
        """
        require_each(responses, f"{REFUSE_THE_METHOD}405, or as the gateway does", _refuses_method)

    @keyword(tags=["Response", "Assertion"])
    def method_should_be_refused(self) -> None:
        """Fail unless the last response refuses a method that its path does not have; see [Each Method Should Be Refused].

        Raises:
            AssertionError: The method was not refused, or refused in another way.

        Example:
        ```robotframework
        Send Request    PATCH    /api/manuals
        Method Should Be Refused
        ```
        """
        response = self._client.last_response
        if not _refuses_method(response):
            status, message = GATEWAY_REFUSAL
            expected = f"{METHOD_TO_BE_REFUSED}{METHOD_NOT_ALLOWED}, or with {status} {message}"
            raise failure(expected, describe_status(response), response)

    @keyword(tags=["Every route", "Assertion"])
    def each_response_should_have_security_headers(self, responses: list[Any]) -> None:
        """Fail unless each response has the security headers of the contract; see [Security Headers Should Be Set].

        Args:
            responses: What [Call Every Route] returned, or other responses.

        Raises:
            AssertionError: A header is missing, or has another value.

        Example:
        ```robotframework
        ${errors} =    Make Mistake On Every Route    no token
        Each Response Should Have Security Headers    ${errors}
        ```
        """
        require_no_findings(responses, "have the security headers", wrong_security_headers)

    @keyword(tags=["Response", "Assertion"])
    def security_headers_should_be_set(self) -> None:
        """Fail unless the last response has the security headers of the contract.

        These are `X-Content-Type-Options`, `X-Frame-Options`, `Content-Security-Policy`, `Referrer-Policy`, and
        `Strict-Transport-Security` for a year or more.

        Raises:
            AssertionError: A header is missing, or has another value.

        Example:
        ```robotframework
        Get Health
        Security Headers Should Be Set
        ```
        """
        response = self._client.last_response
        if wrong := wrong_security_headers(response):
            raise failure("a response with the security headers", wrong, response)

    @keyword(tags=["Every route", "Assertion"])
    def each_response_should_follow_cors(self, responses: list[Any]) -> None:
        """Fail unless each response names the origin of its request if the environment allows it, and no origin otherwise.

        Args:
            responses: Responses to requests with a header `Origin`.

        Raises:
            AssertionError: A response hides itself from an allowed origin, or shows itself to another.
            ValueError: A request had no header `Origin`.

        Example:
        ```robotframework
        ${errors} =    Make Mistake On Every Route    no token    origin=${allowed_origins}[0]
        Each Response Should Follow CORS    ${errors}
        ```
        """
        if any("Origin" not in response.request.headers for response in responses):
            raise ValueError(
                "Each Response Should Follow CORS needs responses to requests with a header Origin."
            )
        settings = current_environment().settings
        require_no_findings(
            responses,
            "allow its origin if it is on the list",
            lambda each: [
                str(violation)
                for violation in cors_violations(
                    each, settings.allowed_origins, behind_api_gateway=settings.behind_api_gateway
                )
            ],
        )

    @keyword(tags=["Every route", "Assertion"])
    def each_response_should_have_header(self, responses: list[Any], name: str, value: str) -> None:
        """Fail unless each response has this header with exactly this value.

        Args:
            responses: What [Call Every Route] returned, or other responses.
            name: The header's name, ignoring case.
            value: The header's value.

        Raises:
            AssertionError: A response has another value, or no such header.

        Example:
        ```robotframework
        ${responses} =    Call Every Route    limited_by=user    version=1.0    id=${manual.manual_id}    jobId=${job_id}
        Each Response Should Have Header    ${responses}    API-Version    1.0
        ```
        """
        require_no_findings(
            responses, f"have the header {name}: {value}", lambda each: _other_header(each, name, value)
        )

    @keyword(tags=["Every route", "Assertion"])
    def each_timestamp_should_be_between(
        self, responses: list[Any], earliest: Moment, latest: Moment
    ) -> None:
        """Fail unless each response that has a `timestamp` names a time from the earliest to the latest one allowed.

        A second more at either end is allowed, as for [Time Should Be Between].

        Args:
            responses: What [Call Every Route] returned, or other responses; at least one of them has a `timestamp`.
            earliest: The first second allowed.
            latest: The last second allowed.

        Raises:
            AssertionError: A response names another time, or none has a `timestamp`.

        Example:
        ```robotframework
        ${before} =    Get Backend Time
        ${responses} =    Make Mistake On Every Route    broken JSON
        ${after} =    Get Backend Time
        Each Timestamp Should Be Between    ${responses}    ${before}    ${after}
        ```
        """
        first = whole_second(earliest) - CLOCK_DIFFERENCE
        last = whole_second(latest) + CLOCK_DIFFERENCE
        stamped = [response for response in responses if _timestamp(response) is not None]
        if not stamped:
            raise AssertionError("Expected responses with a `timestamp`.\nGot none.")
        require_no_findings(
            stamped,
            str(ExpectedTimestamp(str(first), str(last))),
            lambda each: _other_time(each, first, last),
        )


def _timestamp(response: "Response") -> Any:
    body = body_of(response)
    return body.get("timestamp") if isinstance(body, dict) else None


def _other_time(response: "Response", first: datetime, last: datetime) -> tuple[str, ...]:
    moment = whole_second(_timestamp(response))
    return () if first <= moment <= last else (str(Timestamp(str(moment))),)


def _other_error(
    response: "Response", status: int, error_type: str | None, message: str | None
) -> tuple[str, ...]:
    """Return how an error differs, or which required members it lacks."""
    body = body_of(response)
    if response.status_code != status or not _is_kind(body, error_type, message):
        return (short_status(response),)
    lacking = ERROR_MEMBERS - body.keys() if message is None else ()
    return tuple(str(NoField(name)) for name in sorted(lacking))


def _is_kind(body: Any, error_type: str | None, message: str | None) -> bool:
    if message is not None:
        return bool(body == {"message": message})
    return isinstance(body, dict) and body.get("error_type") == error_type


def _refuses_method(response: "Response") -> bool:
    if response.status_code == METHOD_NOT_ALLOWED:
        return True
    status, message = GATEWAY_REFUSAL
    if response.status_code != status:
        return False
    return response.request.method == "HEAD" or bool(body_of(response) == {"message": message})


def _other_header(response: "Response", name: str, value: str) -> tuple[str, ...]:
    got = response.headers.get(name)
    return () if got == value else (f"header {name} is {got or 'missing'}",)

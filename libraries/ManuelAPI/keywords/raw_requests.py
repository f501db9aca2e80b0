"""Any request, and assertions about its response."""

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any, TypeAlias

from robot.api.deco import keyword
from robot.api.types import Secret
from robot.utils import DotDict

from cause_register.forms import ANY_REJECTION, ANY_SUCCESS, ErrorMember
from ManuelAPI.client import ApiClient, ApiRequest, body_of, require_status
from ManuelAPI.cors import lookalike_origins
from ManuelAPI.failures import describe_status, failure
from ManuelAPI.request_ids import request_id_of
from ManuelAuth.bearer import MaskedHeader
from ManuelEnvironment import current_environment

if TYPE_CHECKING:
    from requests import Response

HeaderValue: TypeAlias = str | Secret
ERROR_TYPE, MESSAGE = "error_type", "message"
SUCCESSES = range(200, 300)
CLIENT_ERRORS = range(400, 500)
FOREIGN_ORIGINS = ("https://attacker.example", "null", "file://", "*")


class RequestKeywords:
    """Keywords that send any request, and check the last response."""

    def __init__(self, client: ApiClient) -> None:
        self._client = client

    @keyword(tags=["Request"])
    def send_request(  # noqa: PLR0913 - a request has these parts
        self,
        method: str,
        path: str,
        *,
        json: Any = None,
        body: str | bytes | None = None,
        headers: dict[str, HeaderValue | list[HeaderValue]] | None = None,
        params: dict[str, Any] | None = None,
        token: Secret | None = None,
        anonymous: bool = False,
        status: int | None = None,
    ) -> "Response":
        """Send any request, by default as the current user.

        Args:
            method: `GET`, `POST`, or any other method, sent exactly as written: `get` is not `GET`.
            path: The path after the API's base URL, sent exactly as written, including dots, double slashes and percent
                signs.
            json: A value to send as JSON.
            body: A string or bytes to send unchanged, as `application/json` unless `headers` has another type.
            headers: Additional headers, as strings or secrets; a header with a list of values is sent once for each
                value. An `Authorization` header replaces the current user's token.
            params: Query parameters, as strings or secrets.
            token: A bearer token to send instead of the current user's.
            anonymous: Whether to send no token, even if a user is signed in.
            status: The expected status; by default any that the contract documents.

        Returns:
            The response, like that of RequestsLibrary's keywords: `${response.status_code}`, `${response.json()}`.

        Raises:
            ApiUnreachableError: There was no response.
            AssertionError: The status differs.

        Example:
        ```robotframework
        Send Request    POST    /api/query    body={"question":    status=400
        Error Should Be    400    invalid_json
        ```
        """
        request = ApiRequest(
            method=method,
            path=path,
            json=json,
            body=body,
            params={name: _revealed(value) for name, value in (params or {}).items()},
            headers=_headers(body, headers, token),
            anonymous=anonymous,
        )
        return self._client.send(request, status=status)

    @keyword(tags=["Request"])
    def send_preflight(
        self,
        path: str,
        *,
        origin: str,
        method: str = "GET",
        headers: Sequence[str] = ("authorization", "content-type"),
        status: int | None = None,
    ) -> "Response":
        """Send the CORS preflight that a browser sends before a request from another origin (Fetch standard), without a token.

        Args:
            path: The path that the page wants to call.
            origin: The origin of the page, such as `https://app.example.com`.
            method: The method that the page wants to use.
            headers: The names of the headers that the page wants to send. They are sent as browsers do, in lower case and in
                alphabetical order.
            status: The expected status; by default any that the contract documents.

        Returns:
            The response.

        Example:
        ```robotframework
        Send Preflight    /api/manuals    origin=${allowed_origins}[0]    method=DELETE
        Response Header Should Be    Access-Control-Allow-Origin    ${allowed_origins}[0]
        ```
        """
        request_headers = {
            "Origin": origin,
            "Access-Control-Request-Method": method,
            "Access-Control-Request-Headers": ",".join(sorted(name.lower() for name in headers)),
        }
        request = ApiRequest("OPTIONS", path, headers=request_headers, anonymous=True)
        return self._client.send(request, status=status)

    @keyword(tags=["Request", "Getter"])
    def get_forbidden_origins(self) -> list[str]:
        """Return origins that this environment does not allow: other hosts, `null`, and lookalikes of allowed ones.

        The lookalikes are made from `allowed_origins`: with another prefix, suffix, scheme or port, as a part of another
        address, and as a careless pattern would match them.

        Example:
        ```robotframework
        ${origins} =    Get Forbidden Origins
        FOR    ${origin}    IN    @{origins}
            Send Preflight    /api/manuals    origin=${origin}
            Response Should Have No Header    Access-Control-Allow-Origin
        END
        ```
        """
        allowed = current_environment().settings.allowed_origins
        lookalikes = [lookalike for origin in allowed for lookalike in lookalike_origins(origin)]
        return [*FOREIGN_ORIGINS, *(origin for origin in lookalikes if origin not in allowed)]

    @keyword(tags=["Response", "Assertion"])
    def response_status_should_be(self, status: int) -> None:
        """Fail unless the last response had this status.

        Args:
            status: The expected status.

        Raises:
            AssertionError: It had another status.

        Example:
        ```robotframework
        ${response} =    GET On Session    manuel    /api/user/usage    expected_status=any
        Response Status Should Be    200
        ```
        """
        require_status(self._client.last_response, status)

    @keyword(tags=["Response", "Assertion"])
    def response_time_should_be(
        self, *, less_than: timedelta, at_least: timedelta = timedelta(seconds=0)
    ) -> None:
        """Fail unless the time of the last response is within bounds.

        Args:
            less_than: The response must have taken less time than this, for example `4 s`.
            at_least: The response must have taken at least this time.

        Raises:
            AssertionError: It took less or more time.

        Example:
        ```robotframework
        Ask    $(sleep 5)
        Response Time Should Be    less_than=4 s
        ```
        """
        response = self._client.last_response
        if not at_least <= response.elapsed < less_than:
            expected = f"a response in {at_least.total_seconds():g} to {less_than.total_seconds():g} s"
            raise failure(expected, f"one in {response.elapsed.total_seconds():.3g} s", response)

    @keyword(tags=["Response", "Assertion"])
    def response_should_be_successful(self) -> None:
        """Fail unless the last response has a status of success, 200 to 299.

        Use it where the contract permits several, as for a preflight. Where it has one, name that: `status=200`.

        Raises:
            AssertionError: It has another status.

        Example:
        ```robotframework
        Send Preflight    /api/manuals    origin=${allowed_origins}[0]
        Response Should Be Successful
        ```
        """
        response = self._client.last_response
        if response.status_code not in SUCCESSES:
            raise failure(ANY_SUCCESS, describe_status(response), response)

    @keyword(tags=["Response", "Assertion"])
    def response_should_be_a_refusal(self) -> None:
        """Fail unless the last request was rejected as a client error: status 400 to 499, with a JSON error.

        Use it for attacks that may be rejected in more than one place, for example by the gateway, which does not know the
        path, or by the backend, which finds no such object. Where the error is known, [Error Should Be] is more precise.

        Raises:
            AssertionError: The request was served, or the server failed.

        Example:
        ```robotframework
        Send Request    GET    /api/manuals/..%2F..%2Fetc%2Fpasswd
        Response Should Be A Refusal
        ```
        """
        response = self._client.last_response
        if response.status_code not in CLIENT_ERRORS:
            raise failure(ANY_REJECTION, describe_status(response), response)
        if not {"error", MESSAGE} & body_of(response).keys():
            raise failure("a rejection with an error message", describe_status(response), response)

    @keyword(tags=["Response", "Getter"])
    def get_last_response(self) -> "Response":
        """Return the last response: `${response.status_code}`, `${response.elapsed}`, `${response.headers}`, `${response.text}`.

        Raises:
            AssertionError: The test has not sent a request yet, and neither has the setup of its suite.

        Example:
        ```robotframework
        Get Health
        ${response} =    Get Last Response
        Log    ${response.elapsed}
        ```
        """
        return self._client.last_response

    @keyword(tags=["Response", "Getter"])
    def get_response_body(self) -> Any:
        """Return the parsed JSON body of the last response, whose objects have attribute access.

        Raises:
            AssertionError: The body is not JSON.

        Example:
        ```robotframework
        Send Request    GET    /health    status=200
        ${health} =    Get Response Body
        Should Be Equal    ${health.status}    healthy
        ```
        """
        return body_of(self._client.last_response)

    @keyword(tags=["Response", "Assertion"])
    def error_should_be(
        self,
        status: int,
        error_type: str | None = None,
        *,
        message: str | None = None,
        mentions: str | None = None,
    ) -> DotDict:
        """Fail unless the last response is this error.

        Args:
            status: The expected status.
            error_type: The code of an error from the backend, such as `validation_error`.
            message: The message of an error from the gateway, such as `Unauthorized`.
            mentions: A word that the error must contain, for example the name of the invalid field.

        Returns:
            The error's body.

        Raises:
            AssertionError: It is another error, or no error.

        Example:
        ```robotframework
        Send Request    POST    /api/query    json=${{{}}}
        Error Should Be    400    validation_error    mentions=question
        Send Request    GET    /api/user/usage    anonymous=True
        Error Should Be    401    message=Unauthorized
        ```
        """
        response = self._client.last_response
        require_status(response, status)
        body = body_of(response)
        for member, expected in ((ERROR_TYPE, error_type), (MESSAGE, message)):
            if expected is not None and body.get(member) != expected:
                raise failure(str(ErrorMember(member, repr(expected))), describe_status(response), response)
        if mentions is not None and mentions.casefold() not in response.text.casefold():
            raise failure(f"an error that mentions {mentions!r}", describe_status(response), response)
        error: DotDict = body
        return error

    @keyword(tags=["Response", "Assertion"])
    def response_header_should_be(self, name: str, value: str) -> None:
        """Fail unless the last response has this header with exactly this value.

        Args:
            name: The header's name, ignoring case.
            value: The header's value.

        Raises:
            AssertionError: The header has another value, or is missing.

        Example:
        ```robotframework
        Get Health
        Response Header Should Be    Content-Type    application/json
        ```
        """
        response = self._client.last_response
        got = response.headers.get(name)
        if got != value:
            raise failure(f"header {name}: {value}", _describe_header(name, got), response)

    @keyword(tags=["Response", "Assertion"])
    def response_header_should_contain(self, name: str, *parts: str) -> None:
        """Fail unless the comma-separated list in this header of the last response contains each of these.

        Args:
            name: The header's name, ignoring case.
            parts: Members of the list, ignoring case and order.

        Raises:
            AssertionError: A member or the header is missing.

        Example:
        ```robotframework
        Send Preflight    /api/manuals/${UNKNOWN_ID}    origin=${allowed_origins}[0]
        Response Header Should Contain    Access-Control-Allow-Methods    GET    DELETE
        ```
        """
        response = self._client.last_response
        got = response.headers.get(name)
        if missing := [part for part in parts if part.casefold() not in _members(got or "")]:
            raise failure(
                f"header {name} to contain {', '.join(missing)}", _describe_header(name, got), response
            )

    @keyword(tags=["Response", "Assertion"])
    def response_header_should_contain_only(self, name: str, *parts: str) -> None:
        """Fail if the comma-separated list in this header of the last response contains anything but these.

        Args:
            name: The header's name, ignoring case.
            parts: The members that the list may have, ignoring case and order.

        Raises:
            AssertionError: It has another member, or the header is missing.

        Example:
        ```robotframework
        Send Preflight    /api/user/usage    origin=${allowed_origins}[0]
        Response Header Should Contain Only    Access-Control-Allow-Methods    GET    OPTIONS
        ```
        """
        response = self._client.last_response
        got = response.headers.get(name)
        allowed = {part.casefold() for part in parts}
        if got is None or not _members(got) <= allowed:
            raise failure(
                f"header {name} with only {', '.join(parts)}", _describe_header(name, got), response
            )

    @keyword(tags=["Response", "Assertion"])
    def response_should_have_no_header(self, name: str) -> None:
        """Fail if the last response has this header.

        Args:
            name: The header's name, ignoring case.

        Raises:
            AssertionError: It has the header.

        Example:
        ```robotframework
        Send Preflight    /api/manuals    origin=https://evil.example
        Response Should Have No Header    Access-Control-Allow-Origin
        ```
        """
        response = self._client.last_response
        if name in response.headers:
            raise failure(f"no header {name}", _describe_header(name, response.headers[name]), response)

    @keyword(tags=["Response", "Getter"])
    def get_response_header(self, name: str) -> str:
        """Return the value of a header of the last response.

        Args:
            name: The header's name, ignoring case.

        Raises:
            AssertionError: The header is missing.

        Example:
        ```robotframework
        Sign In
        Use Up Rate Limit
        ${seconds} =    Get Response Header    Retry-After
        ```
        """
        response = self._client.last_response
        if name not in response.headers:
            raise failure(f"a header {name}", "a response without it", response)
        return response.headers[name]

    @keyword(name="Get Request ID", tags=["Response", "Getter"])
    def get_request_id(self) -> str:
        """Return the id by which errors, logs and queues name the last request.

        Raises:
            SkipExecution: The response has none, since no gateway adds one here.

        Example:
        ```robotframework
        Ask    How do I descale it?
        ${request_id} =    Get Request ID
        DynamoDB Item Should Not Exist    error-tracking    request_id=${request_id}
        ```
        """
        return request_id_of(self._client.last_response)


def _revealed(value: Any) -> Any:
    """Return the value of a secret, or any other value unchanged. Logs mask it: ManuelEnvironment knows every secret."""
    return value.value if isinstance(value, Secret) else value


def _headers(
    body: str | bytes | None,
    headers: dict[str, HeaderValue | list[HeaderValue]] | None,
    token: Secret | None,
) -> dict[str, str | list[str]]:
    media_type = {} if body is None else {"Content-Type": "application/json"}
    authorization = {} if token is None else {"Authorization": MaskedHeader(token)}
    given = {name: _masked(value) for name, value in (headers or {}).items()}
    return {**media_type, **authorization, **given}


def _masked(value: HeaderValue | list[HeaderValue]) -> str | list[str]:
    if isinstance(value, list):
        return [_masked_value(each) for each in value]
    return _masked_value(value)


def _masked_value(value: HeaderValue) -> str:
    return MaskedHeader(value, prefix="") if isinstance(value, Secret) else value


def _members(header: str) -> set[str]:
    return {member.strip().casefold() for member in header.split(",")}


def _describe_header(name: str, value: str | None) -> str:
    return f"a response without {name}" if value is None else f"{name}: {value}"

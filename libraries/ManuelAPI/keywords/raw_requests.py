"""Any request, and what its response must be like."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any, TypeAlias

from robot.api.deco import keyword
from robot.api.types import Secret
from robot.utils import DotDict

from ManuelAPI.authentication import MaskedHeader
from ManuelAPI.client import ApiClient, ApiRequest, body_of, require_status
from ManuelAPI.cors import lookalike_origins
from ManuelAPI.failures import describe_status, failure
from ManuelEnvironment import current_environment

if TYPE_CHECKING:
    from requests import Response

HeaderValue: TypeAlias = str | Secret
ERROR_TYPE, MESSAGE = "error_type", "message"
CLIENT_ERRORS = range(400, 500)
FOREIGN_ORIGINS = ("https://attacker.example", "null", "file://", "*")


class RequestKeywords:
    """Requests that no other keyword makes, and assertions about the last response."""

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
        """Send any request, as the current user unless something else is asked for.

        Args:
            method: `GET`, `POST`, or any other word.
            path: From the API's base URL on, sent exactly as written: dots, double slashes and percent signs
                included.
            json: A value to send as JSON.
            body: Text or bytes to send as they are, as `application/json` unless `headers` says otherwise.
            headers: More headers, texts or secrets; one with a list of values is sent once for each. An
                `Authorization` here is sent in place of the current user's token.
            params: Query parameters, texts or secrets.
            token: Sent as the bearer token in place of the current user's.
            anonymous: Send no token, the signed-in user.
            status: The status that must come; if not given, any that the contract documents.

        Returns:
            The response, as RequestsLibrary's keywords return it: `${response.status_code}`,
            `${response.json()}`.

        Raises:
            ApiUnreachableError: There was no response.
            AssertionError: The status is another one, or the response violates the contract.

        Example:
        ```robotframework
        Send Request    POST    /api/query    body={"question":    status=400
        Error Should Be    400    validation_error
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
        headers: str = "authorization,content-type",
        status: int | None = None,
    ) -> "Response":
        """Ask, as a browser does before a request from another origin (CORS preflight, Fetch standard), without a token.

        Args:
            path: The path that the browser wants to call.
            origin: The origin of the page, as `https://app.example.com`.
            method: The method that it wants to use.
            headers: The headers that it wants to send.
            status: The status that must come; if not given, any that the contract documents.

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
            "Access-Control-Request-Headers": headers,
        }
        request = ApiRequest("OPTIONS", path, headers=request_headers, anonymous=True)
        return self._client.send(request, status=status)

    @keyword(tags=["Request", "Getter"])
    def get_forbidden_origins(self) -> list[str]:
        """Origins that this environment does not allow: foreign ones, `null`, and those that only look like an allowed one.

        Made from `allowed_origins`: with another beginning or end, scheme or port, as a part of another address, and such as a
        careless pattern would match.

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
            status: The status that it must have.

        Raises:
            AssertionError: It had another.

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
        """Fail unless the last response took this long.

        Args:
            less_than: It must have taken less than this, as `4 s`.
            at_least: It must have taken this long or longer.

        Raises:
            AssertionError: It was faster or slower.

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
    def response_should_be_a_refusal(self) -> None:
        """Fail unless the last request was refused as the client's mistake: status 400 to 499, and a JSON error.

        For attacks that may be turned away at more than one place, as a path that the gateway does not have or that names
        nothing of the user's. Where it is known which refusal must come, [Error Should Be] says more.

        Raises:
            AssertionError: It was served, or the server failed.

        Example:
        ```robotframework
        Send Request    GET    /api/manuals/..%2F..%2Fetc%2Fpasswd
        Response Should Be A Refusal
        ```
        """
        response = self._client.last_response
        if response.status_code not in CLIENT_ERRORS:
            raise failure("a refusal, status 400 to 499", describe_status(response), response)
        if not {"error", MESSAGE} & body_of(response).keys():
            raise failure("a refusal that says why", describe_status(response), response)

    @keyword(tags=["Response", "Getter"])
    def get_last_response(self) -> "Response":
        """The last response: `${response.status_code}`, `${response.elapsed}`, `${response.headers}`, `${response.text}`.

        Raises:
            AssertionError: There was no request yet.

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
        """The parsed JSON body of the last response, its objects with attribute access.

        Raises:
            AssertionError: It is not JSON.

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
        """Fail unless the last response was this error.

        Args:
            status: The status that it must have.
            error_type: The stable code of an error made by the backend, as `validation_error`.
            message: The text of an error made by the gateway, as `Unauthorized`.
            mentions: A word that the error must contain anywhere, as the name of the field that is wrong.

        Returns:
            The error's body.

        Raises:
            AssertionError: It was another one, or none.

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
                raise failure(f"{member} {expected!r}", describe_status(response), response)
        if mentions is not None and mentions.casefold() not in response.text.casefold():
            raise failure(f"an error that mentions {mentions!r}", describe_status(response), response)
        error: DotDict = body
        return error

    @keyword(tags=["Response", "Assertion"])
    def response_header_should_be(self, name: str, value: str) -> None:
        """Fail unless the last response had this header with exactly this value.

        Args:
            name: The header's name, ignoring case.
            value: Its value.

        Raises:
            AssertionError: It had another value, or was missing.

        Example:
        ```robotframework
        Get Health
        Response Header Should Be    Content-Type    application/json
        ```
        """
        response = self._client.last_response
        came = response.headers.get(name)
        if came != value:
            raise failure(f"header {name}: {value}", _describe_header(name, came), response)

    @keyword(tags=["Response", "Assertion"])
    def response_header_should_contain(self, name: str, *parts: str) -> None:
        """Fail unless the last response had this header, and in its comma-separated list each of these.

        Args:
            name: The header's name, ignoring case.
            parts: Members of the list, ignoring case and order.

        Raises:
            AssertionError: One is missing.

        Example:
        ```robotframework
        Response Header Should Contain    Access-Control-Allow-Methods    GET    DELETE
        ```
        """
        response = self._client.last_response
        came = response.headers.get(name)
        members = {member.strip().casefold() for member in (came or "").split(",")}
        if missing := [part for part in parts if part.casefold() not in members]:
            raise failure(
                f"header {name} to contain {', '.join(missing)}", _describe_header(name, came), response
            )

    @keyword(tags=["Response", "Assertion"])
    def response_should_have_no_header(self, name: str) -> None:
        """Fail if the last response had this header.

        Args:
            name: The header's name, ignoring case.

        Raises:
            AssertionError: It is there.

        Example:
        ```robotframework
        Send Preflight    /api/manuals    origin=https://evil.example
        Response Should Have No Header    Access-Control-Allow-Origin
        ```
        """
        response = self._client.last_response
        if name in response.headers:
            came = _describe_header(name, response.headers[name])
            raise failure(f"no header {name}", came, response)

    @keyword(tags=["Response", "Getter"])
    def get_response_header(self, name: str) -> str:
        """Return the value of a header of the last response.

        Args:
            name: The header's name, ignoring case.

        Raises:
            AssertionError: It is missing.

        Example:
        ```robotframework
        Send Request    GET    /api/user/usage    status=429
        ${seconds} =    Get Response Header    Retry-After
        ```
        """
        response = self._client.last_response
        if name not in response.headers:
            raise failure(f"a header {name}", "a response without it", response)
        return response.headers[name]


def _revealed(value: Any) -> Any:
    """What a secret hides; anything else as it is. Logs mask it: the environment's library knows every secret."""
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


def _describe_header(name: str, value: str | None) -> str:
    return f"a response without {name}" if value is None else f"{name}: {value}"

"""Send requests to the API on its session, and check the responses."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from robot.utils import DotDict

from cause_register.forms import A_JSON_BODY, ExpectedStatus
from ManuelAPI.contract_check import ContractCheck, manuel_contract
from ManuelAPI.exchange_log import ExchangeLog
from ManuelAPI.failures import TRACE_ID, describe_status, excerpt, failure
from ManuelAPI.preconditions import needing_response, require_judgeable, require_success
from ManuelAPI.session import ManuelSession, timeout
from ManuelAPI.simultaneous import send_in_background, send_simultaneously
from ManuelAPI.unexpected_throttling import (
    blocked_by_throttling,
    count_request,
    note_unexpected_throttling,
    wait_for_retry,
)
from ManuelAPI.unreachable import unreachable
from ManuelAuth.bearer import send_without_token
from ManuelEnvironment import current_environment, request_gate
from ManuelEnvironment.causes import BlockedByCauseError
from request_gate.hooks import admit_batch
from secret_masking import register_secrets_in
from strict_json import parse_json
from trace_ids import new_trace_id

if TYPE_CHECKING:
    from concurrent.futures import Future

    from requests import PreparedRequest, Response

SUPPORTED_VERSIONS = "Supported-Versions"
RESENT_AT_MOST = 3


@dataclass(frozen=True)
class ApiRequest:
    """A request as a test describes it.

    Attributes:
        method: The method, sent exactly as written: `get` is not `GET`.
        path: The path, which begins with a slash, sent exactly as written, dots and percent signs included.
        json: A value to send as a JSON body.
        body: A body to send unchanged, strings as UTF-8; alternative to `json`. Pieces are sent as such, without a length
            before them (RFC 9112, section 7.1).
        headers: Headers by name; a header with several values is sent several times.
        anonymous: Whether to send no token, even if a user is signed in.
    """

    method: str
    path: str
    json: Any = None
    body: bytes | str | Sequence[bytes] | None = None
    params: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str | Sequence[str]] = field(default_factory=dict)
    anonymous: bool = False


class ApiClient:
    """The API as the current identity sees it."""

    def __init__(self) -> None:
        self.contract_check = ContractCheck()
        self.exchange_log = ExchangeLog()
        self._session = ManuelSession(self._take_response_of_other_library)
        self._observers: list[Callable[[Response], object]] = []
        self._last: list[Response | None] = [None]
        self.api_versions: str | None = None
        """The versions that the API says there are, separated by commas; None as long as it has said nothing."""

    def observe(self, observer: "Callable[[Response], object]") -> None:
        """Have a function called with each response, those to keywords of RequestsLibrary included."""
        self._observers.append(observer)

    @property
    def session(self) -> ManuelSession:
        """The session on which requests are sent."""
        return self._session

    def call(
        self, method: str, path: str, *, status: int | None = None, use: str = "", **options: Any
    ) -> Any:
        """Send a request, require its status and return its parsed body.

        Args:
            method: `GET`, `POST`, …
            path: The path after the API's base URL, with its parameters filled in.
            status: The expected status, if the test is about it; by default the test needs a success for something else.
            use: The way in which the operation is used, if it has several: `by voice`.
            options: Other fields of `ApiRequest`.

        Raises:
            ApiUnreachableError: There was no response.
            AssertionError: The status differs, or the body is not JSON.
            BlockedByCauseError: The test needs a success, and the operation has never succeeded in this run.
        """
        request = ApiRequest(method, path, **options)
        if status is not None:
            return body_of(self.send(request, status=status))
        with needing_response(f"{method} {manuel_contract().find_path(path) or path} {use}".rstrip()):
            response = self._exchange_for(request, lambda response: response.ok)
        try:
            require_success(response, use)
        except BlockedByCauseError:
            raise
        except AssertionError:
            self.contract_check.note(response)
            raise
        self.contract_check.note(response)
        return body_of(response)

    def send(self, request: ApiRequest, *, status: int | None = None) -> "Response":
        """Send a request, and note how the response deviates from the contract.

        Args:
            request: What to send.
            status: The expected status; by default any.

        Raises:
            ApiUnreachableError: There was no response.
            AssertionError: The status differs.
        """
        if status is not None:
            return self._send_for(request, status)
        response = self.exchange(request)
        self._note(response)
        return response

    def _send_for(self, request: ApiRequest, status: int) -> "Response":
        response = self._exchange_for(request, lambda response: response.status_code == status)
        self.contract_check.note(response)
        require_status(response, status)
        return response

    def _exchange_for(self, request: ApiRequest, is_right: "Callable[[Response], bool]") -> "Response":
        """Send a request, again after a short unexpected 429; return the response, right or wrong."""
        for _ in range(RESENT_AT_MOST):
            response = self.exchange(request)
            if is_right(response) or not wait_for_retry(response):
                return response
        return self.exchange(request)

    def send_at_once(self, requests: Sequence[ApiRequest]) -> "list[Response]":
        """Send requests that all start at the same moment, and note how the responses deviate from the contract.

        Args:
            requests: The requests, each sent on its own connection.

        Raises:
            ApiUnreachableError: There was no response to one of them.
            RequestRefusedError: The environment does not allow them; none was sent.
        """
        prepared = [self._prepare(request) for request in requests]
        admit_batch(request_gate(), prepared)
        responses = send_simultaneously(prepared)
        for response in responses:
            self._take(response)
        return responses

    def begin(self, request: ApiRequest) -> "Future[Response]":
        """Begin to send a request, on a connection of its own; `finish` returns the response.

        Raises:
            RequestRefusedError: The environment does not allow it; it was not sent.
        """
        prepared = self._prepare(request)
        admit_batch(request_gate(), [prepared])
        return send_in_background(prepared)

    def send_from(self, address: str, request: ApiRequest) -> "Response":
        """Send a request from another address of this machine, and note how the response deviates from the contract.

        Raises:
            ApiUnreachableError: There was no response.
            RequestRefusedError: The environment does not allow it; it was not sent.
        """
        from ManuelAPI.source_addresses import send_from

        response = send_from(address, self._prepare(request))
        self._take(response)
        return response

    def finish(self, begun: "Future[Response]") -> "Response":
        """Wait for the response to a request that `begin` has sent, and note how it deviates from the contract.

        Raises:
            ApiUnreachableError: There was no response.
        """
        response = begun.result()
        self._take(response)
        return response

    def enter(self) -> None:
        """Begin the scope of a suite or test, which knows the last response of its suite's setup alone."""
        self._last.append(self._last[-1])

    def leave(self) -> None:
        """End the scope, and forget its responses."""
        if len(self._last) > 1:
            self._last.pop()

    @property
    def last_response(self) -> "Response":
        """The response to the last request of the test, or of the setup of its suite.

        Raises:
            AssertionError: Neither has sent a request yet.
        """
        if self._last[-1] is None:
            raise AssertionError(
                "Expected a response, but nothing has been sent yet in this test or suite: send a request first, for example "
                "with Ask or Send Request."
            )
        return self._last[-1]

    def exchange(self, request: ApiRequest) -> "Response":
        """Send a request and return the response as it is, which the caller judges.

        Raises:
            ApiUnreachableError: There was no response.
        """
        library, session = self._session.current()
        prepared = self._prepare(request)
        settings = session.merge_environment_settings(prepared.url, {}, False, None, None)
        started = time.monotonic()
        try:
            response = session.send(prepared, timeout=timeout(), allow_redirects=False, **settings)
        except OSError as error:  # requests' exceptions are OSErrors
            raise unreachable(prepared, error, time.monotonic() - started) from None
        library.last_response = response
        self._remember(response)
        self.exchange_log.log(response)
        return response

    def _prepare(self, request: ApiRequest) -> "PreparedRequest":
        import requests

        if not request.path.startswith(
            "/"
        ):  # otherwise it would become part of the host, and another host would receive the token
            raise ValueError(
                f"{request.path!r} is not a path of the API. Expected one that begins with /, such as /health."
            )
        current_environment().require_api()
        _, session = self._session.current()
        single = {name: value for name, value in request.headers.items() if isinstance(value, str)}
        prepared = session.prepare_request(
            requests.Request(
                request.method,
                f"{current_environment().api_base_url}/",
                json=request.json,
                data=_content(request.body),
                headers={TRACE_ID: new_trace_id(), **single},
                auth=send_without_token if request.anonymous or "Authorization" in request.headers else None,
                hooks={"response": [_leave_as_it_is]},
            )
        )
        query = f"?{urlencode(request.params, doseq=True)}" if request.params else ""
        prepared.method = request.method
        prepared.url = f"{current_environment().api_base_url}{request.path}{query}"
        _add_repeated_headers(prepared, request)
        return prepared

    def _take(self, response: "Response") -> None:
        self._remember(response)
        self.exchange_log.log(response)
        self._note(response)

    def _take_response_of_other_library(self, response: "Response") -> None:
        self._remember(response)
        self._note(response)

    def _note(self, response: "Response") -> None:
        note_unexpected_throttling(response)
        self.contract_check.note(response)

    def _remember(self, response: "Response") -> None:
        self._last[-1] = response
        self.api_versions = response.headers.get(SUPPORTED_VERSIONS, self.api_versions)
        count_request()
        register_secrets_in(response.text)
        for observer in self._observers:
            observer(response)


def require_status(response: "Response", status: int) -> None:
    """Fail unless the response has this status.

    Raises:
        AssertionError: The status differs.
        BlockedByCauseError: It has the status that its operation is known to answer every request with, or its user
            gets an unexpected 429.
    """
    if response.status_code != status:
        require_judgeable(response)
        expected = str(ExpectedStatus(status))
        raise blocked_by_throttling(response) or failure(expected, describe_status(response), response)


def body_of(response: "Response") -> Any:
    """Return the parsed JSON body, whose objects have attribute access.

    Raises:
        AssertionError: The body is not JSON.
        BlockedByCauseError: Nor can it be judged otherwise, as for `require_status`.
    """
    try:
        return with_attributes(parse_json(response.text))
    except ValueError as error:
        require_judgeable(response)
        raise failure(
            A_JSON_BODY, f"a body that is not JSON ({error}): {excerpt(response.text)}", response
        ) from None


def with_attributes(value: Any) -> Any:
    """Return JSON with `DotDict` objects, so that `${answer.usage.daily_used}` works in Robot Framework."""
    if isinstance(value, dict):
        return DotDict((key, with_attributes(member)) for key, member in value.items())
    if isinstance(value, list):
        return [with_attributes(item) for item in value]
    return value


def _content(body: bytes | str | Sequence[bytes] | None) -> bytes | Iterator[bytes] | None:
    """Return a body as `requests` sends it: pieces have no length as an iterator."""
    if isinstance(body, str):
        return body.encode()
    return body if body is None or isinstance(body, bytes) else iter(body)


def _add_repeated_headers(prepared: "PreparedRequest", request: ApiRequest) -> None:
    from urllib3 import HTTPHeaderDict

    repeated = {name: values for name, values in request.headers.items() if not isinstance(values, str)}
    if not repeated:
        return
    headers = HTTPHeaderDict(prepared.headers)
    for name, values in repeated.items():
        for value in values:
            headers.add(name, value)
    prepared.headers = headers  # type: ignore[assignment]  # requests sends any mapping


def _leave_as_it_is(response: "Response", **_: Any) -> None:
    """Replace the session's hook: the client checks its own responses itself."""

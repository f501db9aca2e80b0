"""Simultaneous requests, and assertions about their responses."""

from collections import Counter
from collections.abc import Mapping, Sequence
from json import dumps, loads
from typing import TYPE_CHECKING, Any

from robot.api.deco import keyword

from cause_register.forms import StatusCount, WrongStatuses
from ManuelAPI.client import ApiClient, ApiRequest, require_status
from ManuelAPI.failures import describe_status, failure, failure_in_form
from ManuelAuth.bearer import MaskedHeader
from ManuelAuth.identity import Identity, current_identity
from ManuelEnvironment import current_environment

if TYPE_CHECKING:
    from concurrent.futures import Future

    from requests import Response

NUMBER = "{number}"


class ConcurrencyKeywords:
    """Keywords that send several requests at once, to see whether they interfere with each other."""

    def __init__(self, client: ApiClient) -> None:
        self._client = client

    @keyword(tags=["Request", "Concurrency"])
    def send_requests_at_once(
        self,
        *routes: str,
        json: Any = None,
        headers: dict[str, str] | None = None,
        users: Sequence[Identity] = (),
        times: int = 1,
        bodies: Sequence[Any] = (),
    ) -> "list[Response]":
        """Send requests that all start at the same moment, each on its own connection, and wait for all responses.

        This is about what the responses are; how long they take under load is the subject of the library `PerfMetrics`.

        Args:
            routes: The method and path of each request, such as `GET /api/manuals`.
            json: A value that each request sends as JSON. `{number}` in a string stands for the number of the round, from 1.
            headers: Additional headers of each request.
            users: Users who each send all requests; by default the current user.
            times: How many rounds of the requests to send.
            bodies: A value for each round that its requests send as JSON, instead of `json` and `times`.

        Returns:
            The responses, with `status_code` and `json()`: user by user, round by round, in the order of the routes.

        Raises:
            ApiUnreachableError: There was no response to one of them.

        Example:
        ```robotframework
        ${responses} =    Send Requests At Once    GET /api/manuals/${id}    DELETE /api/manuals/${id}    times=5
        ```
        """
        if times < 1:
            raise ValueError(f"times is {times}. Expected 1 or more.")
        senders: list[Identity | None] = [*users] or [current_identity()]
        rounds = bodies or [_of_round(json, number) for number in range(1, times + 1)]
        requests = [
            _request(route, body, headers or {}, sender)
            for sender in senders
            for body in rounds
            for route in routes
        ]
        return self._client.send_at_once(requests)

    @keyword(tags=["Request", "Concurrency"])
    def begin_request(self, route: str, *, json: Any = None) -> "Future[Response]":
        """Send a request as the current user, and go on without waiting for its response: for what happens meanwhile.

        Args:
            route: The method and path, such as `POST /api/query`.
            json: A value to send as JSON.

        Returns:
            The request, for [Finish Request].

        Example:
        ```robotframework
        VAR    &{body} =    question=How do I descale it?
        ${request} =    Begin Request    POST /api/query    json=${body}
        Go To Next Day
        ${response} =    Finish Request    ${request}    status=200
        ```
        """
        return self._client.begin(_request(route, json, {}, current_identity()))

    @keyword(tags=["Request", "Concurrency"])
    def finish_request(self, request: "Future[Response]", *, status: int | None = None) -> "Response":
        """Wait for the response to a request that [Begin Request] has sent; it becomes the last response.

        Args:
            request: What [Begin Request] returned.
            status: The expected status; by default any that the contract documents.

        Returns:
            The response.

        Raises:
            ApiUnreachableError: There was no response.
            AssertionError: The status differs.

        Example:
        ```robotframework
        ${request} =    Begin Request    GET /api/manuals
        ${response} =    Finish Request    ${request}    status=200
        ```
        """
        response = self._client.finish(request)
        if status is not None:
            require_status(response, status)
        return response

    @keyword(tags=["Response", "Getter"])
    def get_status_counts(self, responses: list[Any]) -> Mapping[str, int]:
        """Return how often each status occurs in several responses.

        Args:
            responses: What [Send Requests At Once] returned.

        Example:
        ```robotframework
        ${responses} =    Send Requests At Once    GET /api/user/quota    times=40
        ${counts} =    Get Status Counts    ${responses}
        Number Should Be    ${counts}[200]    at_least=1
        ```
        """
        return Counter(str(response.status_code) for response in responses)

    @keyword(tags=["Response", "Assertion"])
    def statuses_should_be(self, responses: list[Any], **counts: int) -> None:
        """Fail unless the responses have these statuses, each exactly this often, and no other.

        Args:
            responses: What [Send Requests At Once] returned, or a part of it: `${responses}[::2]` is every other one.
            counts: How many responses must have the status, by status.

        Raises:
            AssertionError: A status occurs more or less often, or another status occurs.

        Example:
        ```robotframework
        ${responses} =    Send Requests At Once    DELETE /api/manuals/${id}    times=5
        Statuses Should Be    ${responses}    200=1    404=4
        ```
        """
        got = self.get_status_counts(responses)
        if got != Counter(counts):
            odd_one = next((each for each in responses if str(each.status_code) not in counts), responses[-1])
            raise failure_in_form(WrongStatuses(_listed(counts), _listed(got)), odd_one)

    @keyword(tags=["Response", "Assertion"])
    def statuses_should_be_among(self, responses: list[Any], *allowed: int) -> None:
        """Fail if any of several responses has a status that is not allowed.

        Args:
            responses: What [Send Requests At Once] returned, or a part of it.
            allowed: The statuses that each of them may have.

        Raises:
            AssertionError: A response has another status.

        Example:
        ```robotframework
        ${responses} =    Send Requests At Once    GET /api/user/quota    times=40
        Statuses Should Be Among    ${responses}    200    429
        ```
        """
        for response in responses:
            if response.status_code not in allowed:
                raise failure(f"only the statuses {allowed}", describe_status(response), response)

    @keyword(tags=["Response", "Getter"])
    def get_response_times(self, responses: list[Any]) -> list[float]:
        """Return how many seconds each of several responses took, the fastest first.

        Args:
            responses: What [Send Requests At Once] returned.

        Example:
        ```robotframework
        ${times} =    Get Response Times    ${responses}
        Number Should Be    ${times}[-1]    less_than=2
        ```
        """
        return sorted(response.elapsed.total_seconds() for response in responses)


def _listed(counts: Mapping[str, int]) -> str:
    return ", ".join(str(StatusCount(status, count)) for status, count in sorted(counts.items()))


def _of_round(value: Any, number: int) -> Any:
    return loads(dumps(value).replace(NUMBER, str(number)))


def _request(route: str, json: Any, headers: dict[str, str], sender: Identity | None) -> ApiRequest:
    method, _, path = route.partition(" ")
    if not path.startswith("/"):
        raise ValueError(
            f"{route!r} is not a route. Expected a method and a path, such as 'GET /api/manuals'."
        )
    if sender is None:
        return ApiRequest(method, path, json=json, headers=headers, anonymous=True)
    token = sender.token(current_environment().settings.token_kind)
    return ApiRequest(method, path, json=json, headers={**headers, "Authorization": MaskedHeader(token)})

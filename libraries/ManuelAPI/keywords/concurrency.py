"""Requests at the same moment, and what their responses have to be."""

from collections import Counter
from collections.abc import Mapping, Sequence
from json import dumps, loads
from typing import TYPE_CHECKING, Any

from robot.api.deco import keyword

from ManuelAPI.authentication import MaskedHeader
from ManuelAPI.client import ApiClient, ApiRequest
from ManuelAPI.failures import describe_status, failure
from ManuelAuth.identity import Identity, current_identity
from ManuelEnvironment import current_environment

if TYPE_CHECKING:
    from requests import Response

NUMBER = "{number}"


class ConcurrencyKeywords:
    """Several requests in flight together, to see whether they get in each other's way."""

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
    ) -> "list[Response]":
        """Send requests that all begin at the same moment, each on a connection of its own, and wait for all answers.

        How long requests take under load is a matter of the library `PerfMetrics`; this is about what they answer.

        Args:
            routes: Method and path of each, as `GET /api/manuals`.
            json: What each sends as JSON. `{number}` in a text stands for the number of the round, from 1.
            headers: More headers of each.
            users: Who sends them: each of these users sends all of them. The current user, if nobody is given.
            times: How often each is sent.

        Returns:
            The responses, with `status_code` and `json()`: user by user, and for each in the order of the routes, all of
            one round before those of the next.

        Raises:
            ApiUnreachableError: One got no answer.
            AssertionError: One got an answer that is not as the contract says.

        Example:
        ```robotframework
        ${responses} =    Send Requests At Once    GET /api/manuals/${id}    DELETE /api/manuals/${id}    times=5
        ```
        """
        senders: list[Identity | None] = [*users] or [current_identity()]
        requests = [
            _request(route, _of_round(json, number), headers or {}, sender)
            for sender in senders
            for number in range(1, times + 1)
            for route in routes
        ]
        return self._client.send_at_once(requests)

    @keyword(tags=["Response", "Getter"])
    def get_status_counts(self, responses: list[Any]) -> Mapping[str, int]:
        """Return how many of several responses have each status.

        Args:
            responses: What [Send Requests At Once] returned.

        Example:
        ```robotframework
        ${responses} =    Send Requests At Once    GET /api/user/quota    times=40
        ${counts} =    Get Status Counts    ${responses}
        Number Should Be    ${counts}[429]    at_least=1
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
            AssertionError: A status came more or less often, or another one came.

        Example:
        ```robotframework
        ${responses} =    Send Requests At Once    DELETE /api/manuals/${id}    times=5
        Statuses Should Be    ${responses}    200=1    404=4
        ```
        """
        came = self.get_status_counts(responses)
        if came != Counter(counts):
            odd_one = next((each for each in responses if str(each.status_code) not in counts), responses[-1])
            raise failure(f"the statuses {_listed(counts)}", _listed(came), odd_one)

    @keyword(tags=["Response", "Assertion"])
    def statuses_should_be_among(self, responses: list[Any], *allowed: int) -> None:
        """Fail if any of several responses has a status that is not allowed.

        Args:
            responses: What [Send Requests At Once] returned, or a part of it.
            allowed: The statuses that each of them may have.

        Raises:
            AssertionError: One has another status.

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
    return ", ".join(f"{status} ({count} times)" for status, count in sorted(counts.items()))


def _of_round(value: Any, number: int) -> Any:
    return loads(dumps(value).replace(NUMBER, str(number)))


def _request(route: str, json: Any, headers: dict[str, str], sender: Identity | None) -> ApiRequest:
    method, _, path = route.partition(" ")
    if not path.startswith("/"):
        raise ValueError(f"{route!r} is no route. Expected a method and a path, as 'GET /api/manuals'.")
    if sender is None:
        return ApiRequest(method, path, json=json, headers=headers, anonymous=True)
    token = sender.token(current_environment().settings.token_kind)
    return ApiRequest(method, path, json=json, headers={**headers, "Authorization": MaskedHeader(token)})

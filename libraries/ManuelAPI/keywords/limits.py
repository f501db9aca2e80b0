"""Rate limits."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from time import monotonic, sleep
from typing import TYPE_CHECKING, NoReturn

from robot.api import SkipExecution, logger
from robot.api.deco import keyword

from cause_register.forms import SUCCESS_OR_STATUS
from ManuelAPI.client import ApiClient, ApiRequest
from ManuelAPI.failures import describe_status, failure
from ManuelAPI.preconditions import never_happened, record_success
from ManuelAPI.rate_limits import require_requests_of_a_user
from ManuelAPI.unexpected_throttling import blocked_by_throttling
from ManuelEnvironment import current_environment

if TYPE_CHECKING:
    from requests import Response

USER_PROBE = ApiRequest("GET", "/api/user/quota")
ADDRESS_PROBE = ApiRequest("GET", "/version", anonymous=True)
REFUSED = 429
USER_LIMIT, ADDRESS_LIMIT = "rate limit of a user", "rate limit of an address"
ADVICE = "Do the rate limits and rate_limit_window_seconds in the settings match those of the environment?"
ADDRESS_ADVICE = (
    "Is each address counted by itself? "
    "What is before the API here, such as the proxy of a container, may hide the addresses of its clients."
)


class LimitKeywords:
    """Keywords for the number of requests that a user, or an address, may send."""

    def __init__(self, client: ApiClient) -> None:
        self._client = client

    @keyword(tags=["Limit"])
    def use_up_rate_limit(self, *, lasting: timedelta = timedelta(seconds=5)) -> int:
        """Send requests as the current user, who has sent none yet, until the rate limit rejects one with `429`.

        It is unknown when the limit's time windows begin, so the requests may fall into two of them. One request more than twice
        the limit is therefore enough to see one rejected.

        Args:
            lasting: How long the limit must stay used up; if `Retry-After` is shorter, the keyword uses up the next
                window instead.

        Returns:
            How many requests were served before.

        Raises:
            AssertionError: A request was rejected before the limit was reached, or none was rejected.
            SkipExecution: Undecided: within a whole time window fewer requests could be sent than the limit allows.

        Example:
        ```robotframework
        Sign In
        Use Up Rate Limit
        Get Usage    status=429
        ```
        """
        return self._use_up(USER_PROBE, current_environment().settings.rate_limit_requests, lasting)

    @keyword(tags=["Limit"])
    def use_up_rate_limit_of_address(self, *, lasting: timedelta = timedelta(seconds=5)) -> int:
        """Send requests without a token until the rate limit of this machine's address rejects one with `429`.

        Requests without a token are limited per address. No other request may have been sent from this address in the current
        time window.

        Args:
            lasting: As for [Use Up Rate Limit].

        Returns:
            How many requests were served before.

        Raises:
            AssertionError, SkipExecution: As for [Use Up Rate Limit].

        Example:
        ```robotframework
        Advance Time By    ${rate_limit_window_seconds} seconds
        Use Up Rate Limit Of Address
        Get Version    status=429
        ```
        """
        allowed = current_environment().settings.address_rate_limit_requests
        return self._use_up(ADDRESS_PROBE, allowed, lasting)

    @keyword(tags=["Limit", "Assertion"])
    def address_should_be_served(self, address: str) -> None:
        """Fail unless a request without a token from another address of this machine is served.

        Args:
            address: An address of 127.0.0.0/8, such as `127.0.0.2`. Other requests come from `127.0.0.1`.

        Raises:
            AssertionError: It was rejected, as requests from `127.0.0.1` may be.
            ApiUnreachableError: There was no response.
            SkipExecution: The API is not on this machine, a proxy stands for it, or this machine has no such address:
                macOS has only those that were added to its loopback interface.

        Example:
        ```robotframework
        Advance Time By    ${rate_limit_window_seconds} seconds
        Use Up Rate Limit Of Address
        Address Should Be Served    127.0.0.2
        ```
        """
        from ManuelAPI.source_addresses import require_source_address

        require_source_address(address)
        response = self._client.send_from(address, ADDRESS_PROBE)
        if not response.ok:
            raise failure(f"a success for {address}", describe_status(response), response, ADDRESS_ADVICE)

    @keyword(tags=["Limit"])
    def environment_should_allow_requests_of_a_user(self, number: int) -> None:
        """Skip the test if a user may not send that many requests within the window of the rate limit.

        Args:
            number: How many requests the test sends as one user.

        Raises:
            SkipExecution: `rate_limit_requests` is smaller.

        Example:
        ```robotframework
        Environment Should Allow Requests Of A User    65
        Measure Response Time    GET /api/user/usage    requests=60
        ```
        """
        require_requests_of_a_user(number)

    @keyword(tags=["Limit", "Assertion"])
    def served_requests_should_be_within_rate_limit(
        self, responses: Sequence["Response"], *, since: datetime, until: datetime
    ) -> None:
        """Fail unless as many requests of a user were served as the rate limit allows, and one was rejected at least.

        That is the limit, if the time window in which one was rejected had begun before all of them and ended after, as its
        `Retry-After` tells; else up to twice the limit, since they may fall into two windows.

        Args:
            responses: The responses to all requests that the user has sent, within less than a window.
            since: The backend's time before the first of them.
            until: The backend's time after the last of them.

        Raises:
            AssertionError: None was rejected, or too few or too many were served.

        Example:
        ```robotframework
        ${before} =    Get Backend Time
        ${responses} =    Send Requests At Once    GET /api/user/quota    times=${rate_limit_requests + 1}
        ${after} =    Get Backend Time
        Served Requests Should Be Within Rate Limit    ${responses}    since=${before}    until=${after}
        ```
        """
        settings = current_environment().settings
        refused = [response for response in responses if response.status_code == REFUSED]
        if not refused:
            _never_refused(USER_LIMIT, len(responses), responses[-1])
        record_success(USER_LIMIT)
        begins, ends = _window_of(refused, settings.rate_limit_window_seconds)
        windows = 1 if begins <= since.timestamp() and until.timestamp() < ends - 1 else 2
        served, allowed = sum(response.ok for response in responses), settings.rate_limit_requests
        if not allowed <= served <= allowed * windows:
            most = f"{allowed} to {allowed * windows}" if windows > 1 else f"{allowed}"
            raise failure(
                f"{most} of {len(responses)} requests to be served in {windows} time window{'s'[: windows - 1]}",
                f"{served}",
                refused[-1],
                ADVICE,
            )

    def _use_up(self, probe: ApiRequest, allowed: int, lasting: timedelta) -> int:
        served = self._send_until_refused(probe, allowed)
        if served < allowed:
            response = self._client.last_response
            raise blocked_by_throttling(response) or failure(
                f"{allowed} requests to be served", f"a rejection after {served}", response
            )
        remaining = int(self._client.last_response.headers["Retry-After"])
        if remaining < lasting.total_seconds():
            logger.info(f"The window ends in {remaining} s: using up the next one instead.")
            sleep(remaining)
            self._send_until_refused(probe, allowed)
        return served

    def _send_until_refused(self, probe: ApiRequest, allowed: int) -> int:
        at_most, began = 2 * allowed, monotonic()
        for served in range(at_most + 1):
            _require_speed(served, allowed, monotonic() - began)
            response = self._client.send(probe)
            if response.status_code == REFUSED:
                record_success(_rule_of(probe))
                return served
            if not response.ok:
                raise failure(f"{SUCCESS_OR_STATUS}{REFUSED}", describe_status(response), response)
        return _never_refused(_rule_of(probe), at_most + 1, self._client.last_response)


def _require_speed(served: int, allowed: int, seconds: float) -> None:
    """Skip the test if requests are sent so slowly that a whole time window does not use up the limit."""
    window = current_environment().settings.rate_limit_window_seconds
    if seconds > window and served < allowed:
        raise SkipExecution(
            f"inconclusive: only {served} requests were sent in {seconds:.0f} s: the limit allows {allowed} in {window:g} s"
        )


def _never_refused(rule: str, sent: int, last: "Response") -> NoReturn:
    expected, got = f"one of {sent} requests to be rejected with status {REFUSED}", "no rejection"
    never_happened(rule, expected, got, failure(expected, got, last, ADVICE))


def _rule_of(probe: ApiRequest) -> str:
    return ADDRESS_LIMIT if probe.anonymous else USER_LIMIT


def _window_of(refused: Sequence["Response"], seconds: float) -> tuple[float, float]:
    """Return when the window begins and ends, at most a second late, in which a request was rejected first."""
    ends = min(int(each.json()["timestamp"]) + int(each.headers["Retry-After"]) for each in refused)
    return ends - seconds, ends

"""Using up a rate limit, whenever its windows begin."""

import json
import re
import socket
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests
from robot.api import SkipExecution
from werkzeug.wrappers import Response

from ManuelAPI import ManuelAPI
from ManuelAPI.unreachable import ApiUnreachableError
from ManuelEnvironment.causes import BlockedByCauseError

ALLOWED = 3
ALLOWED_ADDRESS = 5


@pytest.fixture
def keywords(api: Any, use_environment: Any) -> ManuelAPI:
    use_environment(
        api_base_url=api.url, rate_limit_requests=ALLOWED, address_rate_limit_requests=ALLOWED_ADDRESS
    )
    library = ManuelAPI()
    library.do_not_check_contract("the answers of these tests lack the headers")
    return library


def play(api: Any, *statuses: int, retry_after: int = 30) -> None:
    script: Iterator[int] = iter(statuses)
    api.answer = lambda _: Response("{}", next(script), {"Retry-After": str(retry_after)})


@pytest.mark.parametrize("served", [ALLOWED, ALLOWED + 1, 2 * ALLOWED])
def test_requests_are_sent_until_one_is_rejected(api: Any, keywords: ManuelAPI, served: int) -> None:
    play(api, *[200] * served, 429)
    assert keywords.use_up_rate_limit() == served


def test_a_limit_that_is_too_low_fails(api: Any, keywords: ManuelAPI) -> None:
    play(api, 200, 200, 429)
    with pytest.raises(AssertionError, match=r"Expected 3 requests to be served\.\nGot a rejection after 2"):
        keywords.use_up_rate_limit()


def test_a_missing_limit_fails(api: Any, keywords: ManuelAPI) -> None:
    play(api, *[200] * 20)
    with pytest.raises(BlockedByCauseError, match=r"^blocked by rate limit of a user: no rejection\n"):
        keywords.use_up_rate_limit()
    assert len(api.requests) == 7


def test_a_limit_that_is_missing_only_here_is_the_tests_own_failure(api: Any, keywords: ManuelAPI) -> None:
    play(api, *[200] * ALLOWED, 429, *[200] * 20)
    keywords.use_up_rate_limit()
    with pytest.raises(AssertionError, match=r"^Expected one of 7 requests to be rejected with status 429"):
        keywords.use_up_rate_limit()


def test_any_other_response_fails(api: Any, keywords: ManuelAPI) -> None:
    play(api, 200, 503)
    with pytest.raises(AssertionError, match="Expected a success or status 429"):
        keywords.use_up_rate_limit()


@pytest.fixture
def take(api: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Let each request take so many seconds."""

    def set_pace(seconds: int) -> None:
        monkeypatch.setattr("ManuelAPI.keywords.limits.monotonic", lambda: seconds * len(api.requests))

    return set_pace


def test_a_limit_that_is_just_used_up_within_its_window_is_judged(
    api: Any, keywords: ManuelAPI, take: Callable[[int], None]
) -> None:
    take(20)
    play(api, *[200] * ALLOWED, 429)
    assert keywords.use_up_rate_limit() == ALLOWED


def test_who_is_too_slow_to_use_up_a_limit_within_a_window_decides_nothing(
    api: Any, keywords: ManuelAPI, take: Callable[[int], None]
) -> None:
    take(40)
    play(api, *[200] * ALLOWED, 429)
    with pytest.raises(
        SkipExecution, match=r"^inconclusive: only 2 requests were sent in 80 s: the limit allows 3"
    ):
        keywords.use_up_rate_limit()


def test_the_next_window_is_used_up_if_the_current_one_is_about_to_end(api: Any, keywords: ManuelAPI) -> None:
    play(api, *[200] * ALLOWED, 429, *[200] * ALLOWED, 429, retry_after=0)
    keywords.use_up_rate_limit(lasting=timedelta(seconds=1))
    assert len(api.requests) == 2 * (ALLOWED + 1)


def test_the_limit_of_an_address_is_used_up_without_a_token(api: Any, keywords: ManuelAPI) -> None:
    play(api, *[200] * ALLOWED_ADDRESS, 429)
    assert keywords.use_up_rate_limit_of_address() == ALLOWED_ADDRESS
    assert {request.path for request in api.requests} == {"/version"}
    assert not any("Authorization" in request.headers for request in api.requests)


def test_a_limit_of_an_address_that_is_too_low_fails(api: Any, keywords: ManuelAPI) -> None:
    play(api, *[200] * ALLOWED, 429)
    with pytest.raises(AssertionError, match=r"Expected 5 requests to be served\.\nGot a rejection after 3"):
        keywords.use_up_rate_limit_of_address()


@pytest.mark.skipif(sys.platform != "linux", reason="has no other addresses of its own")
class TestAnotherAddress:
    """A request from another address of this machine."""

    def test_it_is_sent_from_there_without_a_token(self, api: Any, keywords: ManuelAPI) -> None:
        play(api, 200, 200)
        keywords.address_should_be_served("127.0.0.2")
        keywords.get_version()
        assert [request.remote_addr for request in api.requests] == ["127.0.0.2", "127.0.0.1"]
        assert "Authorization" not in api.requests[0].headers

    def test_its_response_is_recorded_like_any_other(
        self, api: Any, keywords: ManuelAPI, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        logged: list[requests.Response] = []
        monkeypatch.setattr(
            "ManuelAPI.exchange_log.ExchangeLog.log", lambda _, response: logged.append(response)
        )
        play(api, 200)
        keywords.address_should_be_served("127.0.0.2")
        assert logged == [keywords.get_last_response()]

    def test_it_passes_the_gate(self, api: Any, keywords: ManuelAPI, monkeypatch: pytest.MonkeyPatch) -> None:
        admitted: list[tuple[str, str]] = []
        monkeypatch.setattr(
            "request_gate.gate.RequestGate.admit", lambda _, *target, **__: admitted.append(target)
        )
        play(api, 200)
        keywords.address_should_be_served("127.0.0.2")
        assert admitted == [("GET", f"{api.url}/version")]

    def test_a_rejection_fails(self, api: Any, keywords: ManuelAPI) -> None:
        play(api, 429)
        with pytest.raises(
            AssertionError, match=r"^Expected a success for 127\.0\.0\.2\.\nGot 429 TOO MANY REQUESTS"
        ) as failed:
            keywords.address_should_be_served("127.0.0.2")
        assert "such as the proxy of a container" in str(failed.value)

    def test_no_response_fails(self, use_environment: Any) -> None:
        with socket.create_server(("127.0.0.1", 0)) as server:
            port = server.getsockname()[1]
        use_environment(api_base_url=f"http://127.0.0.1:{port}")
        with pytest.raises(ApiUnreachableError, match="Connection refused"):
            ManuelAPI().address_should_be_served("127.0.0.2")

    def test_an_address_that_this_machine_does_not_have_skips(self, api: Any, keywords: ManuelAPI) -> None:
        with pytest.raises(SkipExecution, match=r"^this machine has no address 192\.0\.2\.1 to send from$"):
            keywords.address_should_be_served("192.0.2.1")
        assert api.requests == []

    @pytest.mark.parametrize("host", ["api.example.com", "[::1]", "192.0.2.1"])
    def test_an_api_elsewhere_skips(self, use_environment: Any, host: str) -> None:
        use_environment(api_base_url=f"http://{host}:3000")
        with pytest.raises(SkipExecution, match=rf"^the API is at {re.escape(host.strip('[]'))}: only one"):
            ManuelAPI().address_should_be_served("127.0.0.2")

    def test_a_proxy_for_the_api_skips(
        self, api: Any, keywords: ManuelAPI, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("MANUEL_API_PROXY", api.url)
        with pytest.raises(SkipExecution, match=r"^a proxy stands for the API"):
            keywords.address_should_be_served("127.0.0.2")
        assert api.requests == []


NOW = 1_800_000_000


def served_and_refused(served: int, refused: int, retry_after: int) -> list[requests.Response]:
    """Return responses of which the refused ones say when their window ends."""
    responses = []
    for status in [200] * served + [429] * refused:
        response = requests.Response()
        response.status_code = status
        response.request = requests.Request("GET", "http://localhost/api/user/quota").prepare()
        response.url = str(response.request.url)
        response.headers["Retry-After"] = str(retry_after)
        response._content = json.dumps({"timestamp": NOW}).encode()
        responses.append(response)
    return responses


@pytest.mark.parametrize(
    ("served", "retry_after", "until", "is_right"),
    [
        (ALLOWED, 30, NOW, True),
        (ALLOWED - 1, 30, NOW, False),
        (ALLOWED + 1, 30, NOW, False),  # the window had begun half a minute before
        (ALLOWED + 1, 60, NOW, True),  # it began just then, so that there was another before
        (2 * ALLOWED, 60, NOW, True),
        (2 * ALLOWED + 1, 60, NOW, False),
        (ALLOWED + 1, 59, NOW, False),
        (ALLOWED + 1, 3, NOW + 1, False),
        (ALLOWED + 1, 3, NOW + 2, True),  # it may have ended meanwhile, so that there was another after it
        (2 * ALLOWED + 1, 3, NOW + 2, False),
    ],
)
def test_no_more_is_served_than_the_windows_allow(
    keywords: ManuelAPI, served: int, retry_after: int, until: int, is_right: bool
) -> None:
    responses = served_and_refused(served, 2, retry_after)
    times = {"since": datetime.fromtimestamp(NOW - 1, UTC), "until": datetime.fromtimestamp(until, UTC)}
    if is_right:
        keywords.served_requests_should_be_within_rate_limit(responses, **times)
        return
    with pytest.raises(
        AssertionError, match=rf"requests to be served in [12] time windows?\.\nGot {served}\n"
    ):
        keywords.served_requests_should_be_within_rate_limit(responses, **times)


def test_a_limit_that_rejects_nothing_fails(keywords: ManuelAPI) -> None:
    now = datetime.fromtimestamp(NOW, UTC)
    with pytest.raises(BlockedByCauseError, match=r"^blocked by rate limit of a user: no rejection\n"):
        keywords.served_requests_should_be_within_rate_limit(
            served_and_refused(3, 0, 30), since=now, until=now
        )

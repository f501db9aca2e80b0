from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest
import requests
from robot.utils import DotDict

from ManuelResilience.keywords.errors import ErrorKeywords

NOW = 1_800_000_000
GOOD = {
    "error": "The service is not available.",
    "error_type": "service_unavailable",
    "timestamp": NOW - 2,
    "request_id": "r1",
    "retry_after": 5,
}


@dataclass
class Api:
    """The keywords about the last response."""

    body: dict[str, Any]
    headers: dict[str, str] = field(default_factory=lambda: {"x-amzn-RequestId": "r1", "Retry-After": "5"})
    looked_for_insides: bool = False

    def error_should_be(self, status: int, error_type: str) -> DotDict:
        assert (status, error_type) == (503, "service_unavailable")
        return DotDict(self.body)

    def get_last_response(self) -> requests.Response:
        response, request = requests.Response(), requests.PreparedRequest()
        request.prepare("GET", "http://127.0.0.1:9/api/user/usage")
        response.status_code, response.request = 503, request
        response.headers.update(self.headers)
        return response

    def response_should_reveal_nothing(self) -> None:
        self.looked_for_insides = True

    def response_header_should_be(self, name: str, value: str) -> None:
        assert self.headers[name] == value, name

    def get_backend_time(self) -> datetime:
        return datetime.fromtimestamp(NOW, UTC)


@pytest.mark.parametrize("timestamp", [NOW - 60, NOW, NOW + 1])
def test_a_uniform_error_is_returned(import_libraries: Callable[..., None], timestamp: int) -> None:
    api = Api({**GOOD, "timestamp": timestamp})
    import_libraries(ManuelAPI=api)
    assert ErrorKeywords().error_should_be_uniform(503, "service_unavailable").retry_after == 5
    assert api.looked_for_insides


def test_the_header_with_the_request_id_may_be_missing(import_libraries: Callable[..., None]) -> None:
    import_libraries(ManuelAPI=Api(GOOD, headers={"Retry-After": "5"}))
    assert ErrorKeywords().error_should_be_uniform(503, "service_unavailable").request_id == "r1"


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"request_id": "r2"}, "x-amzn-RequestId"),
        ({"retry_after": 6}, "Retry-After"),
        ({"retry_after": None}, "in how many seconds"),
        ({"retry_after": 0}, "in how many seconds"),
        ({"error": "service_unavailable"}, "a human-readable message"),
        ({"timestamp": NOW * 1000}, "up to epoch second"),
        ({"timestamp": NOW + 2}, "up to epoch second"),
        ({"timestamp": NOW - 3600}, "of the last 60 seconds"),
    ],
)
def test_an_error_that_is_not_uniform_fails(
    import_libraries: Callable[..., None], change: dict[str, Any], complaint: str
) -> None:
    import_libraries(ManuelAPI=Api({**GOOD, **change}))
    with pytest.raises(AssertionError, match=complaint):
        ErrorKeywords().error_should_be_uniform(503, "service_unavailable")


def test_the_message_says_which_response_it_is_about(import_libraries: Callable[..., None]) -> None:
    import_libraries(ManuelAPI=Api({**GOOD, "error": "service_unavailable"}))
    with pytest.raises(
        AssertionError, match=r"\nWhere: GET http://127\.0\.0\.1:9/api/user/usage, request id r1"
    ):
        ErrorKeywords().error_should_be_uniform(503, "service_unavailable")

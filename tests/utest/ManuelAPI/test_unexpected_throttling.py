"""When a refusal for want of quota or rate blocks the test, and when it is the test's own failure."""

from collections import Counter
from typing import Any

import pytest

from ManuelAPI import ManuelAPI, unexpected_throttling
from ManuelAPI.keywords.large_requests import MEGABYTE
from ManuelAuth.identity import Identity
from ManuelEnvironment.causes import BlockedByCauseError, CauseNotes

LIMITS = {"rate_limit_exceeded": 100, "quota_exceeded": 50}


@pytest.fixture
def keywords(environment: Any, signed_in: Identity, monkeypatch: pytest.MonkeyPatch) -> ManuelAPI:
    monkeypatch.setattr(unexpected_throttling, "_sent", Counter())
    library = ManuelAPI()
    library.do_not_check_contract("the answers of these tests lack the headers")
    return library


def refuse(api: Any, error_type: str) -> None:
    api.answer_json({"error": "Please wait.", "error_type": error_type}, 429)


@pytest.mark.parametrize("error_type", LIMITS)
def test_a_429_after_hardly_any_requests_is_unexpected(
    api: Any, keywords: ManuelAPI, notes: CauseNotes, error_type: str
) -> None:
    refuse(api, error_type)
    with pytest.raises(BlockedByCauseError, match=rf"^blocked by any request 429 {error_type}\n"):
        keywords.send_request("GET", "/api/user/usage", status=200)
    with pytest.raises(BlockedByCauseError, match=f"blocked by any request 429 {error_type}"):
        keywords.get_quota()
    [known] = notes.register.take_claimed()
    assert known.cause.title == f"Any request: 429 {error_type} after less than half of the allowed requests"


@pytest.mark.parametrize(("error_type", "allowed"), LIMITS.items())
def test_a_user_who_has_sent_half_of_what_is_allowed_fails_the_test(
    api: Any, keywords: ManuelAPI, error_type: str, allowed: int
) -> None:
    refuse(api, error_type)
    for _ in range(allowed // 2 - 1):
        keywords.send_request("GET", "/api/user/usage", status=429)
    with pytest.raises(AssertionError, match=r"^Expected status 200\.\nGot 429"):
        keywords.send_request("GET", "/api/user/usage", status=200)


@pytest.mark.parametrize(("late", "is_unexpected"), [(0, True), (3600, False)])
def test_a_quota_that_does_not_end_at_midnight_is_another_matter(
    api: Any, keywords: ManuelAPI, late: int, is_unexpected: bool
) -> None:
    midnight = 1_796_169_600
    times = {"timestamp": midnight - 60 + late, "retry_after": 60}
    api.answer_json({"error_type": "quota_exceeded", "usage_info": {"quota": "daily"}, **times}, 429)
    with pytest.raises(AssertionError) as refused:
        keywords.send_request("GET", "/api/user/usage", status=200)
    assert isinstance(refused.value, BlockedByCauseError) is is_unexpected


def test_another_error_is_no_unexpected_throttling(api: Any, keywords: ManuelAPI) -> None:
    refuse(api, "validation_error")
    with pytest.raises(AssertionError, match=r"^Expected status 200\.\nGot 429"):
        keywords.send_request("GET", "/api/user/usage", status=200)


def refuse_for(api: Any, seconds: int, times: int) -> None:
    """Refuse so many requests for so many seconds, and serve those that follow."""

    def answer(_: Any) -> Any:
        if len(api.requests) > times:
            return api.json({"user_id": "reader"})
        refusal = api.json({"error": "Please wait.", "error_type": "rate_limit_exceeded"}, 429)
        refusal.headers["Retry-After"] = str(seconds)
        return refusal

    api.answer = answer


def test_a_short_unexpected_429_is_waited_for_and_still_reported(
    api: Any, keywords: ManuelAPI, notes: CauseNotes, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []
    monkeypatch.setattr(unexpected_throttling.time, "sleep", waited.append)
    refuse_for(api, seconds=1, times=2)
    keywords.send_request("GET", "/api/user/usage", status=200)
    assert (waited, len(api.requests)) == ([1, 1], 3)
    assert notes.met == {}
    [known] = notes.register.take_claimed()
    assert known.cause.reason == "any request 429 rate_limit_exceeded"


def test_a_body_in_pieces_is_sent_again_from_its_beginning(api: Any, keywords: ManuelAPI) -> None:
    refuse_for(api, seconds=0, times=1)
    keywords.send_body_in_pieces_of(0.25, status=200)
    assert [len(request.get_data()) for request in api.requests] == [MEGABYTE // 4] * 2


def test_a_long_unexpected_429_blocks_at_once(api: Any, keywords: ManuelAPI) -> None:
    refuse_for(api, seconds=3, times=1)
    with pytest.raises(BlockedByCauseError):
        keywords.get_usage()
    assert len(api.requests) == 1


def test_a_refusal_that_is_expected_is_none_of_it(api: Any, keywords: ManuelAPI, notes: CauseNotes) -> None:
    refuse_for(api, seconds=1, times=1)
    keywords.send_request("GET", "/api/user/usage", status=429)
    assert (len(api.requests), notes.register.causes()) == (1, [])


def test_once_unexpected_throttling_is_known_whoever_gets_one_has_met_it(
    api: Any, keywords: ManuelAPI, notes: CauseNotes
) -> None:
    refuse(api, "rate_limit_exceeded")
    keywords.send_request("GET", "/api/user/usage")
    assert notes.met == {}
    with pytest.raises(BlockedByCauseError):
        keywords.get_usage()
    notes.enter("another test")
    keywords.send_request("GET", "/api/user/usage")
    assert [cause.reason for cause in notes.met] == ["any request 429 rate_limit_exceeded"]


def test_once_unexpected_throttling_is_known_it_no_longer_matters_what_a_user_has_sent(
    api: Any, keywords: ManuelAPI, signed_in: Identity
) -> None:
    refuse(api, "rate_limit_exceeded")
    with pytest.raises(BlockedByCauseError):
        keywords.get_usage()
    unexpected_throttling._sent[signed_in.user_id] = 99
    with pytest.raises(BlockedByCauseError):
        keywords.send_request("GET", "/api/user/usage", status=200)

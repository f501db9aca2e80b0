"""When a refusal for want of quota or rate blocks the test, and when it is the test's own failure."""

from collections import Counter
from typing import Any

import pytest

from ManuelAPI import ManuelAPI, undue_refusals
from ManuelAuth.identity import Identity
from ManuelEnvironment.causes import BlockedByCauseError, CauseNotes

LIMITS = {"rate_limit_exceeded": 100, "quota_exceeded": 50}


@pytest.fixture
def keywords(environment: Any, signed_in: Identity, monkeypatch: pytest.MonkeyPatch) -> ManuelAPI:
    monkeypatch.setattr(undue_refusals, "_sent", Counter())
    library = ManuelAPI()
    library.do_not_check_contract("the answers of these tests lack the headers")
    return library


def refuse(api: Any, error_type: str) -> None:
    api.answer_json({"error": "Please wait.", "error_type": error_type}, 429)


@pytest.mark.parametrize("error_type", LIMITS)
def test_a_user_who_has_hardly_sent_a_request_is_refused_unduly(
    api: Any, keywords: ManuelAPI, notes: CauseNotes, error_type: str
) -> None:
    refuse(api, error_type)
    with pytest.raises(BlockedByCauseError, match=rf"^blocked by any request 429 {error_type}\n"):
        keywords.send_request("GET", "/api/user/usage", status=200)
    with pytest.raises(BlockedByCauseError, match=f"blocked by any request 429 {error_type}"):
        keywords.get_quota()
    [known] = notes.register.take_claimed()
    assert known.cause.title == f"Any request: 429 {error_type} for a user who has hardly sent any"


@pytest.mark.parametrize(("error_type", "allowed"), LIMITS.items())
def test_a_user_who_has_sent_half_of_what_is_allowed_fails_the_test(
    api: Any, keywords: ManuelAPI, error_type: str, allowed: int
) -> None:
    refuse(api, error_type)
    for _ in range(allowed // 2 - 1):
        keywords.send_request("GET", "/api/user/usage", status=429)
    with pytest.raises(AssertionError, match=r"^Expected status 200\.\nGot 429"):
        keywords.send_request("GET", "/api/user/usage", status=200)


def test_another_error_is_no_undue_refusal(api: Any, keywords: ManuelAPI) -> None:
    refuse(api, "validation_error")
    with pytest.raises(AssertionError, match=r"^Expected status 200\.\nGot 429"):
        keywords.send_request("GET", "/api/user/usage", status=200)

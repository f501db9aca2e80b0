"""A submission with a used idempotency key makes no other manual."""

import json
from base64 import urlsafe_b64encode
from datetime import timedelta
from typing import Any

import pytest

from cause_register import Cause, CauseKind
from cause_register.explanation import explains
from cause_register.rules import REPEATED
from ManuelAPI.client import ApiRequest
from ManuelAPI.repeated_submissions import FINDING, RepeatedSubmissions
from ManuelEnvironment import current_environment

UPLOAD, FETCH = "/api/manuals/upload", "/api/manuals/download"


class Session:
    """The submissions of one session, and what they are answered with."""

    def __init__(self, respond: Any) -> None:
        self._respond = respond
        self._submissions = RepeatedSubmissions()

    def submit(self, manual: str, **options: Any) -> list[str]:
        """Return the findings about a submission that makes this manual."""
        return self.found(self.submission(manual, **options))

    def submission(
        self,
        manual: str,
        key: str | None = "key",
        path: str = UPLOAD,
        status: int = 201,
        user: str = "user",
    ) -> Any:
        headers = {"Authorization": token_of(user)} | ({"Idempotency-Key": key} if key else {})
        response = self._respond(ApiRequest("POST", path, json={}, headers=headers), {"manual_id": manual})
        response.status_code = status
        return response

    def delete(self, manual: str, status: int, user: str = "user") -> None:
        headers = {"Authorization": token_of(user)}
        response = self._respond(ApiRequest("DELETE", f"/api/manuals/{manual}", headers=headers), {})
        response.status_code = status
        assert self.found(response) == []

    def found(self, response: Any) -> list[str]:
        return [violation.finding for violation in self._submissions.violations(response)]


@pytest.fixture
def session(respond: Any) -> Session:
    return Session(respond)


def test_a_used_key_leads_to_its_manual(session: Session) -> None:
    assert [session.submit(manual) for manual in ("1", "1", "2", "1")] == [[], [], [FINDING], []]


@pytest.mark.parametrize("repeated", [{"key": "Key"}, {"key": None}, {"path": FETCH}, {"status": 400}])
def test_any_other_submission_makes_another_manual(session: Session, repeated: dict[str, Any]) -> None:
    session.submit("1")
    assert session.submit("2", **repeated) == []
    assert session.submit("2") == [FINDING]


def test_a_key_belongs_to_one_user(session: Session) -> None:
    assert [session.submit("1", user="one"), session.submit("2", user="other")] == [[], []]
    assert session.submit("2", user="one") == [FINDING]


@pytest.mark.parametrize(("hours", "expected"), [(22, [FINDING]), (24, [])])
def test_a_key_is_free_after_a_day(session: Session, hours: int, expected: list[str]) -> None:
    first, second = session.submission("1"), session.submission("2")
    assert session.found(first) == []
    current_environment().clock_advanced += timedelta(hours=hours)
    assert session.found(second) == expected


def test_a_day_begins_with_the_first_submission(session: Session) -> None:
    submissions = [session.submission(manual) for manual in ("1", "1", "2", "3")]
    findings = []
    for submission, hours in zip(submissions, (15, 10, 0, 0), strict=True):
        findings.append(session.found(submission))
        current_environment().clock_advanced += timedelta(hours=hours)
    assert findings == [[], [], [], [FINDING]]


@pytest.mark.parametrize(("status", "expected"), [(204, []), (404, []), (503, [FINDING])])
def test_what_is_deleted_can_be_submitted_again(session: Session, status: int, expected: list[str]) -> None:
    session.submit("1")
    session.delete("1", status)
    assert session.submit("2") == expected


def test_what_another_user_does_not_find_is_not_deleted(session: Session) -> None:
    session.submit("1")
    session.delete("1", 404, user="other")
    assert session.submit("2") == [FINDING]


@pytest.mark.parametrize(
    "failure",
    [
        "Expected manuals to have the length 1.\nGot the length 2: […]",
        "Expected manual_ids to have the length 1.\nGot the length 5: […]",
        "Expected listed_names to be ['a.pdf'].\nGot ['a.pdf', 'a.pdf']",
        "Expected repeated_upload.manual_id to be '1'.\nGot '2'",
        "Expected a response that has count=1.\nGot one that differs:\n  - count is 2",
        "Expected status 400.\nGot 201 Created",
        "Expected no object manuals/* in bucket manuals, got manuals/1.pdf",
    ],
)
def test_a_second_manual_explains_that_there_are_two(failure: str) -> None:
    assert explains(repeated(), failure)


@pytest.mark.parametrize(
    "failure",
    [
        "Expected manuals to have the length 1.\nGot the length 0: []",
        "Expected listed_names to be ['a.pdf'].\nGot ['b.pdf']",
        "Expected a response that has count=1.\nGot one that differs:\n  - count is 0",
        'Expected a response that has manual_id=1, status=ready.\nGot one that differs:\n  - status is "failed"',
        "Expected an item with manual_id=1 in table usage, got none.",
        "Expected no item with question=secret in table error-tracking, got 1",
        "Expected no object audio/* in bucket audio, got audio/1.wav",
        "Expected status 400.\nGot 500 Internal Server Error",
        "Expected status 201.\nGot 400 Bad Request",
        "Expected an answer that cites coffee-machine.\nGot one that cites nothing",
    ],
)
def test_it_explains_nothing_else(failure: str) -> None:
    assert not explains(repeated(), failure)


def token_of(user: str) -> str:
    claims = urlsafe_b64encode(json.dumps({"sub": user}).encode()).decode().rstrip("=")
    return f"Bearer eyJraWQiOiJ0ZXN0In0.{claims}.c2lnbmF0dXJl"


def repeated() -> Cause:
    return Cause(CauseKind.DEVIATION, FINDING, FINDING, "one", "two", place="manual_id", rule=REPEATED)

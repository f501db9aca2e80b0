"""Submissions that are repeated with their idempotency key, and make another manual."""

from datetime import timedelta
from http import HTTPStatus
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from cause_register.rules import REPEATED
from ManuelAPI.agreement import subject_of
from ManuelAPI.json_bodies import object_of
from ManuelAPI.violations import Violation
from ManuelEnvironment import current_environment
from recent_values import RecentValues

if TYPE_CHECKING:
    from requests import Response

KEY = "Idempotency-Key"
FINDING = "a used idempotency key makes another manual"
REMEMBERED = timedelta(hours=23)
"""For how long a key certainly belongs to its first submission: a day, without what clocks and slow requests may take from it."""


class _Submission(NamedTuple):
    """Whose submission it is, to which operation, and with which key."""

    user: object
    path: str
    key: str


class RepeatedSubmissions:
    """The manuals that this session of requests has made with idempotency keys."""

    def __init__(self) -> None:
        self._made = RecentValues[_Submission, str](REMEMBERED.total_seconds())
        self._deleted = RecentValues[tuple[object, str], bool](REMEMBERED.total_seconds())

    def violations(self, response: "Response") -> list[Violation]:
        """Return a violation if a key was used less than a day ago for another manual, which has not been deleted."""
        now = _now()
        if deleted := _deleted_manual(response):
            self._deleted.note((subject_of(response), deleted), True, now)
        submission, manual = _submission_of(response), object_of(response).get("manual_id")
        if submission is None or not isinstance(manual, str):
            return []
        made = self._made.get(submission, now)
        if made is None or self._deleted.get((submission.user, made), now):
            self._made.note(submission, manual, now)
            return []
        if made == manual:
            return []
        return [Violation(f"{FINDING}: {manual} after {made}", FINDING, "manual_id", REPEATED)]


def _submission_of(response: "Response") -> _Submission | None:
    key = response.request.headers.get(KEY)
    if not key or response.status_code != HTTPStatus.CREATED:
        return None
    text = key.decode(errors="replace") if isinstance(key, bytes) else key
    return _Submission(subject_of(response), urlsplit(str(response.request.url)).path, text)


def _deleted_manual(response: "Response") -> str:
    """Return the id of a manual that its user has no more: by this request, or by one whose response was lost."""
    is_gone = response.ok or response.status_code == HTTPStatus.NOT_FOUND
    if response.request.method != "DELETE" or not is_gone:
        return ""
    return urlsplit(str(response.request.url)).path.rpartition("/")[2]


def _now() -> float:
    """Return how late it is, also by a clock of the backend that tests have set forward."""
    return monotonic() + current_environment().clock_advanced.total_seconds()

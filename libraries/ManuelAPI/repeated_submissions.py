"""Submissions that are repeated with their idempotency key, and make another manual."""

from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from time import monotonic
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from cause_register.rules import REPEATED
from ManuelAPI.agreement import subject_of
from ManuelAPI.json_bodies import object_of
from ManuelAPI.violations import Violation
from ManuelEnvironment import current_environment

if TYPE_CHECKING:
    from requests import Response

KEY = "Idempotency-Key"
FINDING = "a used idempotency key makes another manual"
REMEMBERED = timedelta(hours=23)
"""For how long a key certainly belongs to its first submission: a day, without what clocks and slow requests may take from it."""


@dataclass(frozen=True)
class _Submission:
    """What a user has submitted, and where."""

    user: object
    path: str
    key: str


class RepeatedSubmissions:
    """The manuals that this session of requests has made with idempotency keys, by key, user and operation."""

    def __init__(self) -> None:
        self._made: dict[_Submission, tuple[str, timedelta]] = {}

    def violations(self, response: "Response") -> list[Violation]:
        """Return a violation if a key was used before, not a day ago, and its manual is another one, which nobody has deleted."""
        self._forget_deleted(response)
        submission, manual = _submission_of(response), object_of(response).get("manual_id")
        if submission is None or not isinstance(manual, str):
            return []
        made, at = self._made.setdefault(submission, (manual, _now()))
        if _now() - at > REMEMBERED:
            self._made[submission] = (manual, _now())
            return []
        if made == manual:
            return []
        return [Violation(f"{FINDING}: {manual} after {made}", FINDING, "manual_id", REPEATED)]

    def _forget_deleted(self, response: "Response") -> None:
        if response.request.method == "DELETE" and response.ok:
            deleted = urlsplit(str(response.request.url)).path.rpartition("/")[2]
            self._made = {each: made for each, made in self._made.items() if made[0] != deleted}


def _submission_of(response: "Response") -> _Submission | None:
    key = response.request.headers.get(KEY)
    if not key or response.status_code != HTTPStatus.CREATED:
        return None
    text = key.decode(errors="replace") if isinstance(key, bytes) else key
    return _Submission(subject_of(response), urlsplit(str(response.request.url)).path, text)


def _now() -> timedelta:
    """Return how late it is, also by a clock of the backend that tests have set forward."""
    return timedelta(seconds=monotonic()) + current_environment().clock_advanced

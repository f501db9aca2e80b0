"""429 responses to users who have not reached their limit: others have used it up.

A test whose user is refused from the first request on cannot be judged, and neither can any other: this is one cause, which
blocks them all. A quota that is reset at the wrong time is a separate cause.
"""

import functools
import math
import time
from collections import Counter
from http import HTTPStatus
from typing import TYPE_CHECKING

from cause_register import Cause, CauseKind
from cause_register.rules import ANY_REQUEST
from ManuelAPI.error_types import error_type_of
from ManuelAPI.failures import describe_status, example_of
from ManuelAPI.json_bodies import object_of
from ManuelAPI.quota_reset_times import wrong_reset_times
from ManuelAuth.identity import current_identity
from ManuelEnvironment import current_environment
from ManuelEnvironment.causes import BlockedByCauseError, cause_notes
from secret_masking import mask

if TYPE_CHECKING:
    from requests import Response

LONGEST_WAIT_SECONDS = 2
_sent: Counter[str] = Counter()
"""How many requests this process has sent, by the user's id."""


def count_request() -> None:
    """Count a request of the user who is signed in."""
    if (identity := current_identity()) is not None:
        _sent[identity.user_id] += 1


def blocked_by_throttling(response: "Response") -> BlockedByCauseError | None:
    """Return the error that blocks a test whose user gets a 429 after less than half of the allowed requests; else None."""
    cause = _cause_of(response)
    if cause is None:
        return None
    return cause_notes().blocked_by(cause, functools.partial(example_of, response))


def wait_for_retry(response: "Response") -> bool:
    """Wait until an unexpected 429 has expired, if that is soon, so that the test can go on; return whether it did.

    The refusal is still reported once.
    """
    cause, seconds = _cause_of(response), _seconds_to_wait(response)
    if cause is None or seconds > LONGEST_WAIT_SECONDS:
        return False
    cause_notes().report(cause, functools.partial(example_of, response))
    time.sleep(seconds)
    return True


def _seconds_to_wait(response: "Response") -> float:
    """Return what `Retry-After` says; infinity if it is missing."""
    said = response.headers.get("Retry-After", "")
    return int(said) if said.isdecimal() else math.inf


def note_unexpected_throttling(response: "Response") -> None:
    """Note that the test meets an unexpected 429, whatever it expects, if such refusals are known.

    The first one is found by a test that needs an answer: other tests may have used up their user's limit deliberately.
    """
    cause = _cause_of(response)
    if cause is not None and cause_notes().register.find(cause.reason) is not None:
        cause_notes().note(cause)


def _cause_of(response: "Response") -> Cause | None:
    identity = current_identity()
    if response.status_code != HTTPStatus.TOO_MANY_REQUESTS or identity is None:
        return None
    error_type = error_type_of(response)
    allowed = _allowed(error_type)
    reason = f"any request 429 {error_type}"
    if 2 * _sent[identity.user_id] >= allowed and cause_notes().register.find(reason) is None:
        return None
    if any(wrong_reset_times(object_of(response))):
        return None
    return Cause(
        CauseKind.UNUSABLE,
        reason=reason,
        title=f"Any request: 429 {error_type} after less than half of the allowed requests",
        expected=f"a user to be served who has sent less than half of {allowed} requests",
        got=mask(describe_status(response)),
        hint="Do users share a limit or a counter? Do the limits in the settings match those of the environment?",
        status=response.status_code,
        rule=ANY_REQUEST,
    )


def _allowed(error_type: str | None) -> int:
    """Return how many requests the limit that an error names allows; 0 if it names none."""
    settings = current_environment().settings
    limits = {"rate_limit_exceeded": settings.rate_limit_requests, "quota_exceeded": settings.daily_quota}
    return limits.get(error_type or "", 0)

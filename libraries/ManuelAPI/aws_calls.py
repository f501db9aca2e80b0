"""The AWS calls that the backend made for one API request, from the journal of the AWS stand-in."""

import json
import re
import urllib.request
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from cause_register.cause import UNKNOWN_CALLS
from cause_register.forms import NO_CALLS, Attempt
from ManuelEnvironment import running_environment
from ManuelEnvironment.stand_in import LOOK_UP_TRACE

TIMEOUT_SECONDS = 2
NOT_TRACED = f"{UNKNOWN_CALLS}no AWS call of the backend has the X-Amzn-Trace-Id of its request"
SINCE_THEN = "; since the second in which it was sent:"
CALLS_SHOWN = 10
_SENT_AT = re.compile(r"\b1-([0-9a-f]{8})-")
"""The time in a trace id, in epoch seconds (AWS X-Ray Developer Guide, "Trace ID format")."""

_Attempt = dict[str, Any]


def describe_aws_calls(trace_id: str) -> list[str]:
    """Return a line for each AWS attempt of a trace, oldest first; nothing if there is no journal.

    Where no call of the backend has ever carried a trace id, the first line says so, and the latest attempts since the request
    was sent follow: its own are among them.
    """
    environment = running_environment()
    if environment is None or environment.stand_in_url is None:
        return []
    try:
        return _describe_traced(environment.stand_in_url, trace_id, is_traced=environment.stack is not None)
    except (OSError, ValueError) as error:
        return [f"(the journal of AWS calls could not be read: {error})"]


def _describe_traced(stand_in_url: str, trace_id: str, *, is_traced: bool) -> list[str]:
    """Describe the attempts of a trace.

    Args:
        stand_in_url: The stand-in that has the journal.
        trace_id: The trace of a request.
        is_traced: Whether it is certain that the backend puts trace ids on its calls.
    """
    attempts = _journal(f"{stand_in_url}/_mockaws/calls?trace_id={quote(trace_id, safe='')}")
    if attempts:
        return [_describe(attempt) for attempt in attempts]
    everything = [] if is_traced else _journal(f"{stand_in_url}/_mockaws/calls")
    calls = [attempt for attempt in everything if attempt["trace_id"] != LOOK_UP_TRACE]
    if not calls or any(attempt["trace_id"] for attempt in calls):
        return [NO_CALLS]
    return _describe_since(_sent_at(trace_id), calls)


def _describe_since(sent_at: int | None, attempts: Sequence[_Attempt]) -> list[str]:
    later = [each for each in attempts if sent_at is not None and each["started_at"] >= sent_at]
    if not later:
        return [NOT_TRACED]
    return [f"{NOT_TRACED}{SINCE_THEN}", *(f"  {_describe(each)}" for each in later[-CALLS_SHOWN:])]


def _journal(url: str) -> list[_Attempt]:
    with urllib.request.urlopen(url, timeout=TIMEOUT_SECONDS) as reply:  # noqa: S310 - the local stack's own address
        attempts: list[_Attempt] = json.load(reply)["calls"]
    return attempts


def _sent_at(trace_id: str) -> int | None:
    time = _SENT_AT.search(trace_id)
    return int(time[1], 16) if time else None


def _describe(entry: _Attempt) -> str:
    outcome = entry["status"] if entry["status"] is not None else "no response"
    error = f" {entry['error_code']}" if entry["error_code"] else ""
    return str(
        Attempt(
            call=".".join(filter(None, (entry["service"], entry["operation"]))),
            number=entry["attempt"],
            outcome=f"{outcome}{error}",
            milliseconds=round(entry["duration_ms"]),
            rule=entry["fault_rule"] or None,
        )
    )

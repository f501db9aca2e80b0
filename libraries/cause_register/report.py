"""Descriptions of causes for people, and metadata of Robot Framework's output for programs."""

import json
from collections.abc import Mapping

from cause_register.cause import BLOCKED_BY, Example, KnownCause
from cause_register.forms import AWS_CALLS, WHERE, Unmet
from cause_register.register import Sightings
from strict_json import well_formed_json

CAUSE_METADATA = "Cause"
"""The metadata of a cause's own test: a JSON object, see `KnownCause.from_json`."""
MET_METADATA = "Met causes"
"""The metadata of a test that met causes: a JSON object with how often by the cause's reason."""
BLOCKED_METADATA = "Blocked by"
"""The metadata of a blocked test: the cause's reason."""
FAILED_FOR_METADATA = "Failed for"
"""The metadata of a failed test: a JSON list of the outcomes for which no other test of the run failed before."""
SHOWN_TESTS = 5


def describe(known: KnownCause, sightings: Sightings) -> str:
    """Return the message of a cause's own test: expected, got, where, who met it, what to do next."""
    cause = known.cause
    lines = [str(Unmet(cause.expected, cause.got)), *_where(known.example), *_seen(sightings)]
    return "\n".join([*lines, f"Hint: {cause.hint}"] if cause.hint else lines)


def met_to_json(times_by_reason: Mapping[str, int]) -> str:
    """Return the value of `MET_METADATA`."""
    return well_formed_json(dict(times_by_reason))


def met_from_json(text: str) -> dict[str, int]:
    """Read the value of `MET_METADATA`.

    Example:
        >>> met_from_json('{"GET /health 200: `region` is not in the contract": 2}')
        {'GET /health 200: `region` is not in the contract': 2}
    """
    times: dict[str, int] = json.loads(text)
    return times


def blocking_reason(message: str) -> str | None:
    """Return the reason of the cause that blocks a test, according to its message; None if it is not blocked.

    Example:
        >>> blocking_reason("Skipped in suite setup:\\nblocked by POST /api/query 404\\nExpected …")
        'POST /api/query 404'
    """
    lines = (line for line in message.splitlines() if line.startswith(BLOCKED_BY))
    return next((line.removeprefix(BLOCKED_BY) for line in lines), None)


def _where(example: Example) -> list[str]:
    calls = [AWS_CALLS, *(f"  {call}" for call in example.aws_calls)]
    return [
        *([f"{WHERE}{example.where}"] if example.where else []),
        *(calls if example.aws_calls else []),
        *([f"Faults: {', '.join(example.faults)}"] if example.faults else []),
    ]


def _seen(sightings: Sightings) -> list[str]:
    """Return how often the cause was met so far, in one line, and which tests it blocks, in another."""
    lines = [f"Met {_times(sightings.count)} by {_list(sightings.tests)}"] if sightings.tests else []
    return lines + ([f"Blocks {_list(sightings.blocked)}"] if sightings.blocked else [])


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def _list(tests: list[str]) -> str:
    more = len(tests) - SHOWN_TESTS
    return "; ".join(tests[:SHOWN_TESTS]) + (f"; and {more} more" if more > 0 else "")

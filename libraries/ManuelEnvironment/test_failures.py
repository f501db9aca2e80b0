"""The messages of a failed test, including what Robot Framework cuts."""

from collections.abc import Iterator
from itertools import chain
from typing import Any

from robot import result

from cause_register.failure_message import CUT, failures_in, is_incomplete, single_failures


def failures_of(test: result.TestCase) -> list[str]:
    """Return what `whole_failures_of` does, but a message for each response of a failure about several."""
    singles = map(single_failures, whole_failures_of(test))
    return list(dict.fromkeys(chain.from_iterable(singles)))


def whole_failures_of(test: result.TestCase) -> list[str]:
    """Return the message of each failure of a test that has just ended, once, as a keyword has worded it.

    Robot Framework cuts a message that is long. What it has removed is in the messages of the keywords that have failed, unless
    it had to cut these as well.
    """
    failures = ([each] if is_incomplete(each) else failures_in(each) for each in _messages(test))
    return list(dict.fromkeys(chain.from_iterable(failures)))


def _messages(failed: Any) -> Iterator[str]:
    """Yield the message of what has failed; if that is cut, those of what has failed within it."""
    inner = [*_failed_parts(failed)] if CUT in failed.message else []
    if not inner:
        yield failed.message
    for part in inner:
        yield from _messages(part)


def _failed_parts(failed: Any) -> Iterator[Any]:
    parts = (getattr(failed, "setup", None), *failed.body, getattr(failed, "teardown", None))
    return (part for part in parts if part and getattr(part, "failed", False))

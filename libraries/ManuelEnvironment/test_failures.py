"""What a test fails with, however long Robot Framework's message about it would be."""

from collections.abc import Iterator
from typing import Any

from robot import result

from cause_register.failure_message import CUT, single_failures


def failures_of(test: result.TestCase) -> list[str]:
    """Return the message of each failure of a test that has just ended, once; of those about several responses, of each response.

    Robot Framework cuts a message that is long. What it has removed is in the messages of the keywords that have failed, unless
    it had to cut these as well.
    """
    return list(dict.fromkeys(failure for message in _messages(test) for failure in single_failures(message)))


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

"""Waiting ends when what is expected is there, when it can't come any more, or after the last look."""

import time
from collections.abc import Callable
from datetime import timedelta

import pytest

from ManuelEnvironment.waiting import NotYetError, eventually

SOON = timedelta(milliseconds=50)
LATE = timedelta(seconds=30)


def looks(*results: str | Exception) -> Callable[[], str]:
    """A look for each result; the last is there for good."""
    following = list(results)

    def look() -> str:
        result = following.pop(0) if len(following) > 1 else following[0]
        if isinstance(result, Exception):
            raise result
        return result

    return look


def test_it_looks_until_it_is_there() -> None:
    assert eventually(looks(NotYetError("1"), NotYetError("2"), "there"), LATE) == "there"


def test_the_last_error_says_how_long_it_waited() -> None:
    with pytest.raises(NotYetError) as raised:
        eventually(looks(NotYetError("There is 1."), NotYetError("There are 2.\nOne\nTwo")), SOON)
    assert str(raised.value) == "There are 2 (waited 0.05 s).\nOne\nTwo"


def test_no_timeout_looks_once() -> None:
    with pytest.raises(NotYetError, match=r"^none\.$"):
        eventually(looks(NotYetError("none."), "there"), timedelta(0))


def test_the_last_look_begins_after_the_timeout() -> None:
    began = time.monotonic()

    def look() -> float:
        elapsed = time.monotonic() - began
        if elapsed < SOON.total_seconds():
            raise NotYetError("too early")
        return elapsed

    assert eventually(look, SOON) >= SOON.total_seconds()


@pytest.mark.parametrize("error", [AssertionError("too many"), ValueError("wrong")])
def test_any_other_error_ends_the_waiting_at_once(error: Exception) -> None:
    look = looks(NotYetError("1"), error, "there")
    with pytest.raises(type(error), match=str(error)) as raised:
        eventually(look, LATE)
    assert raised.value is error

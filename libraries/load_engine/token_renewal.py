"""Tokens that are renewed while load is sent, since load may outlast them."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from threading import Event, Thread
from typing import Protocol


class TokenSource(Protocol):
    """Where tokens come from."""

    def seconds_to_renewal(self) -> float:
        """Return in how many seconds the tokens should be renewed; infinity for never."""

    def renew(self) -> Sequence[str]:
        """Return new tokens, in the order of the old ones."""


@contextmanager
def renewing(source: TokenSource, tell: Callable[[Sequence[str]], None]) -> Iterator[None]:
    """Renew tokens in time, in a thread, until the end of the context.

    Args:
        source: Where the tokens come from.
        tell: Called with new tokens.

    Raises:
        Exception: What the source or `tell` has raised; it ends the renewal, and is raised at the end of the context.
    """
    ended, problems = Event(), list[Exception]()

    def renew() -> None:
        try:
            while not ended.wait(min(source.seconds_to_renewal(), _LONGEST_WAIT)):
                if source.seconds_to_renewal() <= 0:
                    tell(source.renew())
        except Exception as problem:  # raised below, in the thread that can report it
            problems.append(problem)

    thread = Thread(target=renew, name="token renewal", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
    if problems:
        raise problems[0]


_LONGEST_WAIT = 60.0
"""The clock may be set; so the time that is left is asked for again."""

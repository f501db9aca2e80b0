"""The URL of the stand-in, as the request of the current thread has reached it: messages contain URLs that lead back."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_url: ContextVar[str] = ContextVar("endpoint_url", default="")


@contextmanager
def within(url: str) -> Iterator[None]:
    """Let what is sent in the current thread lead back to this URL."""
    token = _url.set(url)
    try:
        yield
    finally:
        _url.reset(token)


def url() -> str:
    """Return the URL, without a trailing slash."""
    return _url.get()

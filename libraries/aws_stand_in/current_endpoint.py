"""The URL of the stand-in, as the request of the current thread has reached it: messages contain URLs that lead back."""

from contextlib import AbstractContextManager
from contextvars import ContextVar

from aws_stand_in.context_values import holding

_url: ContextVar[str] = ContextVar("endpoint_url", default="")


def within(url: str) -> AbstractContextManager[None]:
    """Let what is sent in the current thread lead back to this URL."""
    return holding(_url, url)


def url() -> str:
    """Return the URL, without a trailing slash."""
    return _url.get()

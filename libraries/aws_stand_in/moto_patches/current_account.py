"""Whose request the current thread is serving."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from aws_stand_in.accounts import DEFAULT_ACCOUNT_ID

current_account: ContextVar[str] = ContextVar("current_account", default=DEFAULT_ACCOUNT_ID)
"""The account whose request the current thread is serving."""


@contextmanager
def serving(account_id: str) -> Iterator[None]:
    """Tell the patches which account the current thread is serving."""
    token = current_account.set(account_id)
    try:
        yield
    finally:
        current_account.reset(token)

"""Whose request the current thread is serving."""

from contextlib import AbstractContextManager
from contextvars import ContextVar

from aws_stand_in.accounts import DEFAULT_ACCOUNT_ID
from aws_stand_in.context_values import holding

current_account: ContextVar[str] = ContextVar("current_account", default=DEFAULT_ACCOUNT_ID)
"""The account whose request the current thread is serving."""


def serving(account_id: str) -> AbstractContextManager[None]:
    """Tell the patches which account the current thread is serving."""
    return holding(current_account, account_id)

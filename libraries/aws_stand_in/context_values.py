"""Context variables with a value for as long as a block runs, such as that of the request that the current thread serves."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

Value = TypeVar("Value")


@contextmanager
def holding(variable: ContextVar[Value], value: Value) -> Iterator[None]:
    """Give a variable a value until the block ends, and then its former one again."""
    token = variable.set(value)
    try:
        yield
    finally:
        variable.reset(token)

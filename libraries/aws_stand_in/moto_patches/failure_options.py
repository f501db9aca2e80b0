"""What becomes of a stack whose creation or update fails, as the present request says it; moto does not look.

Source: AWS CloudFormation API reference, "CreateStack", "UpdateStack", "CreateChangeSet" and "ExecuteChangeSet".
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

DO_NOTHING, ROLLBACK, DELETE = "DO_NOTHING", "ROLLBACK", "DELETE"
_on_failure: ContextVar[str] = ContextVar("on_failure", default=ROLLBACK)


def chosen() -> str:
    """Return what the present request says: `DO_NOTHING`, `ROLLBACK` or `DELETE`."""
    return _on_failure.get()


def said_by(parameters: Mapping[str, Any]) -> str:
    """Return what the parameters of a request say."""
    if parameters.get("DisableRollback"):
        return DO_NOTHING
    return str(parameters.get("OnFailure") or parameters.get("OnStackFailure") or ROLLBACK)


@contextmanager
def choosing(on_failure: str) -> Iterator[None]:
    """Choose for what happens within."""
    token = _on_failure.set(on_failure)
    try:
        yield
    finally:
        _on_failure.reset(token)

"""What becomes of a stack whose creation or update fails, as the present request says it; moto does not look.

Source: AWS CloudFormation API reference, "CreateStack", "UpdateStack", "CreateChangeSet" and "ExecuteChangeSet".
"""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from contextvars import ContextVar
from typing import Any

from aws_stand_in.context_values import holding

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


def choosing(on_failure: str) -> AbstractContextManager[None]:
    """Choose for what happens within."""
    return holding(_on_failure, on_failure)

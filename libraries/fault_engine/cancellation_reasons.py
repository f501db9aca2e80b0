"""Why DynamoDB cancels a transaction: one reason for each item, in their order.

Source: Amazon DynamoDB API Reference, "TransactWriteItems", "TransactionCanceledException".
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from fault_engine.identification import Call, Environ, read_body

CODE, MEMBER = "TransactionCanceledException", "CancellationReasons"
_LISTS = ("TransactItems", "TransactStatements")
_FAILED = {"Code": "ConditionalCheckFailed", "Message": "The conditional request failed"}
_IN_CONFLICT = {"Code": "TransactionConflict", "Message": "Transaction is ongoing for the item"}
_NONE = {"Code": "None"}
_USUAL_ITEMS = 2

Reason = Mapping[str, Any]


def usual_reasons(items: int = _USUAL_ITEMS, *, reading: bool = False) -> list[Reason]:
    """Return reasons by which the first item has the transaction cancelled: its condition fails, or it is being written."""
    return [_IN_CONFLICT if reading else _FAILED, *[_NONE] * (items - 1)]


def members_for(call: Call, environ: Environ, code: str) -> dict[str, Any]:
    """Return the reasons that an error of this code has as the answer to a request, by name; nothing for other errors."""
    if call.service != "dynamodb" or code != CODE:
        return {}
    items = _number_of_items(environ) or _USUAL_ITEMS
    return {MEMBER: usual_reasons(items, reading=call.operation == "TransactGetItems")}


def message_for(reasons: Sequence[Reason]) -> str:
    """Return the message of an error with these reasons."""
    codes = ", ".join(str(reason.get("Code", "None")) for reason in reasons)
    return f"Transaction cancelled, please refer cancellation reasons for specific reasons [{codes}]"


def _number_of_items(environ: Environ) -> int:
    try:
        request = json.loads(read_body(environ))
        return max(len(request.get(name) or ()) for name in _LISTS)
    except (AttributeError, TypeError, ValueError):
        return 0

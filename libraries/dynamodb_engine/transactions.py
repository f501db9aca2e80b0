"""TransactWriteItems and TransactGetItems: all or nothing.

Source: "Amazon DynamoDB Transactions: How it works", Amazon DynamoDB Developer Guide.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from dynamodb_engine.account import TableAccount, Transaction
from dynamodb_engine.capacity import TRANSACTIONAL, ConsumedCapacity
from dynamodb_engine.errors import (
    ConditionFailedError,
    DuplicateItemError,
    DynamoDbError,
    ValidationError,
    table_not_found,
)
from dynamodb_engine.items import collection_metrics, consume_read, consume_write, read_projection, shown
from dynamodb_engine.values import Item, checked_item, item_size, require_not_empty
from dynamodb_engine.writes import ItemChange, Write, read_check, read_delete, read_put, read_update

MOST_ITEMS = 100
MOST_BYTES = 4 * 1024 * 1024
_READERS: Mapping[str, Callable[[TableAccount, Mapping[str, Any]], Write]] = {
    "ConditionCheck": read_check,
    "Put": read_put,
    "Delete": read_delete,
    "Update": read_update,
}
Reason = dict[str, Any]


def transact_write_items(account: TableAccount, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Make several writes together.

    Raises:
        DynamoDbError: A request is wrong; or the transaction is cancelled, with a reason for each item.
    """
    return once(account, parameters, "TransactItems", lambda: _write_all(account, parameters))


def transact_get_items(account: TableAccount, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Return several items as they are at one moment.

    Raises:
        DynamoDbError: A request is wrong, or the items are too large together.
    """
    requests = [_only(request, ("Get",))[1] for request in _check_requests(parameters["TransactItems"])]
    reads = [
        (account.table(request["TableName"]), checked_item(request["Key"]), read_projection(request))
        for request in requests
    ]
    require_no_reason([_reason(partial(table.require_key, key)) for table, key, _ in reads])
    capacity = ConsumedCapacity(parameters, "ReadCapacityUnits")
    items = [table.get(key) for table, key, _ in reads]
    require_size(items)
    responses = []
    for (table, _, projection), item in zip(reads, items, strict=True):
        consume_read(capacity, table, item, TRANSACTIONAL)
        responses.append(shown(item, projection))
    return {"Responses": responses, **capacity.of_all()}


def once(
    account: TableAccount,
    parameters: Mapping[str, Any],
    member: str,
    do: Callable[[], tuple[dict[str, Any], dict[str, Any]]],
) -> dict[str, Any]:
    """Do a transaction unless its token says that it was done within ten minutes.

    Args:
        account: Whose transaction.
        parameters: The request's.
        member: What the transaction is to do is in this one.
        do: Does it, and returns the results of the first request and of those that repeat it.

    Raises:
        DynamoDbError: The token was used for another request.
    """
    token = parameters.get("ClientRequestToken")
    if not token:
        return do()[0]
    now, wanted = account.clock(), json.dumps(parameters[member], sort_keys=True, default=str)
    before = account.transactions.get(token, now)
    if before is None:
        result, repeated = do()
        account.transactions.note(token, Transaction(wanted, repeated), now)
        return result
    if before.wanted != wanted:
        raise DynamoDbError(
            "IdempotentParameterMismatchException",
            "The provided client token is already in use for another request with different parameters.",
        )
    return dict(before.repeated)


def make_all(writes: Sequence[Write]) -> list[ItemChange]:
    """Make all writes or none.

    Raises:
        DynamoDbError: The transaction is cancelled, with a reason for each write; or it is too large.
    """
    changes: list[ItemChange] = []
    require_no_reason([_reason(partial(_prepare, write, changes)) for write in writes])
    require_size(change.new for change in changes)
    for write, change in zip(writes, changes, strict=True):
        write.apply(change)
    return changes


def require_no_reason(reasons: Sequence[Reason]) -> None:
    """Cancel the transaction if there is a reason to.

    Raises:
        DynamoDbError: There is.
    """
    codes = [reason["Code"] for reason in reasons]
    if set(codes) <= {"None"}:
        return
    raise DynamoDbError(
        "TransactionCanceledException",
        f"Transaction cancelled, please refer cancellation reasons for specific reasons [{', '.join(codes)}]",
        CancellationReasons=list(reasons),
    )


def reason_of(error: DynamoDbError) -> Reason:
    """Return an error in the form of the cancellation reason of one write."""
    code = "ValidationError" if isinstance(error, ValidationError) else error.code.removesuffix("Exception")
    return {"Code": code, "Message": error.message, **error.members}


def require_different(writes: Sequence[Write]) -> None:
    """Refuse two writes of one item.

    Raises:
        ValidationError: There are.
    """
    places = [write.place for write in writes if write.place is not None]
    if len(set(places)) < len(places):
        raise ValidationError("Transaction request cannot include multiple operations on one item")


def require_size(items: Iterable[Item | None]) -> None:
    """Refuse a transaction whose items are too large together.

    Raises:
        ValidationError: They are.
    """
    if sum(item_size(item) for item in items if item) > MOST_BYTES:
        raise ValidationError("Transaction request size has exceeded the maximum allowed size")


def _require_keys(writes: Sequence[Write]) -> None:
    for write in writes:
        for name, value in write.table.keys.of(write.key).items():
            require_not_empty(name, value)


def _prepare(write: Write, changes: list[ItemChange]) -> None:
    changes.append(write.prepare())


def _reason(do: Callable[[], None]) -> Reason:
    """Return the reason for which something cancels a transaction, `None` if it does not."""
    try:
        do()
    except (ConditionFailedError, DuplicateItemError, ValidationError) as error:
        return reason_of(error)
    return {"Code": "None"}


def consume_all(
    parameters: Mapping[str, Any], writes: Sequence[Write], changes: Sequence[ItemChange]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the capacity that writes take, and what a request takes that repeats them: reading the items."""
    written = ConsumedCapacity(parameters, "WriteCapacityUnits")
    read = ConsumedCapacity(parameters, "ReadCapacityUnits")
    for write, change in zip(writes, changes, strict=True):
        consume_write(written, write, change, transactional=True)
        consume_read(read, write.table, change.new, TRANSACTIONAL)
    return written.of_all(), read.of_all()


def _write_all(account: TableAccount, parameters: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    requests = [_only(request, tuple(_READERS)) for request in _check_requests(parameters["TransactItems"])]
    writes = [_read(account, kind, request) for kind, request in requests]
    _require_keys(writes)
    require_different(writes)
    changes = make_all(writes)
    metrics: dict[str, list[Any]] = {}
    for write in writes:
        if metric := collection_metrics(write, parameters):
            metrics.setdefault(write.table.name, []).append(metric)
    shown_metrics = {"ItemCollectionMetrics": metrics} if metrics else {}
    written, read = consume_all(parameters, writes, changes)
    return {**shown_metrics, **written}, {**shown_metrics, **read}


def _read(account: TableAccount, kind: str, request: Mapping[str, Any]) -> Write:
    if kind == "ConditionCheck" and request.get("ConditionExpression") is None:
        raise ValidationError(
            "The ConditionExpression parameter must be specified in the ConditionCheck request"
        )
    if kind == "Update" and request.get("UpdateExpression") is None:
        raise ValidationError("The UpdateExpression parameter must be specified in the Update request")
    try:
        return _READERS[kind](account, request)
    except DynamoDbError as error:
        if error.code == "ResourceNotFoundException":
            raise table_not_found() from error
        raise


def _check_requests(requests: Sequence[Mapping[str, Any]]) -> Sequence[Mapping[str, Any]]:
    if len(requests) > MOST_ITEMS:
        raise ValidationError(
            "1 validation error detected: Value at 'transactItems' failed to satisfy constraint: "
            f"Member must have length less than or equal to {MOST_ITEMS}"
        )
    return requests


def _only(request: Mapping[str, Any], kinds: tuple[str, ...]) -> tuple[str, Mapping[str, Any]]:
    stated = [kind for kind in kinds if request.get(kind) is not None]
    if len(stated) != 1:
        raise ValidationError("TransactItems can only contain one of Check, Put, Update or Delete")
    return stated[0], request[stated[0]]

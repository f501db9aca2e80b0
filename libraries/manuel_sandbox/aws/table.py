"""One DynamoDB table, in plain Python values."""

import re
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from manuel_sandbox.aws.clients import AwsClients
from manuel_sandbox.aws.dependency import Dependency
from manuel_sandbox.aws.errors import DependencyRefusedError, DependencyUnavailableError

Row = Mapping[str, Any]
Key = Mapping[str, str]
Write = Mapping[str, Any]

FAILED_CONDITION, CANCELLED = "ConditionalCheckFailedException", "TransactionCanceledException"
NAME = re.compile(r"#(\w+)")


class ConditionNotMetError(Exception):
    """The condition of a write is not met; nothing has been written.

    Attributes:
        row: The current row, empty if there is none; always empty after a transaction.
    """

    def __init__(self, row: Row) -> None:
        super().__init__("the condition of a write is not met")
        self.row = row


@dataclass(frozen=True, slots=True)
class RowPage:
    """One page of rows.

    Attributes:
        last_key: The key after which the next page begins, if there is one.
    """

    rows: tuple[Row, ...]
    last_key: Key | None


class TableClient:
    """Reads one table, always consistently, and writes to it.

    In expressions `#name` is the attribute `name`, even if that is a reserved word of DynamoDB, and `:name` is the value with
    that name. Each method raises a `DependencyError` if DynamoDB finally fails.
    """

    def __init__(self, name: str, *, clients: AwsClients, dynamodb: Dependency) -> None:
        self.name = name
        self._clients = clients
        self._dynamodb = dynamodb

    def get(self, key: Key) -> Row | None:
        """Return one row, or None if there is none."""
        reply = self._dynamodb.call(
            self._clients.dynamodb.get_item, TableName=self.name, Key=key, ConsistentRead=True
        )
        return reply.get("Item")

    def query(
        self,
        condition: str,
        values: Row,
        *,
        newest_first: bool = False,
        limit: int | None = None,
        after: Key | None = None,
    ) -> RowPage:
        """Return one page of the rows of a partition."""
        options: dict[str, Any] = {"Limit": limit, "ExclusiveStartKey": after}
        reply = self._dynamodb.call(
            self._clients.dynamodb.query,
            TableName=self.name,
            ConsistentRead=True,
            ScanIndexForward=not newest_first,
            **_expressions(values, KeyConditionExpression=condition),
            **{name: value for name, value in options.items() if value is not None},
        )
        if "Items" not in reply:
            raise _invalid("Query")
        return RowPage(tuple(reply["Items"]), reply.get("LastEvaluatedKey"))  # type: ignore[arg-type]

    def query_all(self, condition: str, values: Row, *, newest_first: bool = False) -> Iterator[Row]:
        """Yield all rows of a partition, page by page."""
        after: Key | None = None
        while True:
            page = self.query(condition, values, newest_first=newest_first, after=after)
            yield from page.rows
            after = page.last_key
            if after is None:
                return

    def put(self, item: Row, *, condition: str | None = None, values: Row | None = None) -> None:
        """Write one row.

        Raises:
            ConditionNotMetError: The condition is not met.
        """
        with _conditions():
            self._dynamodb.call(
                self._clients.dynamodb.put_item,
                **self.putting(item, condition=condition, values=values)["Put"],
                ReturnValuesOnConditionCheckFailure="ALL_OLD",
            )

    def update(self, key: Key, change: str, values: Row, *, condition: str | None = None) -> Row:
        """Change one row.

        Returns:
            The row after the change.

        Raises:
            ConditionNotMetError: The condition is not met.
        """
        with _conditions():
            reply = self._dynamodb.call(
                self._clients.dynamodb.update_item,
                **self.updating(key, change, values, condition=condition)["Update"],
                ReturnValuesOnConditionCheckFailure="ALL_OLD",
                ReturnValues="ALL_NEW",
            )
        if "Attributes" not in reply:
            raise _invalid("UpdateItem")
        return reply["Attributes"]

    def transact(self, *writes: Write) -> None:
        """Make several writes, or none of them; an attempt whose reply was lost is not made twice.

        Args:
            writes: What `putting`, `updating` and `deleting` return.

        Raises:
            ConditionNotMetError: A condition is not met.
        """
        with _conditions():
            self._dynamodb.call(
                self._clients.dynamodb.transact_write_items,
                TransactItems=list(writes),  # type: ignore[arg-type]
                ClientRequestToken=str(uuid.uuid4()),
            )

    def putting(self, item: Row, *, condition: str | None = None, values: Row | None = None) -> Write:
        """Return the write of one row, for a transaction."""
        expressions = _expressions(values or {}, ConditionExpression=condition)
        return {"Put": {"TableName": self.name, "Item": item, **expressions}}

    def updating(self, key: Key, change: str, values: Row, *, condition: str | None = None) -> Write:
        """Return the change of one row, for a transaction."""
        expressions = _expressions(values, UpdateExpression=change, ConditionExpression=condition)
        return {"Update": {"TableName": self.name, "Key": key, **expressions}}

    def deleting(self, key: Key, *, condition: str | None = None) -> Write:
        """Return the deletion of one row, for a transaction."""
        return {
            "Delete": {"TableName": self.name, "Key": key, **_expressions({}, ConditionExpression=condition)}
        }


@contextmanager
def _conditions() -> Iterator[None]:
    try:
        yield
    except DependencyRefusedError as error:
        if not _is_failed_condition(error):
            raise
        raise ConditionNotMetError(_plain(error.reply.get("Item", {}))) from error


def _is_failed_condition(error: DependencyRefusedError) -> bool:
    """Tell a failed condition from the other reasons to cancel a transaction (DynamoDB API Reference, "TransactWriteItems")."""
    if error.cause_type == CANCELLED:
        reasons = error.reply.get("CancellationReasons", ())
        return any(reason["Code"] == "ConditionalCheckFailed" for reason in reasons)
    return error.cause_type == FAILED_CONDITION


def _expressions(values: Row, **expressions: str | None) -> dict[str, Any]:
    given = {name: text for name, text in expressions.items() if text is not None}
    names = {f"#{name}": name for text in given.values() for name in NAME.findall(text)}
    optional = {
        "ExpressionAttributeNames": names,
        "ExpressionAttributeValues": {f":{name}": value for name, value in values.items()},
    }
    return given | {name: value for name, value in optional.items() if value}


def _plain(item: Row) -> Row:
    """Return the plain values of a row in the reply of an error, which boto3 leaves typed."""
    from boto3.dynamodb.types import TypeDeserializer

    deserializer = TypeDeserializer()
    return {name: deserializer.deserialize(value) for name, value in item.items()}


def _invalid(operation: str) -> DependencyUnavailableError:
    return DependencyUnavailableError("dynamodb", operation, "InvalidReply", "the reply is incomplete")

"""Keywords for DynamoDB."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from robot.api.deco import keyword

from cause_register.forms import NoItem, UnwantedItem
from field_comparison.comparison import as_condition, as_text, differences, misspelt
from ManuelEnvironment.waiting import DEFAULT_TIMEOUT, NotYetError, eventually
from MockAWS.aws_connection import AwsConnection
from MockAWS.errors import MockAwsError

_SHOWN_ITEMS = 3
Item = Mapping[str, Any]


class DatabaseKeywords:
    """Keywords that read tables."""

    def __init__(self, aws: AwsConnection) -> None:
        self._aws = aws

    @keyword(name="DynamoDB Item Should Exist", tags=["DynamoDB", "Assertion"])
    def dynamodb_item_should_exist(
        self, table: str, *, timeout: timedelta = DEFAULT_TIMEOUT, **attributes: Any
    ) -> Item:
        """Wait until a table has an item with these attributes.

        If the attributes include the table's whole key, the item is read by its key; otherwise the table is scanned.

        Args:
            table: `usage`, `rate-limit`, `error-tracking`, or a table's full name.
            timeout: How long to wait.
            attributes: Names and values; a dot leads into a map (`exception.type`), and `*` in a value stands for anything.

        Returns:
            The item.

        Raises:
            AssertionError: There is no such item; the message has the nearest ones.
            MockAwsError: No attribute is named, so that any item would do.

        Example:
        ```robotframework
        ${me} =    Sign In
        Ask    How do I descale it?
        DynamoDB Item Should Exist    usage    user_id=${me.user_id}    daily_count=1
        ```
        """
        if not attributes:
            raise MockAwsError(
                f"Name what the item of table {table} has, such as id=42: without it, any item would do."
            )
        name = self._aws.name("table", table)
        return eventually(lambda: self._find(name, attributes), timeout)

    @keyword(name="DynamoDB Item Should Not Exist", tags=["DynamoDB", "Assertion"])
    def dynamodb_item_should_not_exist(
        self, table: str, *, timeout: timedelta = timedelta(0), **attributes: Any
    ) -> None:
        """Fail if a table has an item with these attributes, or any item if none are named.

        Args:
            table: As for [DynamoDB Item Should Exist].
            timeout: How long to wait for the item to disappear; 0 looks once.
            attributes: As for [DynamoDB Item Should Exist].

        Raises:
            AssertionError: There is one; the message shows it.
            MockAwsError: No item has such an attribute, but an item or a key has an attribute with a similar name.

        Example:
        ```robotframework
        DynamoDB Item Should Not Exist    error-tracking    severity=critical
        ```
        """
        name = self._aws.name("table", table)
        eventually(lambda: self._find_none(name, attributes), timeout)

    @keyword(name="Get DynamoDB Items", tags=["DynamoDB", "Getter"])
    def get_dynamodb_items(self, table: str, **attributes: Any) -> list[Item]:
        """Return the items of a table that have these attributes, as they are now.

        Args:
            table: As for [DynamoDB Item Should Exist].
            attributes: As for [DynamoDB Item Should Exist]; none returns all items.

        Raises:
            MockAwsError: As for [DynamoDB Item Should Not Exist].

        Example:
        ```robotframework
        ${me} =    Sign In
        Ask    How do I descale it?
        @{items} =    Get DynamoDB Items    usage    user_id=${me.user_id}
        Length Should Be    ${items}    1
        ```
        """
        name = self._aws.name("table", table)
        items = self._candidates(name, attributes)
        self._refuse_misspelt(name, attributes, items)
        return [item for item in items if not differences(item, attributes)]

    def _find(self, table: str, attributes: Mapping[str, Any]) -> Item:
        candidates = self._candidates(table, attributes)
        for item in candidates:
            if not differences(item, attributes):
                return item
        raise NotYetError(f"{NoItem(as_condition(attributes), table)}.\n{_nearest(candidates, attributes)}")

    def _find_none(self, table: str, attributes: Mapping[str, Any]) -> None:
        candidates = self._candidates(table, attributes)
        self._refuse_misspelt(table, attributes, candidates)
        for item in candidates:
            if not differences(item, attributes):
                condition = as_condition(attributes) or "any attributes"
                raise NotYetError(f"{UnwantedItem(condition, table, as_text(item))}.")

    def _candidates(self, table: str, attributes: Mapping[str, Any]) -> Sequence[Item]:
        client = self._aws.client("dynamodb")
        key = _key(definition_of(client, table), attributes)
        if key is None:
            pages = client.get_paginator("scan").paginate(TableName=table, ConsistentRead=True)
            return [plain(item) for page in pages for item in page["Items"]]
        found = client.get_item(TableName=table, Key=key, ConsistentRead=True).get("Item")
        return [plain(found)] if found else []

    def _refuse_misspelt(self, table: str, attributes: Iterable[str], items: Sequence[Item]) -> None:
        definition = definition_of(self._aws.client("dynamodb"), table)
        keys = {one["AttributeName"]: None for one in definition["AttributeDefinitions"]}
        if hint := misspelt(attributes, [keys, *items]):
            raise MockAwsError(f"No item of table {table} has an attribute {hint}")


def definition_of(client: Any, table: str) -> Mapping[str, Any]:
    """Return the description of a table.

    Raises:
        AssertionError: There is no such table; the message lists the existing ones.
    """
    try:
        definition: Mapping[str, Any] = client.describe_table(TableName=table)["Table"]
    except client.exceptions.ResourceNotFoundException:
        raise NotYetError(f"There is no table {table}.\n{_tables(client)}") from None
    return definition


def _key(definition: Mapping[str, Any], attributes: Mapping[str, Any]) -> dict[str, Any] | None:
    types = {one["AttributeName"]: one["AttributeType"] for one in definition["AttributeDefinitions"]}
    names = [element["AttributeName"] for element in definition["KeySchema"]]
    if any(name not in attributes or "*" in str(attributes[name]) for name in names):
        return None
    return {name: {types[name]: as_text(attributes[name])} for name in names}


def plain(item: Mapping[str, Any]) -> Item:
    """Return an item in plain Python values."""
    from boto3.dynamodb.types import TypeDeserializer

    deserializer = TypeDeserializer()
    return {name: deserializer.deserialize(value) for name, value in item.items()}


def _nearest(items: Sequence[Item], attributes: Mapping[str, Any]) -> str:
    if not items:
        return "No item has this key; the table may have others." if attributes else "The table is empty."
    ranked = sorted(items, key=lambda item: len(differences(item, attributes)))[:_SHOWN_ITEMS]
    lines = [f"  {as_condition(differences(item, attributes))}   in {as_text(item)}" for item in ranked]
    return "\n".join([f"Differences in the nearest of {len(items)} items:", *lines])


def _tables(client: Any) -> str:
    names = client.list_tables()["TableNames"]
    return f"Existing tables: {', '.join(names)}." if names else "There are no tables."

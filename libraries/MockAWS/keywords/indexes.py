"""Keywords for indexes of DynamoDB tables."""

from collections.abc import Iterable, Mapping
from typing import Any

from robot.api.deco import keyword

from field_comparison.comparison import as_text
from MockAWS.aws_connection import AwsConnection
from MockAWS.keywords.database import Item, definition_of, plain


class IndexKeywords:
    """Keywords that query indexes."""

    def __init__(self, aws: AwsConnection) -> None:
        self._aws = aws

    @keyword(name="Get DynamoDB Items By Index", tags=["DynamoDB", "Getter"])
    def get_dynamodb_items_by_index(self, table: str, index: str, **key: Any) -> list[Item]:
        """Return the items that a query of a secondary index finds, in ascending order of its sort key.

        Args:
            table: As for [DynamoDB Item Should Exist].
            index: The index's name.
            key: The name and value of each of its partition keys and, optionally, of its sort keys.

        Raises:
            AssertionError: There is no such table, index or key; the message names the existing ones.

        Example:
        ```robotframework
        ${items} =    Get DynamoDB Items By Index    error-tracking    SeverityIndex    severity=critical
        ```
        """
        client, name = self._aws.client("dynamodb"), self._aws.name("table", table)
        definition = definition_of(client, name)
        _check_key(definition, index, key)
        types = {one["AttributeName"]: one["AttributeType"] for one in definition["AttributeDefinitions"]}
        pages = client.get_paginator("query").paginate(
            TableName=name,
            IndexName=index,
            KeyConditionExpression=" AND ".join(f"#{attribute} = :{attribute}" for attribute in key),
            ExpressionAttributeNames={f"#{attribute}": attribute for attribute in key},
            ExpressionAttributeValues={
                f":{attribute}": {types[attribute]: as_text(value)} for attribute, value in key.items()
            },
        )
        return [plain(item) for page in pages for item in page["Items"]]


def _check_key(definition: Mapping[str, Any], index: str, key: Iterable[str]) -> None:
    indexes = {one["IndexName"]: one["KeySchema"] for one in definition.get("GlobalSecondaryIndexes", [])}
    if index not in indexes:
        raise AssertionError(
            f"Expected table {definition['TableName']} to have index {index}.\nGot indexes: {', '.join(indexes) or 'none'}."
        )
    partition, sort = (
        [element["AttributeName"] for element in indexes[index] if element["KeyType"] == kind]
        for kind in ("HASH", "RANGE")
    )
    if not set(partition) <= set(key) <= {*partition, *sort}:
        expected = " and optionally ".join([" and ".join(partition), *sort])
        raise AssertionError(
            f"Expected a query of index {index} by {expected}, got {', '.join(key) or 'no key'}."
        )

"""Keywords for DynamoDB's indexes."""

from collections.abc import Iterable, Mapping
from typing import Any

from robot.api.deco import keyword

from field_comparison.comparison import as_text
from MockAWS.aws_connection import AwsConnection
from MockAWS.keywords.database import Item, definition_of, plain


class IndexKeywords:
    """What is found by an index."""

    def __init__(self, aws: AwsConnection) -> None:
        self._aws = aws

    @keyword(name="Get DynamoDB Items By Index", tags=["DynamoDB", "Getter"])
    def get_dynamodb_items_by_index(self, table: str, index: str, **key: Any) -> list[Item]:
        """Return what a query of a secondary index finds, ascending by its sort key.

        Args:
            table: As for [DynamoDB Item Should Exist].
            index: The index's name.
            key: Names and values of its partition key, and of its sort key if that matters.

        Raises:
            AssertionError: There is no such table, index or key; the message says what there is.

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
            f"Table {definition['TableName']} should have an index {index}, but has {', '.join(indexes) or 'none'}."
        )
    attributes = [element["AttributeName"] for element in indexes[index]]
    if attributes[0] not in key or not set(key) <= set(attributes):
        raise AssertionError(
            f"Index {index} is queried by {' and if need be '.join(attributes)}, not by {', '.join(key) or 'nothing'}."
        )

"""Items of a table, over HTTP."""

import json
import os
from typing import Any

import boto3

table = boto3.resource("dynamodb").Table(os.environ["TABLE"])


def put(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Create or replace an item."""
    item = {**json.loads(event["body"]), "id": event["pathParameters"]["id"]}
    table.put_item(Item=item)
    return _response(200, item)


def get(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Return one item, or all of them."""
    if event["resource"] == "/items":
        return _response(200, table.scan()["Items"])
    answer = table.get_item(Key=event["pathParameters"])
    return _response(200, answer["Item"]) if "Item" in answer else _response(404, {"message": "no such item"})


def delete(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Delete an item."""
    table.delete_item(Key=event["pathParameters"])
    return {"statusCode": 204}


def _response(status: int, body: Any) -> dict[str, Any]:
    return {"statusCode": status, "body": json.dumps(body)}

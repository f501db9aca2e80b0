"""Remembers the keys of objects that arrive, and lists them."""

import json
import os
from typing import Any

import boto3

table = boto3.resource("dynamodb").Table(os.environ["TABLE"])


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answer a request with all keys, and put those of an event from S3 into the table."""
    for record in event.get("Records", []):
        table.put_item(Item={"id": record["s3"]["object"]["key"]})
    keys = [item["id"] for item in table.scan()["Items"]]
    return {"statusCode": 200, "body": json.dumps(keys)}

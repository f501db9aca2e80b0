"""Writes down which objects have arrived, and what is in them."""

import os
from typing import Any
from urllib.parse import unquote_plus

import boto3

s3 = boto3.client("s3")
table = boto3.resource("dynamodb").Table(os.environ["TABLE"])


def handler(event: dict[str, Any], context: Any) -> None:
    """Record each object of an event."""
    for record in event["Records"]:
        bucket, key = record["s3"]["bucket"]["name"], unquote_plus(record["s3"]["object"]["key"])
        content = s3.get_object(Bucket=bucket, Key=key)["Body"].read().decode()
        table.put_item(Item={"key": key, "content": content})

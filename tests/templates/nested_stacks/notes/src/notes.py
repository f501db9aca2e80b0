"""Writes a note to the table of its own stack, and tells the queue of the parent stack."""

import os
from typing import Any

import boto3


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Write the note that the path names."""
    name = event["pathParameters"]["id"]
    boto3.resource("dynamodb").Table(os.environ["TABLE"]).put_item(Item={"id": name})
    boto3.client("sqs").send_message(QueueUrl=os.environ["QUEUE"], MessageBody=name)
    return {"kind": os.environ["GREETING"], "id": name}

"""Keeps the last event of each source."""

import json
import os
from typing import Any

import boto3

table = boto3.resource("dynamodb").Table(os.environ["EVENTS"])


def handler(event: dict[str, Any], context: Any) -> None:
    """Keep an event under the name of the service that it comes from."""
    table.put_item(Item={"source": source_of(event), "event": json.dumps(event)})


def source_of(event: dict[str, Any]) -> str:
    """Return the service that an event comes from."""
    if "awslogs" in event:
        return "awslogs"
    if "Records" not in event:
        return str(event["source"])
    record = event["Records"][0]
    return str(record.get("eventSource") or record["EventSource"])

"""Keeps what a user pool tells, and gives its users another claim."""

import json
import os
from typing import Any

import boto3

table = boto3.resource("dynamodb").Table(os.environ["EVENTS"])


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Keep an event under the name of its trigger, and answer it."""
    table.put_item(Item={"source": event["triggerSource"], "event": json.dumps(event)})
    if event["triggerSource"].startswith("TokenGeneration"):
        event["response"]["claimsOverrideDetails"] = {"claimsToAddOrOverride": {"tier": "gold"}}
    return event

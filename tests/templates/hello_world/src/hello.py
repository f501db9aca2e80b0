"""Greets whoever is named in the path."""

import json
from typing import Any


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answer with a greeting, and with the version of the event's format."""
    greeting = f"Hello, {event['pathParameters']['name']}"
    body = {"message": greeting, "version": event.get("version", "1.0")}
    return {"statusCode": 200, "headers": {"Content-Type": "application/json"}, "body": json.dumps(body)}

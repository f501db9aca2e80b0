"""Tells who has sent a request."""

import json
from typing import Any


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answer with what the authorizer has found out."""
    known = event["requestContext"].get("authorizer") or {}
    return {"statusCode": 200, "body": json.dumps(known)}

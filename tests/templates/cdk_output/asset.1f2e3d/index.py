"""The functions of an application that AWS CDK has synthesized."""

import json
from typing import Any


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answer with what the request was for, and who has sent it."""
    known = {name: event[name] for name in ("resource", "httpMethod", "pathParameters", "body")}
    authorizer = event["requestContext"].get("authorizer") or {}
    return {"statusCode": 200, "body": json.dumps({**known, "who": authorizer.get("principalId")})}


def authorize(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Allow everything to those who know the word."""
    effect = "Allow" if event["headers"].get("X-Word") == "please" else "Deny"
    statement = {"Action": "execute-api:Invoke", "Effect": effect, "Resource": "*"}
    document = {"Version": "2012-10-17", "Statement": [statement]}
    return {"principalId": "polite", "policyDocument": document}

"""Authorizers that know one token."""

from typing import Any

TOKEN = "let-me-in"


def by_token(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Return a policy."""
    effect = "Allow" if event["authorizationToken"] == TOKEN else "Deny"
    statement = {"Action": "execute-api:Invoke", "Effect": effect, "Resource": event["methodArn"]}
    document = {"Version": "2012-10-17", "Statement": [statement]}
    return {"principalId": "friend", "policyDocument": document, "context": {"level": 7}}


def simply(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Return a simple response."""
    return {"isAuthorized": event["headers"]["x-token"] == TOKEN, "context": {"level": 7}}

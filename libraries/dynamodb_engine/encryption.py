"""Encryption at rest with a KMS key, which is described and has no effect."""

from collections.abc import Mapping
from typing import Any

from dynamodb_engine.account import TableAccount

MANAGED_KEY = "alias/aws/dynamodb"
"""The key that AWS manages for an account."""


def read_encryption(account: TableAccount, specification: Mapping[str, Any]) -> dict[str, str] | None:
    """Return the SSEDescription that an SSESpecification leads to; None for the key that DynamoDB owns."""
    if not specification.get("Enabled"):
        return None
    key = specification.get("KMSMasterKeyId") or MANAGED_KEY
    return {
        "Status": "ENABLED",
        "SSEType": specification.get("SSEType") or "KMS",
        "KMSMasterKeyArn": _key_arn(account, key),
    }


def _key_arn(account: TableAccount, key: str) -> str:
    if key.startswith("arn:"):
        return key
    resource = key if key.startswith("alias/") else f"key/{key}"
    return f"arn:aws:kms:{account.region}:{account.account_id}:{resource}"

"""Turns each message into upper case; one that is empty fails alone."""

import os
from typing import Any

import boto3

sqs = boto3.client("sqs")


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Work on a batch, and report what has failed."""
    failed = [record["messageId"] for record in event["Records"] if not _work(record["body"])]
    return {"batchItemFailures": [{"itemIdentifier": identifier} for identifier in failed]}


def _work(body: str) -> bool:
    if not body.strip():
        return False
    sqs.send_message(QueueUrl=os.environ["OUTGOING"], MessageBody=body.upper())
    return True

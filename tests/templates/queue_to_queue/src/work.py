"""Turns each message into upper case; one that is empty fails alone, and is not kept until its visibility timeout."""

import os
from typing import Any

import boto3

sqs = boto3.client("sqs")


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Work on a batch, and report what has failed."""
    failed = [record for record in event["Records"] if not _work(record["body"])]
    for record in failed:
        sqs.change_message_visibility(
            QueueUrl=os.environ["INCOMING"], ReceiptHandle=record["receiptHandle"], VisibilityTimeout=0
        )
    return {"batchItemFailures": [{"itemIdentifier": record["messageId"]} for record in failed]}


def _work(body: str) -> bool:
    if not body.strip():
        return False
    sqs.send_message(QueueUrl=os.environ["OUTGOING"], MessageBody=body.upper())
    return True

"""The bucket's consumer: an order gets its receipt, `<order>.pdf`."""

import os

import boto3

table = boto3.resource("dynamodb").Table(os.environ["ORDER_TABLE"])


def handler(event, _context):
    """Note the receipts that have arrived."""
    for record in event["Records"]:
        key = record["s3"]["object"]["key"]
        table.update_item(
            Key={"id": key.removesuffix(".pdf")},
            UpdateExpression="SET receipt = :key",
            ExpressionAttributeValues={":key": key},
        )

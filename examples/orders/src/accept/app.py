"""The queue's consumer: an order is accepted once, however often its message comes."""

import json
import os

import boto3
from botocore.config import Config

table = boto3.resource("dynamodb", config=Config(retries={"mode": "standard", "max_attempts": 4})).Table(
    os.environ["ORDER_TABLE"]
)


def handler(event, _context):
    """Accept the orders of a batch."""
    for record in event["Records"]:
        accept(json.loads(record["body"]))


def accept(order):
    """Write an order into the table."""
    if order["item"] == "sand":
        raise ValueError(f"order {order['id']}: sand is not sold")
    table.put_item(Item={**order, "status": "accepted"})
    print("accepted", order["id"])

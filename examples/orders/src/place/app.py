"""The API: an order is placed on the queue, and looked up in the table."""

import json
import os
import uuid

import boto3

queue = boto3.client("sqs")
table = boto3.resource("dynamodb").Table(os.environ["ORDER_TABLE"])


def handler(event, _context):
    """Answer a request of the REST API."""
    customer = event["requestContext"]["authorizer"]["claims"]["sub"]
    if event["httpMethod"] == "POST":
        return place(customer, json.loads(event["body"]))
    return look_up(customer, event["pathParameters"]["id"])


def place(customer, order):
    """Put an order on the queue."""
    if order.get("amount", 0) < 1:
        return response(400, {"error": "amount must be 1 or more"})
    placed = {"id": str(uuid.uuid4()), "customer": customer, "item": order["item"], "amount": order["amount"]}
    queue.send_message(QueueUrl=os.environ["ORDER_QUEUE"], MessageBody=json.dumps(placed))
    return response(202, {"id": placed["id"]})


def look_up(customer, order_id):
    """Return a customer's own order."""
    order = table.get_item(Key={"id": order_id}).get("Item")
    if order is None or order["customer"] != customer:
        return response(404, {"error": "no such order"})
    return response(200, {"status": order["status"], "receipt": order.get("receipt")})


def response(status, body):
    """Return a response of the REST API."""
    return {"statusCode": status, "headers": {"Content-Type": "application/json"}, "body": json.dumps(body)}

"""One of several processes that use the same names on one server: `isolation_worker.py URL ACCOUNT TESTS`.

Each test begins with a reset of the process's own account, makes a table, a bucket and a queue of the same names as
all others, and checks that it finds what it wrote itself and nothing else.
"""

import sys
import urllib.request
from typing import Any

import boto3
from botocore.config import Config


def reset(url: str, account_id: str) -> None:
    request = urllib.request.Request(f"{url}/_mockaws/reset?account_id={account_id}", method="POST")
    urllib.request.urlopen(request, timeout=10).close()


def run_one(clients: dict[str, Any], mine: str) -> None:
    dynamodb, s3, sqs = clients["dynamodb"], clients["s3"], clients["sqs"]
    dynamodb.create_table(
        TableName="table",
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    s3.create_bucket(Bucket="bucket", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    queue = sqs.create_queue(QueueName="queue")["QueueUrl"]
    dynamodb.put_item(TableName="table", Item={"pk": {"S": "key"}, "mine": {"S": mine}})
    s3.put_object(Bucket="bucket", Key="key", Body=mine.encode())
    sqs.send_message(QueueUrl=queue, MessageBody=mine)
    items = dynamodb.scan(TableName="table")["Items"]
    content = s3.get_object(Bucket="bucket", Key="key")["Body"].read().decode()
    messages = sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10)["Messages"]
    found = ([item["mine"]["S"] for item in items], content, [message["Body"] for message in messages])
    if found != ([mine], mine, [mine]):
        raise AssertionError(f"{mine} found {found}")


def main(url: str, account_id: str, tests: str) -> None:
    session = boto3.Session(account_id, "any", region_name="eu-west-1")
    config = Config(s3={"addressing_style": "path"})
    clients = {
        name: session.client(name, endpoint_url=url, config=config) for name in ("dynamodb", "s3", "sqs")
    }
    for number in range(int(tests)):
        reset(url, account_id)
        run_one(clients, f"{account_id}-{number}")
    print(f"{tests} passed")


if __name__ == "__main__":
    main(*sys.argv[1:])

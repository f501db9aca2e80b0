"""Lost updates, torn transactions, messages lost or delivered twice, and failed requests under eight threads.

Run: `.venv/bin/python tests/bench/bench_mock_aws_races.py [--rounds 10]`. Each round gives MockAWS and moto_server the same work.
Exit status 1 if MockAWS shows any of them. What moto_server shows differs from run to run. A long race of MockAWS alone:
`.venv/bin/python tests/bench/bench_mock_aws_races.py --rounds 1 --requests 1000 --server MockAWS`.
"""

import argparse
import sys
import threading
from collections import Counter
from collections.abc import Callable
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

from aws_servers import MOTO, OURS, running

THREADS = 8
SERVERS = (OURS, MOTO)
FAULTS = ("lost updates", "wrong totals", "lost messages", "double deliveries", "failed requests")


class Race:
    """Eight clients of one server and one round of work.

    Args:
        url: The server's.
        round_number: Names the table, queue and bucket.
        requests: How many requests of each kind every client sends.
    """

    def __init__(self, url: str, round_number: int, requests: int) -> None:
        session = boto3.Session("000000000001", "any", region_name="us-east-1")
        config = Config(retries={"total_max_attempts": 1}, max_pool_connections=1)
        self.clients = {
            service: [session.client(service, endpoint_url=url, config=config) for _ in range(THREADS)]
            for service in ("dynamodb", "sqs", "s3")
        }
        self.name = f"race-{round_number}"
        self.requests = requests
        self.found: Counter[str] = Counter()
        self.succeeded = [0] * THREADS
        self.received: list[str] = []

    def run(self) -> Counter[str]:
        self._prepare()
        self._all_at_once(self._update)
        self._count_updates()
        self._all_at_once(self._receive)
        self.found["lost messages"] += THREADS * self.requests - len(set(self.received))
        self.found["double deliveries"] += len(self.received) - len(set(self.received))
        self._all_at_once(self._replace)
        for clients in self.clients.values():
            for client in clients:
                client.close()
        return self.found

    def _prepare(self) -> None:
        self.clients["dynamodb"][0].create_table(
            TableName=self.name,
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
            BillingMode="PAY_PER_REQUEST",
        )
        for pk in ("counter", "conditional", "left", "right"):
            self.clients["dynamodb"][0].update_item(**self._add(pk, 0))
        self.queue = self.clients["sqs"][0].create_queue(QueueName=self.name)["QueueUrl"]
        for body in range(THREADS * self.requests):
            self.clients["sqs"][0].send_message(QueueUrl=self.queue, MessageBody=str(body))
        self.clients["s3"][0].create_bucket(Bucket=self.name)
        self.clients["s3"][0].put_object(Bucket=self.name, Key="key", Body=b"0" * 1000)

    def _add(self, pk: str, number: int) -> dict[str, Any]:
        return {
            "TableName": self.name,
            "Key": {"pk": {"S": pk}},
            "UpdateExpression": "ADD n :number",
            "ExpressionAttributeValues": {":number": {"N": str(number)}},
        }

    def _all_at_once(self, work: Callable[[int], None]) -> None:
        def run(index: int) -> None:
            try:
                work(index)
            except ClientError:
                self.found["failed requests"] += 1

        threads = [threading.Thread(target=run, args=(index,)) for index in range(THREADS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def _update(self, index: int) -> None:
        client = self.clients["dynamodb"][index]
        for _ in range(self.requests):
            client.update_item(**self._add("counter", 1))
            self.succeeded[index] += self._is_incremented(client)
            client.transact_write_items(
                TransactItems=[{"Update": self._add("left", -1)}, {"Update": self._add("right", 1)}]
            )

    def _is_incremented(self, client: Any) -> bool:
        """Add 1 to what was read, if it is still there; return whether it was."""
        read = self._amount(client, "conditional")
        change = {
            "UpdateExpression": "SET n = :new",
            "ConditionExpression": "n = :read",
            "ExpressionAttributeValues": {":new": {"N": str(read + 1)}, ":read": {"N": str(read)}},
        }
        try:
            client.update_item(TableName=self.name, Key={"pk": {"S": "conditional"}}, **change)
        except client.exceptions.ConditionalCheckFailedException:
            return False
        return True

    def _amount(self, client: Any, pk: str) -> int:
        return int(client.get_item(TableName=self.name, Key={"pk": {"S": pk}})["Item"]["n"]["N"])

    def _count_updates(self) -> None:
        counter, conditional, left, right = (
            self._amount(self.clients["dynamodb"][0], pk)
            for pk in ("counter", "conditional", "left", "right")
        )
        updates = THREADS * self.requests
        self.found["lost updates"] += updates - counter + sum(self.succeeded) - conditional
        self.found["wrong totals"] += left + right != 0 or right != updates

    def _receive(self, index: int) -> None:
        client = self.clients["sqs"][index]
        for _ in range(self.requests):
            for message in client.receive_message(QueueUrl=self.queue).get("Messages", []):
                self.received.append(message["Body"])
                client.delete_message(QueueUrl=self.queue, ReceiptHandle=message["ReceiptHandle"])

    def _replace(self, index: int) -> None:
        client = self.clients["s3"][index]
        for _ in range(20):
            client.put_object(Bucket=self.name, Key="key", Body=str(index).encode() * 1000)
            client.get_object(Bucket=self.name, Key="key")["Body"].read()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--requests", type=int, default=30, help="of each kind, client and round")
    parser.add_argument("--server", choices=SERVERS, help="this one alone")
    options = parser.parse_args()
    names = [options.server] if options.server else SERVERS
    totals: dict[str, Counter[str]] = {name: Counter() for name in names}
    with running(*names) as servers:
        for number in range(options.rounds):
            for server in servers:
                totals[server.name] += Race(server.url, number, options.requests).run()
    title = f"{THREADS} threads x {options.rounds * options.requests}"
    print(f"{title:23}" + "".join(f"{name:>14}" for name in names))
    for fault in FAULTS:
        print(f"{fault:23}" + "".join(f"{totals[name][fault]:>14}" for name in names))
    return 1 if any(totals.get(OURS, Counter()).values()) else 0


if __name__ == "__main__":
    sys.exit(main())

"""Lost updates, torn transactions, double deliveries and failed requests under eight threads: MockAWS and moto_server.

Run: `.venv/bin/python tests/bench/bench_mock_aws_races.py [--rounds 10]`. Each round gives every server the same work.
Exit status 1 if MockAWS shows any of them. What moto_server shows differs from run to run.
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
UPDATES = 60
SERVERS = (OURS, MOTO)
FAULTS = ("lost updates", "wrong totals", "double deliveries", "failed requests")


class Race:
    """Eight clients of one server and one round of work."""

    def __init__(self, url: str, round_number: int) -> None:
        session = boto3.Session("000000000001", "any", region_name="us-east-1")
        config = Config(retries={"total_max_attempts": 1}, max_pool_connections=1)
        self.clients = {
            service: [session.client(service, endpoint_url=url, config=config) for _ in range(THREADS)]
            for service in ("dynamodb", "sqs", "s3")
        }
        self.name = f"race-{round_number}"
        self.found: Counter[str] = Counter()

    def run(self) -> Counter[str]:
        self._prepare()
        self._all_at_once(self._update)
        self._count_updates()
        self._all_at_once(self._receive)
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
        for pk in ("counter", "left", "right"):
            self.clients["dynamodb"][0].update_item(**self._add(pk, 0))
        self.queue = self.clients["sqs"][0].create_queue(QueueName=self.name)["QueueUrl"]
        for batch in range(THREADS):
            entries = [{"Id": str(number), "MessageBody": f"{batch}-{number}"} for number in range(10)]
            self.clients["sqs"][0].send_message_batch(QueueUrl=self.queue, Entries=entries)
        self.received: list[str] = []
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
        for _ in range(UPDATES):
            client.update_item(**self._add("counter", 1))
            client.transact_write_items(
                TransactItems=[{"Update": self._add("left", -1)}, {"Update": self._add("right", 1)}]
            )

    def _count_updates(self) -> None:
        counter, left, right = (
            int(
                self.clients["dynamodb"][0].get_item(TableName=self.name, Key={"pk": {"S": pk}})["Item"]["n"][
                    "N"
                ]
            )
            for pk in ("counter", "left", "right")
        )
        self.found["lost updates"] += THREADS * UPDATES - counter
        self.found["wrong totals"] += left + right != 0 or right != THREADS * UPDATES

    def _receive(self, index: int) -> None:
        client = self.clients["sqs"][index]
        for _ in range(10):
            for message in client.receive_message(QueueUrl=self.queue).get("Messages", []):
                self.received.append(message["Body"])

    def _replace(self, index: int) -> None:
        client = self.clients["s3"][index]
        for _ in range(20):
            client.put_object(Bucket=self.name, Key="key", Body=str(index).encode() * 1000)
            client.get_object(Bucket=self.name, Key="key")["Body"].read()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=10)
    options = parser.parse_args()
    totals: dict[str, Counter[str]] = {name: Counter() for name in SERVERS}
    with running(*SERVERS) as servers:
        for number in range(options.rounds):
            for server in servers:
                totals[server.name] += Race(server.url, number).run()
    print(f"{options.rounds} rounds of {THREADS} threads" + "".join(f"{name:>14}" for name in SERVERS))
    for fault in FAULTS:
        print(f"{fault:23}" + "".join(f"{totals[name][fault]:>14}" for name in SERVERS))
    return 1 if any(totals[OURS].values()) else 0


if __name__ == "__main__":
    sys.exit(main())

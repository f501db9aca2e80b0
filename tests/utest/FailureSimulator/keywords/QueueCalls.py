"""Keywords that call AWS, for the suites that test the library."""

import time
from typing import Any

import boto3
from botocore.config import Config


class QueueCalls:
    """A client for SQS."""

    ROBOT_LIBRARY_SCOPE = "GLOBAL"

    def __init__(self, url: str, attempts: int = 3) -> None:
        self._client: Any = boto3.client(
            "sqs",
            endpoint_url=url,
            region_name="eu-west-1",
            aws_access_key_id="123456789012",
            aws_secret_access_key="any",
            config=Config(read_timeout=10, retries={"total_max_attempts": attempts, "mode": "standard"}),
        )
        self.done: list[str] = []

    def list_queues(self) -> int:
        """Make one call, retries included, and return its status."""
        started = time.monotonic()
        status: int = self._client.list_queues()["ResponseMetadata"]["HTTPStatusCode"]
        self.done.append(f"listed in {time.monotonic() - started:.1f} s")
        return status

    def send_message(self, queue: str, body: str) -> None:
        url = self._client.create_queue(QueueName=queue)["QueueUrl"]
        self._client.send_message(QueueUrl=url, MessageBody=body)

    def listing_should_be_refused(self) -> None:
        try:
            self.list_queues()
        except Exception as error:
            self.done.append(str(error))
        else:
            raise AssertionError("The call should have failed.")

    def answer(self, status: int, note: str) -> int:
        """Return the status that a backend might answer."""
        self.done.append(note)
        return int(status)

    def close_client(self) -> None:
        self._client.close()

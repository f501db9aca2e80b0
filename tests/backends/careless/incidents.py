"""What becomes of failures: dead-letter queue, error table, notification of the operators."""

import hashlib
import json
import logging
import threading
import time
import uuid
from typing import Any

from boto3.dynamodb.types import TypeSerializer
from botocore.exceptions import BotoCoreError, ClientError

from careless.aws import Aws, DependencyError

SEVERITIES = ("low", "medium", "high", "critical")
THIRTY_DAYS = 30 * 24 * 3600
log = logging.getLogger(__name__)


class Incidents:
    """Records failures, and works off the error queue."""

    def __init__(self, aws: Aws) -> None:
        self._aws = aws

    def report(self, error: Exception, request_id: str, user_id: str | None) -> None:
        """Record a failure of a request; what can't be recorded now is queued."""
        record = _record(error, request_id, user_id)
        self._try(self._send, self._aws.config.dead_letter_queue, record)
        if not (self._try(self._save, record) and self._try(self._notify, record)):
            self._try(self._send, self._aws.config.error_queue, record)

    def start(self) -> None:
        """Work off the error queue in the background."""
        threading.Thread(target=self._work, daemon=True).start()

    def _work(self) -> None:
        while True:
            self._try(self._work_once) or time.sleep(1)

    def _work_once(self) -> None:
        sqs = self._aws.client("sqs")
        queue = self._aws.config.error_queue
        for message in sqs.receive_message(QueueUrl=queue, WaitTimeSeconds=20, MaxNumberOfMessages=10).get(
            "Messages", []
        ):
            if self._try(self._process, message["Body"]):
                sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])

    def _process(self, body: str) -> None:
        record = json.loads(body)
        record = {
            **{name: record[name] for name in ("request_id", "user_id", "service", "operation")},
            "exception": {
                "type": str(record["exception"]["type"]),
                "message": str(record["exception"]["message"]),
            },
            "timestamp": int(record["timestamp"]),
            "severity": SEVERITIES[SEVERITIES.index(record.get("severity") or "high")],
        }
        self._save(record)
        self._notify(record)

    def _send(self, queue: str, record: dict[str, Any]) -> None:
        self._aws.client("sqs").send_message(QueueUrl=queue, MessageBody=json.dumps(record))

    def _save(self, record: dict[str, Any]) -> None:
        identity = json.dumps(record, sort_keys=True)
        kind = "|".join((record["service"], record["operation"], record["exception"]["type"]))
        row = {
            "error_id": str(uuid.uuid5(uuid.NAMESPACE_URL, identity)),
            "error_hash": hashlib.md5(kind.encode(), usedforsecurity=False).hexdigest(),
            "ttl": int(time.time()) + THIRTY_DAYS,
            **record,
        }
        item = {name: TypeSerializer().serialize(value) for name, value in row.items()}
        self._aws.client("dynamodb").put_item(TableName=self._aws.config.error_table, Item=item)

    def _notify(self, record: dict[str, Any]) -> None:
        if record["severity"] in ("high", "critical"):
            self._aws.client("sns").publish(
                TopicArn=self._aws.config.error_topic,
                Subject=f"[{record['severity']}] Manuel {self._aws.config.stage}: {record['service']}",
                Message=json.dumps(record),
                MessageAttributes={
                    name: {"DataType": "String", "StringValue": record[name]}
                    for name in ("severity", "service")
                },
            )

    def _try(self, step: Any, *arguments: Any) -> bool:
        try:
            step(*arguments)
        except (ClientError, BotoCoreError, KeyError, TypeError, ValueError):
            log.exception("Could not %s", step.__name__)
            return False
        return True


def _record(error: Exception, request_id: str, user_id: str | None) -> dict[str, Any]:
    known = error if isinstance(error, DependencyError) else None
    cause: Exception = known.cause if known else error
    code = cause.response["Error"]["Code"] if isinstance(cause, ClientError) else type(cause).__name__
    service = known.service if known else "backend"
    operation = "".join(part.title() for part in known.operation.split("_")) if known else "handle"
    return {
        "request_id": request_id,
        "user_id": user_id,
        "service": service,
        "operation": operation,
        "exception": {"type": code, "message": str(cause)[:1000]},
        "timestamp": int(time.time()),
        "severity": "critical" if service in ("backend", "dynamodb") else "high",
    }

"""Error tracking: what happens to a failure for which the user is not responsible.

It goes to the dead-letter queue and to the error-tracking table, and the operators are notified if it is serious.
"""

import hashlib
import json
import logging
import uuid
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from typing import Any, Literal, Self, get_args

from botocore.exceptions import BotoCoreError, ClientError

from manuel_sandbox.aws.clients import AwsClients, DeadlineExceededError
from manuel_sandbox.aws.errors import CircuitOpenError, DependencyError, DependencyRefusedError
from manuel_sandbox.aws.invocation import grace_period
from manuel_sandbox.aws.table import TableClient
from manuel_sandbox.times import Clock

logger = logging.getLogger(__name__)

Severity = Literal["low", "medium", "high", "critical"]
SEVERITIES: tuple[Severity, ...] = get_args(Severity)
NOTIFIED_SEVERITIES: tuple[Severity, ...] = ("high", "critical")
LOW_SEVERITY_SERVICES = ("cache", "cloudwatch")
ROW_LIFETIME = timedelta(days=30)
LONGEST_MESSAGE = 1000
LONGEST_SUBJECT = 100
CALL_FAILURES = (ClientError, BotoCoreError, DeadlineExceededError)


class MalformedRecordError(ValueError):
    """A message of the error queue is not an error record."""


@dataclass(frozen=True, slots=True)
class ErrorRecord:
    """One failure.

    Attributes:
        service: The dependency that has failed, or `backend`.
        operation: The operation that has failed.
        exception_type: The class of the exception, or the error code of AWS.
        exception_message: The message of the exception.
        timestamp: When it happened, in epoch seconds.
        operators_notified: Whether the operators have been notified.
    """

    request_id: str
    user_id: str | None
    service: str
    operation: str
    exception_type: str
    exception_message: str
    timestamp: int
    severity: Severity
    operators_notified: bool = False

    @property
    def error_id(self) -> str:
        """An id that is the same however often the message of a failure is delivered."""
        values = asdict(replace(self, operators_notified=False))
        return str(uuid.uuid5(uuid.NAMESPACE_OID, json.dumps(values)))

    @property
    def error_hash(self) -> str:
        """A hash that all failures of one kind share."""
        kind = f"{self.service}|{self.operation}|{self.exception_type}"
        return hashlib.sha256(kind.encode()).hexdigest()[:32]

    def to_message(self) -> dict[str, Any]:
        """Return the record as it is sent to a queue."""
        values = asdict(self)
        del values["operators_notified"]
        exception = {"type": values.pop("exception_type"), "message": values.pop("exception_message")}
        return {**values, "exception": exception}

    @classmethod
    def from_message(cls, message: Any) -> Self:
        """Return the record of a message.

        Raises:
            MalformedRecordError: The message is not one that `to_message` could have returned.
        """
        try:
            return cls(
                request_id=_string(message["request_id"]),
                user_id=None if message["user_id"] is None else _string(message["user_id"]),
                service=_string(message["service"]),
                operation=_string(message["operation"]),
                exception_type=_string(message["exception"]["type"]),
                exception_message=_string(message["exception"]["message"]),
                timestamp=int(message["timestamp"]),
                severity=_severity(message.get("severity"), message["service"]),
                operators_notified=message.get("operators_notified") is True,
            )
        except (KeyError, TypeError, ValueError, OverflowError) as error:
            raise MalformedRecordError(f"not an error record: {type(error).__name__}: {error}") from error


class ErrorStore:
    """The error-tracking table, and the topic by which the operators are notified."""

    def __init__(
        self, *, table: TableClient, topic_arn: str, stage: str, clients: AwsClients, clock: Clock
    ) -> None:
        self._table = table
        self._topic_arn = topic_arn
        self._stage = stage
        self._clients = clients
        self._clock = clock

    def save(self, record: ErrorRecord) -> None:
        """Put a record into the table, and notify the operators if that is due. A record that is saved twice is one row.

        Raises:
            DependencyError: The table can't be written to.
            ClientError, BotoCoreError, DeadlineExceededError: The topic can't be published to.
        """
        self._table.put(
            {
                "error_id": record.error_id,
                "error_hash": record.error_hash,
                "ttl": int(self._clock() + ROW_LIFETIME.total_seconds()),
                **record.to_message(),
            }
        )
        self.notify_operators(record)

    def notify_operators(self, record: ErrorRecord) -> None:
        """Publish a record if it is serious and the operators have not been notified.

        Raises:
            ClientError, BotoCoreError, DeadlineExceededError: The topic can't be published to.
        """
        if record.severity in NOTIFIED_SEVERITIES and not record.operators_notified:
            self._publish(record)

    def _publish(self, record: ErrorRecord) -> None:
        self._clients.sns.publish(
            TopicArn=self._topic_arn,
            Subject=f"[{record.severity}] Manuel {self._stage}: {record.service}"[:LONGEST_SUBJECT],
            Message=json.dumps(record.to_message()),
            MessageAttributes={
                "severity": {"DataType": "String", "StringValue": record.severity},
                "service": {"DataType": "String", "StringValue": record.service},
            },
        )


class ErrorReporter:
    """Reports the failures of requests. If reporting itself fails, that is logged, and the response stays the same.

    The operators are notified before the table is written, because the failure of the table is the most serious of all. A record
    that can't be published or saved at once goes to the error queue, for the error processor to do so later.
    """

    def __init__(
        self,
        *,
        store: ErrorStore,
        dead_letter_queue_url: str,
        error_queue_url: str | None,
        clients: AwsClients,
        clock: Clock,
    ) -> None:
        self._store = store
        self._dead_letter_queue_url = dead_letter_queue_url
        self._error_queue_url = error_queue_url
        self._clients = clients
        self._clock = clock

    def report(self, error: Exception, *, request_id: str, user_id: str | None) -> None:
        """Report a final failure.

        Args:
            error: The failure. A call that an open circuit breaker has prevented does not count as one.
            request_id: The id of the request that has failed.
            user_id: The id of the user, or None without one.
        """
        if isinstance(error, CircuitOpenError):
            return
        record = self._record(error, request_id, user_id)
        message = json.dumps(record.to_message())
        logger.error("A request has failed: %s", message)
        self._send(self._dead_letter_queue_url, message)
        record = replace(record, operators_notified=self._try_to_notify(record))
        if not self._try_to_save(record) and self._error_queue_url is not None:
            pending = {**record.to_message(), "operators_notified": record.operators_notified}
            self._send(self._error_queue_url, json.dumps(pending))

    def _try_to_notify(self, record: ErrorRecord) -> bool:
        try:
            with grace_period():
                self._store.notify_operators(record)
        except CALL_FAILURES:
            logger.warning("The operators could not be notified of a failure", exc_info=True)
            return False
        return True

    def _try_to_save(self, record: ErrorRecord) -> bool:
        if record.service == "dynamodb":  # where the record would be saved
            return False
        try:
            with grace_period():
                self._store.save(record)
        except (DependencyError, *CALL_FAILURES):
            logger.warning("The record of a failure could not be saved", exc_info=True)
            return False
        return True

    def _send(self, queue_url: str, message: str) -> None:
        try:
            with grace_period():
                self._clients.sqs.send_message(QueueUrl=queue_url, MessageBody=message)
        except CALL_FAILURES:
            logger.exception("The record of a failure could not be queued: %s", message)

    def _record(self, error: Exception, request_id: str, user_id: str | None) -> ErrorRecord:
        if not isinstance(error, DependencyError):
            error = DependencyError("backend", "handle", type(error).__name__, str(error))
        return ErrorRecord(
            request_id=request_id,
            user_id=user_id,
            service=error.service,
            operation=error.operation,
            exception_type=error.cause_type,
            exception_message=error.message[:LONGEST_MESSAGE],
            timestamp=int(self._clock()),
            severity=_severity_of(error),
        )


def _severity_of(error: DependencyError) -> Severity:
    """Return the severity; what fails for every user until an operator repairs it is critical."""
    is_critical = isinstance(error, DependencyRefusedError) or error.service in ("backend", "dynamodb")
    return "critical" if is_critical else "high"


def _severity(given: Any, service: Any) -> Severity:
    for severity in SEVERITIES:
        if given == severity:
            return severity
    if given is not None:
        raise ValueError(f"unknown severity {given!r}")
    return "low" if service in LOW_SEVERITY_SERVICES else "high"


def _string(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is not a string")
    value.encode()  # half a character can be written to no table
    return value

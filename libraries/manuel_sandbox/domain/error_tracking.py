"""What becomes of a failure that the user can't help.

It goes to the dead-letter queue and to the error-tracking table, and the operators are told if it is serious.
"""

import hashlib
import json
import logging
import uuid
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from typing import Any, Literal, Self

from botocore.exceptions import BotoCoreError, ClientError

from manuel_sandbox.aws.clients import AwsClients, DeadlineExceededError
from manuel_sandbox.aws.errors import CircuitOpenError, DependencyError, DependencyRefusedError
from manuel_sandbox.aws.invocation import aftercare
from manuel_sandbox.aws.table import Table
from manuel_sandbox.times import Clock

logger = logging.getLogger(__name__)

Severity = Literal["low", "medium", "high", "critical"]
NOTIFIED: tuple[Severity, ...] = ("high", "critical")
LOW_SEVERITY_SERVICES = ("cache", "cloudwatch")
ROW_LIFETIME = timedelta(days=30)
LONGEST_MESSAGE = 1000
LONGEST_SUBJECT = 100
CALL_FAILURES = (ClientError, BotoCoreError, DeadlineExceededError)


class UnreadableErrorRecordError(ValueError):
    """A message is not what a record is written as."""


@dataclass(frozen=True, slots=True)
class ErrorRecord:
    """One failure, as it is written to the queue.

    Attributes:
        service: The dependency that failed, or `backend`.
        operation: What it was asked to do.
        exception_type: Class of the exception, or AWS's error code.
        exception_message: Its text.
        timestamp: Epoch seconds.
        operators_know: Whether it was published already.
    """

    request_id: str
    user_id: str | None
    service: str
    operation: str
    exception_type: str
    exception_message: str
    timestamp: int
    severity: Severity
    operators_know: bool = False

    @property
    def error_id(self) -> str:
        """The same for one failure however often its message is delivered."""
        values = asdict(replace(self, operators_know=False))
        return str(uuid.uuid5(uuid.NAMESPACE_OID, json.dumps(values)))

    @property
    def error_hash(self) -> str:
        """The same for all failures of the same kind."""
        kind = f"{self.service}|{self.operation}|{self.exception_type}"
        return hashlib.sha256(kind.encode()).hexdigest()[:32]

    def to_message(self) -> dict[str, Any]:
        """As it goes to the queue."""
        values = asdict(self)
        del values["operators_know"]
        exception = {"type": values.pop("exception_type"), "message": values.pop("exception_message")}
        return {**values, "exception": exception}

    @classmethod
    def from_message(cls, message: Any) -> Self:
        """Read a message of the queue.

        Raises:
            UnreadableErrorRecordError: It is not what `to_message` makes.
        """
        try:
            return cls(
                request_id=_text(message["request_id"]),
                user_id=None if message["user_id"] is None else _text(message["user_id"]),
                service=_text(message["service"]),
                operation=_text(message["operation"]),
                exception_type=_text(message["exception"]["type"]),
                exception_message=_text(message["exception"]["message"]),
                timestamp=int(message["timestamp"]),
                severity=_severity(message.get("severity"), message["service"]),
                operators_know=message.get("operators_know") is True,
            )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise UnreadableErrorRecordError(f"not a record: {type(error).__name__}: {error}") from error


class ErrorStore:
    """The error-tracking table and the error topic."""

    def __init__(
        self, *, table: Table, topic_arn: str, stage: str, clients: AwsClients, clock: Clock
    ) -> None:
        self._table = table
        self._topic_arn = topic_arn
        self._stage = stage
        self._clients = clients
        self._clock = clock

    def enter(self, record: ErrorRecord) -> None:
        """Write a failure down, and tell the operators if it is serious and they do not know it. Doing it twice makes one row.

        Raises:
            DependencyError: The table does not take it.
            ClientError, BotoCoreError, DeadlineExceededError: The topic does not take it.
        """
        self._table.put(
            {
                "error_id": record.error_id,
                "error_hash": record.error_hash,
                "ttl": int(self._clock() + ROW_LIFETIME.total_seconds()),
                **record.to_message(),
            }
        )
        self.tell_operators(record)

    def tell_operators(self, record: ErrorRecord) -> None:
        """Publish a failure if it is serious and was not published yet.

        Raises:
            ClientError, BotoCoreError, DeadlineExceededError: The topic does not take it.
        """
        if record.severity in NOTIFIED and not record.operators_know:
            self._notify(record)

    def _notify(self, record: ErrorRecord) -> None:
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
    """Reports failures of requests. That reporting fails is logged, and changes no answer.

    The operators do not wait for the table: its own failure is the most serious of all. A failure that can't be published or
    written down at once is left in the error queue, for the error processor to do that later.
    """

    def __init__(
        self,
        *,
        book: ErrorStore,
        dead_letter_queue_url: str,
        error_queue_url: str | None,
        clients: AwsClients,
        clock: Clock,
    ) -> None:
        self._store = book
        self._dead_letter_queue_url = dead_letter_queue_url
        self._error_queue_url = error_queue_url
        self._clients = clients
        self._clock = clock

    def report(self, error: Exception, *, request_id: str, user_id: str | None) -> None:
        """Report a failure that is final.

        Args:
            error: What failed. A call that was not made because its circuit breaker is open is no new failure.
            request_id: The request that it failed in.
            user_id: Whose request that was.
        """
        if isinstance(error, CircuitOpenError):
            return
        record = self._error_record(error, request_id, user_id)
        message = json.dumps(record.to_message())
        logger.error("a request failed: %s", message)
        self._send(self._dead_letter_queue_url, message)
        record = replace(record, operators_know=self._operators_were_told(record))
        if not self._is_written_down(record) and self._error_queue_url is not None:
            left_to_do = {**record.to_message(), "operators_know": record.operators_know}
            self._send(self._error_queue_url, json.dumps(left_to_do))

    def _operators_were_told(self, record: ErrorRecord) -> bool:
        try:
            with aftercare():
                self._store.tell_operators(record)
        except CALL_FAILURES:
            logger.warning("the operators could not be told of a failure", exc_info=True)
            return False
        return True

    def _is_written_down(self, record: ErrorRecord) -> bool:
        if record.service == "dynamodb":  # where it would be written down
            return False
        try:
            with aftercare():
                self._store.enter(record)
        except (DependencyError, *CALL_FAILURES):
            logger.warning("a failure could not be written down", exc_info=True)
            return False
        return True

    def _send(self, queue_url: str, message: str) -> None:
        try:
            with aftercare():
                self._clients.sqs.send_message(QueueUrl=queue_url, MessageBody=message)
        except CALL_FAILURES:
            logger.exception("a failure could not be queued: %s", message)

    def _error_record(self, error: Exception, request_id: str, user_id: str | None) -> ErrorRecord:
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
    """Critical is what fails for everybody until somebody mends it."""
    is_critical = isinstance(error, DependencyRefusedError) or error.service in ("backend", "dynamodb")
    return "critical" if is_critical else "high"


def _severity(given: Any, service: Any) -> Severity:
    for severity in ("low", "medium", "high", "critical"):
        if given == severity:
            return severity
    if given is not None:
        raise ValueError(f"severity {given!r}")
    return "low" if service in LOW_SEVERITY_SERVICES else "high"


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value

"""The function of the error queue, which saves the records of failures that could not be saved at once."""

import json
import logging
from collections.abc import Mapping
from typing import Any

from manuel_sandbox.aws.errors import DependencyError
from manuel_sandbox.aws.invocation import invocation
from manuel_sandbox.domain.error_tracking import (
    CALL_FAILURES,
    ErrorRecord,
    ErrorStore,
    MalformedRecordError,
)

logger = logging.getLogger(__name__)


class ErrorProcessor:
    """Lambda function for batches of SQS messages.

    Messages that can't be handled are listed in the result (AWS Lambda Developer Guide, "Implementing partial batch responses").
    They stay in the queue, and SQS moves them to the dead-letter queue after `maxReceiveCount` attempts.
    """

    def __init__(self, *, store: ErrorStore, budget_seconds: float) -> None:
        self._store = store
        self._budget_seconds = budget_seconds

    def __call__(self, event: Mapping[str, Any], _context: Any) -> dict[str, Any]:
        """Handle a batch of messages, as Lambda calls it."""
        with invocation(request_id=None, trace_id=None, budget_seconds=self._budget_seconds):
            failed = [record["messageId"] for record in event["Records"] if not self._is_handled(record)]
        return {"batchItemFailures": [{"itemIdentifier": message_id} for message_id in failed]}

    def _is_handled(self, record: Mapping[str, Any]) -> bool:
        try:
            self._store.save(_read(record["body"]))
        except (MalformedRecordError, DependencyError, *CALL_FAILURES):
            logger.warning("Message %s stays in the queue", record["messageId"], exc_info=True)
            return False
        return True


def _read(body: str) -> ErrorRecord:
    try:
        return ErrorRecord.from_message(json.loads(body))
    except (ValueError, RecursionError) as error:
        raise MalformedRecordError(f"not JSON: {error}") from error

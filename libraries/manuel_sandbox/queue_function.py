"""A handler of this process as the function of a queue."""

import json
import logging
import uuid
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from event_sources.source_mapping import DEFAULT_BATCH_SIZES, SourceMapping
from lambda_runtime.function import InvocationResult

logger = logging.getLogger(__name__)


class QueueFunction:
    """Invokes one handler in this process, whatever the name of the function.

    Args:
        handler: Called as Lambda calls it.
    """

    def __init__(self, handler: Callable[[dict[str, Any], Any], Any]) -> None:
        self._handler = handler

    def invoke(
        self,
        function_name: str,
        payload: bytes,
        *,
        trace_id: str | None = None,  # noqa: ARG002 - of the protocol `Functions`
        client_context: str | None = None,  # noqa: ARG002 - of the protocol `Functions`
    ) -> InvocationResult:
        """Call the handler; what it raises is an unhandled error, as on Lambda."""
        request_id = str(uuid.uuid4())
        try:
            result = self._handler(json.loads(payload), None)
        except Exception as error:
            logger.exception("%s could not handle its event", function_name)
            return InvocationResult(
                request_id, json.dumps({"errorMessage": str(error)}).encode(), "Unhandled"
            )
        return InvocationResult(request_id, json.dumps(result).encode())


def mapping_of(queue_url: str, region: str) -> SourceMapping:
    """Return the mapping of a queue to its function: one batch after another, and the function says what has failed.

    Args:
        queue_url: The URL of the queue.
        region: The region of the queue.
    """
    _, account_id, name = urlsplit(queue_url).path.rsplit("/", 2)
    return SourceMapping(
        function=name,
        source_arn=f"arn:aws:sqs:{region}:{account_id}:{name}",
        batch_size=DEFAULT_BATCH_SIZES["sqs"],
        reports_failures=True,
        maximum_concurrency=1,
    )

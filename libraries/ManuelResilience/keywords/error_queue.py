"""Keywords for the error queue."""

import time
import uuid
from typing import Literal

from robot.api.deco import keyword

from ManuelResilience.imported import imported

Severity = Literal["low", "medium", "high", "critical"]


class ErrorQueueKeywords:
    """Keywords for failures that the backend has yet to record."""

    @keyword(tags=["Error"])
    def send_failure_to_error_queue(self, *, severity: Severity = "medium") -> str:
        """Put a failure into the error queue, as those parts of the backend do that cannot record it themselves.

        Args:
            severity: The severity of the failure.

        Returns:
            The request id under which the failure is recorded.

        Example:
        ```robotframework
        ${request_id} =    Send Failure To Error Queue    severity=high
        DynamoDB Item Should Exist    error-tracking    request_id=${request_id}
        ```
        """
        request_id = str(uuid.uuid4())
        failure = {
            "request_id": request_id,
            "user_id": None,
            "service": "bedrock",
            "operation": "InvokeModel",
            "exception": {"type": "ReadTimeoutError", "message": "There was no response in time."},
            "timestamp": int(time.time()),
            "severity": severity,
        }
        imported("MockAWS").send_message("error", failure)
        return request_id

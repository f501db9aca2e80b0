"""Keywords for the error queue."""

import time
import uuid
from typing import Literal

from robot.api.deco import keyword
from robot.utils import DotDict

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
        failure = self.compose_failure_message(severity=severity)
        imported("MockAWS").send_message("error", failure)
        return str(failure.request_id)

    @keyword(tags=["Error", "Getter"])
    def compose_failure_message(self, *, severity: str = "medium") -> DotDict:
        """Return a failure as a message of the error queue, for a test that sends it itself.

        Args:
            severity: The severity of the failure. One that does not exist makes a message that cannot be processed.

        Returns:
            `request_id`, which is another one each time, `user_id`, `service`, `operation`, `exception`, `timestamp` and
            `severity`.

        Example:
        ```robotframework
        ${failure} =    Compose Failure Message    severity=high
        Send Message Batch    error    ${failure}    this is not JSON
        DynamoDB Item Should Exist    error-tracking    request_id=${failure.request_id}
        ```
        """
        return DotDict(
            request_id=str(uuid.uuid4()),
            user_id=None,
            service="bedrock",
            operation="InvokeModel",
            exception={"type": "ReadTimeoutError", "message": "There was no response in time."},
            timestamp=int(time.time()),
            severity=severity,
        )

"""What is answered when a function does not answer itself.

The types and texts are those of AWS Lambda (AWS Lambda Developer Guide, "Understanding retry behavior" and the troubleshooting
chapters, and what the service answers).
"""

import json
import signal
import time

from lambda_runtime.supervisor import ProcessEnd

MOST_RESPONSE_BYTES = 6 * 1024 * 1024 + 100
"""The size of a synchronous response (AWS Lambda Developer Guide, "Quotas"); its error names 6291556 bytes."""


def error_payload(error_type: str, message: str) -> bytes:
    """Return an error as Lambda answers it."""
    return json.dumps({"errorType": error_type, "errorMessage": message}).encode()


def response_too_large() -> bytes:
    """Return the error of a result that is larger than Lambda passes on."""
    text = f"Response payload size exceeded maximum allowed payload size ({MOST_RESPONSE_BYTES} bytes)."
    return error_payload("Function.ResponseSizeTooLarge", text)


def timed_out(request_id: str, seconds: float) -> tuple[bytes, str]:
    """Return the error of an invocation that took too long, and the line of the log."""
    text = f"Task timed out after {seconds:.2f} seconds"
    moment = time.strftime("%Y-%m-%dT%H:%M:%S.000Z", time.gmtime())
    return error_payload(
        "Sandbox.Timedout", f"RequestId: {request_id} Error: {text}"
    ), f"{moment} {request_id} {text}"


def process_ended(request_id: str, end: ProcessEnd) -> tuple[bytes, str]:
    """Return the error of an invocation during which the process ended, and the line of the log."""
    text = f"RequestId: {request_id} Error: {_manner(end.status)}"
    return error_payload("Runtime.ExitError", text), f"{text}\nRuntime.ExitError"


def _manner(status: int | None) -> str:
    if status is None or status == 0:
        return "Runtime exited without providing a reason"
    if status < 0:
        return f"Runtime exited with error: signal: {(signal.strsignal(-status) or str(-status)).lower()}"
    return f"Runtime exited with error: exit status {status}"

"""One invocation, as the process of a function gets it and answers it."""

import secrets
import time
import uuid
from dataclasses import dataclass, field


def new_trace_id() -> str:
    """Return the value of `X-Amzn-Trace-Id` of a request that begins here (AWS X-Ray Developer Guide, "Tracing header")."""
    root = f"1-{int(time.time()):08x}-{secrets.token_hex(12)}"
    return f"Root={root};Parent={secrets.token_hex(8)};Sampled=0"


@dataclass(frozen=True, slots=True)
class FunctionInvocation:
    """One event for a function.

    Attributes:
        function_arn: The ARN by which the function was invoked.
        payload: The event, in JSON.
        trace_id: The value of `X-Amzn-Trace-Id`.
        client_context: What a mobile client tells about itself, in JSON.
        request_id: The id of the invocation.
    """

    function_arn: str
    payload: bytes
    trace_id: str = field(default_factory=new_trace_id)
    client_context: str | None = None
    request_id: str = field(default_factory=lambda: str(uuid.uuid4()))


@dataclass(frozen=True, slots=True)
class ProcessAnswer:
    """What the process of a function has answered.

    Attributes:
        payload: The result, or the error, in JSON.
        is_error: Whether it is an error.
    """

    payload: bytes
    is_error: bool = False

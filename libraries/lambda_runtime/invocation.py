"""One invocation, as the process of a function gets it and answers it."""

import secrets
import uuid
from dataclasses import dataclass, field

from trace_ids import new_trace_id


def new_trace_header() -> str:
    """Return the value of `X-Amzn-Trace-Id` of an invocation with which a trace begins: it has a parent and is not sampled."""
    return f"{new_trace_id()};Parent={secrets.token_hex(8)};Sampled=0"


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
    trace_id: str = field(default_factory=new_trace_header)
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

"""The trace that the request of the current thread belongs to: what services send because of the request belongs to it as well.

AWS X-Ray Developer Guide, "Amazon SQS and AWS X-Ray", "Amazon SNS and AWS X-Ray", "Amazon S3 and AWS X-Ray".
"""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from contextvars import ContextVar
from typing import Any

from aws_stand_in.context_values import holding

SYSTEM_ATTRIBUTE = "AWSTraceHeader"

_trace_id: ContextVar[str | None] = ContextVar("trace_id", default=None)


def within(trace_id: str | None) -> AbstractContextManager[None]:
    """Let what is sent in the current thread belong to a trace; None for no trace."""
    return holding(_trace_id, trace_id)


def trace_id() -> str | None:
    """Return the value of `X-Amzn-Trace-Id` of the current request, None if it has none."""
    return _trace_id.get()


def traced(message: Mapping[str, Any]) -> dict[str, Any]:
    """Return the parameters of a message with the trace, unless its sender has named another one."""
    current = trace_id()
    if current is None or message.get("MessageSystemAttributes"):
        return dict(message)
    attribute = {SYSTEM_ATTRIBUTE: {"DataType": "String", "StringValue": current}}
    return {**message, "MessageSystemAttributes": attribute}

"""The trace that the request of the current thread belongs to: what services send because of the request belongs to it as well.

AWS X-Ray Developer Guide, "Amazon SQS and AWS X-Ray", "Amazon SNS and AWS X-Ray", "Amazon S3 and AWS X-Ray".
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

SYSTEM_ATTRIBUTE = "AWSTraceHeader"

_trace_id: ContextVar[str | None] = ContextVar("trace_id", default=None)


@contextmanager
def within(trace_id: str | None) -> Iterator[None]:
    """Let what is sent in the current thread belong to a trace; None for no trace."""
    token = _trace_id.set(trace_id)
    try:
        yield
    finally:
        _trace_id.reset(token)


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

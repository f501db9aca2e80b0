"""Functions that run here, for services that send them events: S3, EventBridge, topics and alarms invoke them asynchronously.

An event for a function that does not run here does not fail its sender: on AWS, delivery happens later and elsewhere.
"""

import logging
from collections.abc import Callable
from contextlib import AbstractContextManager
from contextvars import ContextVar

from aws_stand_in.context_values import holding

logger = logging.getLogger(__name__)

InvokeLater = Callable[[str, bytes], bool]
"""Invokes the function of an ARN with an event, in JSON; returns whether there is such a function."""

_invoke_later: ContextVar[InvokeLater] = ContextVar("invoke_later")
"""How functions are invoked on behalf of the request that the current thread serves."""


def invoking_by(invoke_later: InvokeLater) -> AbstractContextManager[None]:
    """Let services invoke functions in this way in the current thread."""
    return holding(_invoke_later, invoke_later)


def send_event(function_arn: str, event: str) -> bool:
    """Invoke a function asynchronously, and return whether there is such a function.

    Args:
        function_arn: Its ARN.
        event: The event, in JSON.
    """
    invoke_later = _invoke_later.get(None)
    if invoke_later is not None and invoke_later(function_arn, event.encode()):
        return True
    logger.warning("No function %s runs here: an event does not reach it.", function_arn)
    return False

"""SQS long polling without holding the account's lock: look, sleep until something has changed, look again."""

import json
import re
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlencode

from aws_stand_in.aws_response import AwsResponse
from fault_engine.identification import read_body, replace_body

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

LONGEST_SLEEP_SECONDS = 0.1
"""A message also becomes visible when its delay or visibility timeout ends, which wakes no sleeper."""

LONGEST_WAIT_SECONDS = 20


def take_wait_seconds(environ: "WSGIEnvironment", account_id: str, region: str) -> int:
    """Turn a ReceiveMessage request into one that does not wait.

    Returns:
        How long the caller is willing to wait: the request's WaitTimeSeconds or else the queue's own setting. It is
        0 for a value or a body that SQS refuses; that request is left unchanged, so that it will be refused.
    """
    body = read_body(environ)
    try:
        parameters = _parameters(body)
    except ValueError:
        return 0
    asked = parameters.get("WaitTimeSeconds")
    if asked is None:
        seconds = _queue_setting(str(parameters.get("QueueUrl", environ["PATH_INFO"])), account_id, region)
    elif str(asked).isdecimal() and int(asked) <= LONGEST_WAIT_SECONDS:
        seconds = int(asked)
    else:
        return 0
    replace_body(environ, _with_parameter(body, "WaitTimeSeconds", 0))
    return seconds


def poll(look: Callable[[], AwsResponse], sleep: Callable[[float], None], seconds: float) -> AwsResponse:
    """Look for messages until there is one or `seconds` have passed.

    Args:
        look: Receives without waiting, under the account's lock.
        sleep: Sleeps, and returns early if something in the account changes.
        seconds: How long to continue.
    """
    end = time.monotonic() + seconds
    response = look()
    while _is_empty(response) and (remaining := end - time.monotonic()) > 0:
        sleep(min(remaining, LONGEST_SLEEP_SECONDS))
        response = look()
    return response


def _is_empty(response: AwsResponse) -> bool:
    body = response.body if isinstance(response.body, bytes) else b""
    return response.status == 200 and b'"MessageId"' not in body and b"<MessageId>" not in body  # noqa: PLR2004


def _parameters(body: bytes) -> dict[str, Any]:
    if body.lstrip().startswith(b"{"):
        parsed: dict[str, Any] = json.loads(body)
        return parsed
    return {name: values[0] for name, values in parse_qs(body.decode()).items()}


def _with_parameter(body: bytes, name: str, value: int) -> bytes:
    if body.lstrip().startswith(b"{"):
        return json.dumps({**json.loads(body), name: value}).encode()
    return urlencode({**{n: v[0] for n, v in parse_qs(body.decode()).items()}, name: value}).encode()


def _queue_setting(queue_url: str, account_id: str, region: str) -> int:
    from moto.sqs.models import sqs_backends

    name = re.sub(r".*/", "", queue_url.rstrip("/"))
    queue = sqs_backends[account_id][region].queues.get(name)
    return int(getattr(queue, "receive_message_wait_time_seconds", 0) or 0)

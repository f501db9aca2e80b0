"""Messages that a queue delivers again although they have been deleted."""

import json
import re
from dataclasses import replace
from typing import Any, Literal
from urllib.parse import parse_qsl, urlencode

from fault_engine.faults.base import Distortion, FaultedRequest, Serve
from fault_engine.identification import CALL_KEY, Call, Environ, read_body, replace_body
from fault_engine.responses import HttpResponse

DELETION, RETURN = "DeleteMessage", "ChangeMessageVisibility"
TIMEOUT = "VisibilityTimeout"
_ENTRY = re.compile(rf"{DELETION}BatchRequestEntry\.(?P<number>\d+)\.Id")

_TAG = re.compile(rb"(</?)" + RETURN.encode())
"""What elements of a response in the query protocol begin with; one in JSON names no operation."""


class DuplicateDelivery(Distortion):
    """SQS confirms that a message is deleted, and delivers it again at once.

    A server that holds a copy of the message may miss the deletion (Amazon SQS Developer Guide, "At-least-once delivery").
    The request becomes one for a visibility timeout of 0. Without `times`, a message comes again each time that it is
    deleted.
    """

    fault: Literal["duplicate_delivery"]

    def applies_to(self, call: Call) -> bool:
        return call.service == "sqs" and call.operation in (DELETION, f"{DELETION}Batch")

    def distort(self, request: FaultedRequest, serve: Serve) -> HttpResponse:
        _return_instead(request.environ)
        response = serve()
        return replace(response, body=_TAG.sub(rb"\1" + DELETION.encode(), response.body))

    def describe(self) -> str:
        return "deleted messages that come again"


def _return_instead(environ: Environ) -> None:
    """Make a request that deletes messages one that returns them to the queue."""
    target, body = environ.get("HTTP_X_AMZ_TARGET"), read_body(environ)
    if target is None:
        replace_body(environ, _returning_form(body))
    else:
        environ["HTTP_X_AMZ_TARGET"] = target.replace(DELETION, RETURN)
        replace_body(environ, json.dumps(_returning(json.loads(body))).encode())
    del environ[CALL_KEY]


def _returning(parameters: dict[str, Any]) -> dict[str, Any]:
    if "Entries" in parameters:
        return {**parameters, "Entries": [{**entry, TIMEOUT: 0} for entry in parameters["Entries"]]}
    return {**parameters, TIMEOUT: 0}


def _returning_form(body: bytes) -> bytes:
    """Return the parameters of the query protocol."""
    pairs = parse_qsl(body.decode(), keep_blank_values=True)
    renamed = [
        (name.replace(DELETION, RETURN), value.replace(DELETION, RETURN) if name == "Action" else value)
        for name, value in pairs
    ]
    entries = [found["number"] for name, _ in pairs if (found := _ENTRY.fullmatch(name))]
    timeouts = [f"{RETURN}BatchRequestEntry.{number}.{TIMEOUT}" for number in entries] or [TIMEOUT]
    return urlencode([*renamed, *((name, "0") for name in timeouts)]).encode()

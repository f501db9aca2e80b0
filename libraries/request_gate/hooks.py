"""The places in requests and botocore where each request passes."""

import functools
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from request_gate.gate import RequestGate
from request_gate.interruptions import alarms_at_safe_points

if TYPE_CHECKING:
    from botocore.awsrequest import AWSPreparedRequest
    from botocore.model import OperationModel
    from requests import PreparedRequest

_GateSource = Callable[[], RequestGate]
_admitted: "WeakKeyDictionary[PreparedRequest, tuple[str, str]]" = WeakKeyDictionary()


def admit_batch(gate: RequestGate, requests: "Sequence[PreparedRequest]") -> None:
    """Let requests pass that will be sent at the same moment: all of them, or none.

    Raises:
        RequestRefusedError: One of them must not be sent, or they are too many.
    """
    for request in requests:
        gate.admit(*_target(request), requests=len(requests) if request is requests[0] else 0)
    _admitted.update((request, _target(request)) for request in requests)


@functools.cache
def guard_requests(gate: _GateSource) -> None:
    """Have every request pass the gate that any session or adapter of `requests` sends in this process, redirects included.

    The gate may wait, so it comes before the session, which measures the time to the response; the adapter asks again about
    requests that reach it without a session.
    """
    from requests import Session
    from requests.adapters import HTTPAdapter

    send_on_session, send_on_adapter = Session.send, HTTPAdapter.send

    def admit_once(request: "PreparedRequest") -> None:
        if _admitted.get(request) != _target(request):
            gate().admit(*_target(request))
            _admitted[request] = _target(request)

    @functools.wraps(send_on_session)
    def guarded_session(self: Session, request: "PreparedRequest", **options: Any) -> Any:
        with alarms_at_safe_points():
            admit_once(request)
            return send_on_session(self, request, **options)

    @functools.wraps(send_on_adapter)
    def guarded_adapter(self: HTTPAdapter, request: "PreparedRequest", *args: Any, **options: Any) -> Any:
        admit_once(request)
        del _admitted[request]
        return send_on_adapter(self, request, *args, **options)

    Session.send = guarded_session  # type: ignore[method-assign]
    HTTPAdapter.send = guarded_adapter  # type: ignore[method-assign]


@functools.cache
def guard_botocore(gate: _GateSource) -> None:
    """Have every attempt of an AWS call pass the gate, on every client that is created from now on in this process."""
    from botocore import handlers

    def before_send(request: "AWSPreparedRequest", event_name: str, **_: Any) -> None:
        service, operation = event_name.split(".")[1:]
        gate().admit_aws(service, operation, request.url)

    def after_call(model: "OperationModel", parsed: "dict[str, Any]", **_: Any) -> None:
        signs_in = model.name in ("InitiateAuth", "RespondToAuthChallenge")
        if signs_in and parsed.get("Error", {}).get("Code") in (
            "NotAuthorizedException",
            "UserNotFoundException",
        ):
            gate().record_failed_sign_in()

    handlers.BUILTIN_HANDLERS += [("before-send", before_send), ("after-call", after_call)]


def _target(request: "PreparedRequest") -> tuple[str, str]:
    return str(request.method), str(request.url)

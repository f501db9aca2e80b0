"""The WSGI stage at which faults happen: fault before, application, fault after."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from fault_engine.active_rules import Strike
from fault_engine.faults import Distortion, Exchange, Phase, Serve
from fault_engine.identification import Call, Environ
from fault_engine.replies import Reply

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication

    from fault_engine.engine import FaultEngine

RULES_KEY = "failure_simulator.rules"
"""Where an environ keeps the names of the rules that hit its request."""

RULE_HEADER = "X-Fault-Rule"
"""Names the rules that a reply owes its content or its lateness to."""


def rules_that_hit(environ: Environ) -> tuple[str, ...]:
    """The names of the rules that hit a request, in the order in which they acted; empty for most."""
    return tuple(environ.get(RULES_KEY, ()))


class Stage:
    """An application with faults before and after it."""

    def __init__(
        self, engine: "FaultEngine", application: "WSGIApplication", identify: Callable[[Environ], Call]
    ) -> None:
        self._engine = engine
        self._application = application
        self._identify = identify

    def __call__(self, environ: Environ, start_response: "StartResponse") -> Iterable[bytes]:
        if not self._engine.is_armed:
            return self._application(environ, start_response)
        call = self._identify(environ)
        strikes = self._engine.strikes_at(call, environ)
        if not strikes:
            return self._application(environ, start_response)
        environ[RULES_KEY] = [strike.rule.name for strike in strikes]
        return self._under_fault(strikes, call, environ, start_response)

    def _under_fault(
        self, strikes: Sequence[Strike], call: Call, environ: Environ, start_response: "StartResponse"
    ) -> Iterable[bytes]:
        acts = [(strike, self._exchange(strike, call, environ)) for strike in strikes]
        for strike, exchange in acts:
            if strike.rule.phase is Phase.BEFORE:
                reply = self._interrupt(strike, exchange)
                if reply is not None:
                    return _send(reply, environ, start_response)
        late = [(strike, exchange) for strike, exchange in acts if strike.rule.phase is Phase.AFTER]
        if not late:
            return self._application(environ, _marking(environ, start_response))
        serve: Serve = partial(capture, self._application, environ)
        for strike, exchange in late:
            serve = partial(self._distort, strike, exchange, serve)
        return _send(serve(), environ, start_response)

    def _interrupt(self, strike: Strike, exchange: Exchange) -> Reply | None:
        with self._engine.journal.recorded(strike.rule, exchange.call):
            return strike.rule.fault.interrupt(exchange)

    def _distort(self, strike: Strike, exchange: Exchange, serve: Serve) -> Reply:
        fault = strike.rule.fault
        if isinstance(fault, Distortion):
            with self._engine.journal.recorded(strike.rule, exchange.call):
                return fault.distort(exchange, serve)
        reply = serve()
        return self._interrupt(strike, exchange) or reply

    def _exchange(self, strike: Strike, call: Call, environ: Environ) -> Exchange:
        return Exchange(environ, call, strike.active.ended, strike.fraction)


def capture(application: "WSGIApplication", environ: Environ) -> Reply:
    """Let an application answer and take its whole reply."""
    started: list[tuple[str, list[tuple[str, str]]]] = []
    written: list[bytes] = []

    def start_response(
        status: str, headers: list[tuple[str, str]], _exc_info: object = None
    ) -> Callable[[bytes], object]:
        started.append((status, headers))
        return written.append

    chunks = application(environ, start_response)
    try:
        written.extend(chunks)
    finally:
        if hasattr(chunks, "close"):
            chunks.close()
    status, headers = started[-1]
    return Reply(int(status.split(None, 1)[0]), tuple(headers), b"".join(written))


def _mark(environ: Environ) -> tuple[str, str]:
    return RULE_HEADER, ", ".join(environ[RULES_KEY]).encode("ascii", "replace").decode()


def _marking(environ: Environ, start_response: "StartResponse") -> "StartResponse":
    """Mark a reply that is genuine but late."""

    def start(status: str, headers: list[tuple[str, str]], *exc_info: Any) -> Any:
        return start_response(status, [*headers, _mark(environ)], *exc_info)

    return cast("StartResponse", start)


def _send(reply: Reply, environ: Environ, start_response: "StartResponse") -> Iterable[bytes]:
    headers = [(name, value) for name, value in reply.headers if name.lower() != "transfer-encoding"]
    if environ["REQUEST_METHOD"] != "HEAD":
        headers = [(name, value) for name, value in headers if name.lower() != "content-length"]
        headers.append(("Content-Length", str(len(reply.body))))
    start_response(reply.status_line, [*headers, _mark(environ)])
    return [reply.body]

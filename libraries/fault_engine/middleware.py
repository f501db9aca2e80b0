"""The WSGI middleware that injects faults: before the application, after it, or instead of it."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from werkzeug.test import run_wsgi_app

from fault_engine.active_rule import Injection
from fault_engine.faults import Distortion, Phase, Serve
from fault_engine.identification import Call, Environ, read_body
from fault_engine.journal import Effect
from fault_engine.responses import HttpResponse
from fault_engine.rule_set import RuleSet

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication

RULES_KEY = "fault_engine.rules"
"""Where an environ keeps the names of the rules that hit its request."""

RULE_HEADER = "X-Fault-Rule"
"""Names the rules that made a response what it is, or late."""


def rules_that_hit(environ: Environ) -> tuple[str, ...]:
    """Return the names of the rules that hit a request, in the order in which they acted."""
    return tuple(environ.get(RULES_KEY, ()))


class FaultMiddleware:
    """An application with faults injected before and after it.

    Args:
        rules: Decide which faults are injected.
        application: What serves the requests.
        identify: Returns which call a request is.
    """

    def __init__(
        self, rules: RuleSet, application: "WSGIApplication", identify: Callable[[Environ], Call]
    ) -> None:
        self._rules = rules
        self._application = application
        self._identify = identify

    def __call__(self, environ: Environ, start_response: "StartResponse") -> Iterable[bytes]:
        if self._rules.is_empty:
            return self._application(environ, start_response)
        call = self._identify(environ)
        injections = self._rules.injections(call, environ)
        if not injections:
            return self._application(environ, start_response)
        environ[RULES_KEY] = [injection.rule.name for injection in injections]
        return self._inject(injections, environ, start_response)

    def _inject(
        self, injections: Sequence[Injection], environ: Environ, start_response: "StartResponse"
    ) -> Iterable[bytes]:
        before = [injection for injection in injections if injection.rule.phase is Phase.BEFORE]
        after = [injection for injection in injections if injection.rule.phase is Phase.AFTER]
        for injection in before:
            response = self._interrupt(injection)
            if response is not None:
                return _send(response, environ, start_response)
        if not after:
            return self._application(environ, _marking(environ, start_response))
        read_body(environ)  # a fault that acts later must find it read
        serve: Serve = partial(_captured, self._application, environ)
        for injection in after:
            serve = partial(self._distort, injection, serve)
        return _send(serve(), environ, start_response)

    def _interrupt(self, injection: Injection) -> HttpResponse | None:
        with self._rules.journal.recorded(injection.rule, injection.request.call):
            return injection.rule.fault.interrupt(injection.request)

    def _distort(self, injection: Injection, serve: Serve) -> HttpResponse:
        fault = injection.rule.fault
        if not isinstance(fault, Distortion):
            response = serve()
            return self._interrupt(injection) or response
        served = _Served(serve)
        with self._rules.journal.recorded(injection.rule, injection.request.call) as effect:
            response = fault.distort(injection.request, served)
        if response is served.latest:
            self._withdraw(injection, effect)
        return response

    def _withdraw(self, injection: Injection, effect: Effect) -> None:
        """Let an injection be none: the response left nothing to change."""
        injection.withdraw()
        self._rules.journal.withdraw(effect)
        injection.request.environ[RULES_KEY].remove(injection.rule.name)


class _Served:
    """Has the work done, and remembers the genuine response."""

    def __init__(self, serve: Serve) -> None:
        self._serve = serve
        self.latest: HttpResponse | None = None

    def __call__(self) -> HttpResponse:
        self.latest = self._serve()
        return self.latest


def _captured(application: "WSGIApplication", environ: Environ) -> HttpResponse:
    """Let an application answer and return its whole response."""
    chunks, status, headers = run_wsgi_app(application, environ, buffered=True)
    return HttpResponse(int(status.split(None, 1)[0]), tuple(headers), b"".join(chunks))


def _mark(environ: Environ) -> list[tuple[str, str]]:
    names = ", ".join(environ[RULES_KEY]).encode("ascii", "replace").decode()
    return [(RULE_HEADER, names)] if names else []


def _marking(environ: Environ, start_response: "StartResponse") -> "StartResponse":
    """Mark a response that is genuine but late."""

    def start(status: str, headers: list[tuple[str, str]], *exc_info: Any) -> Any:
        return start_response(status, [*headers, *_mark(environ)], *exc_info)

    return cast("StartResponse", start)


def _send(response: HttpResponse, environ: Environ, start_response: "StartResponse") -> Iterable[bytes]:
    headers = [(name, value) for name, value in response.headers if name.lower() != "transfer-encoding"]
    if environ["REQUEST_METHOD"] != "HEAD":
        headers = [(name, value) for name, value in headers if name.lower() != "content-length"]
        headers.append(("Content-Length", str(len(response.body))))
    start_response(response.status_line, [*headers, *_mark(environ)])
    return [response.body]

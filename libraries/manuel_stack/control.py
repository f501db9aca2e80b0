"""The paths of `docs/control-api.md` below `/_stack/`: what a stack is, what its backend has done, and its clock."""

import json
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from werkzeug.exceptions import BadRequest, HTTPException, MethodNotAllowed, NotFound
from werkzeug.routing import Map, Rule
from werkzeug.wrappers import Request, Response

from manuel_stack.backend_log import BackendLog
from manuel_stack.clock import AdjustableClock

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

PREFIX = "/_stack/"


class StackControl:
    """WSGI application that serves these paths.

    Args:
        describe: Returns the addresses and names of the stack.
        log: What the backend has logged.
        connections: The addresses that the backend has connected to, of hosts that users name.
        sent_headers: The headers that it has sent there.
        clock: The backend's clock.
        reset_usage: Lets the usage plans of the backend count anew.
    """

    def __init__(  # noqa: PLR0913 - what a stack has
        self,
        *,
        describe: Callable[[], Mapping[str, Any]],
        log: BackendLog,
        connections: Collection[str],
        sent_headers: Collection[str],
        clock: AdjustableClock,
        reset_usage: Callable[[], None],
    ) -> None:
        self._describe = describe
        self._log = log
        self._connections = connections
        self._sent_headers = sent_headers
        self._clock = clock
        self._reset_usage = reset_usage
        self._routes = Map(
            [
                Rule(f"{PREFIX}environment", endpoint=self.environment, methods=["GET"]),
                Rule(f"{PREFIX}log", endpoint=self.log, methods=["GET"]),
                Rule(f"{PREFIX}connections", endpoint=self.connections, methods=["GET"]),
                Rule(f"{PREFIX}usage/reset", endpoint=self.reset_usage, methods=["POST"]),
                Rule(f"{PREFIX}clock", endpoint=self.advance_clock, methods=["POST"]),
            ]
        )

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer one request."""
        request = Request(environ)
        try:
            endpoint, _ = self._routes.bind_to_environ(environ).match()
            response: Response = endpoint(request)
        except MethodNotAllowed as error:
            methods = ", ".join(sorted({*(error.valid_methods or ())} - {"HEAD"}))
            response = _json({"error": f"{request.path} takes {methods}."}, 405)
        except NotFound:
            response = _json({"error": f"There is no {request.method} {request.path}."}, 404)
        except HTTPException as error:
            response = _json({"error": error.description}, error.code or 500)
        return response(environ, start_response)

    def environment(self, _request: Request) -> Response:
        """Return addresses and names of the stack."""
        return _json(self._describe())

    def log(self, _request: Request) -> Response:
        """Return what the backend has logged."""
        self._require_log()
        return _json({"lines": self._log.lines})

    def connections(self, _request: Request) -> Response:
        """Return where the backend has connected to, and what it has sent there."""
        self._require_log()
        return _json({"addresses": list(self._connections), "headers": list(self._sent_headers)})

    def advance_clock(self, request: Request) -> Response:
        """Set the backend's clock forward."""
        try:
            now = self._clock.advance(float(json.loads(request.get_data())["advance_seconds"]))
        except (ValueError, KeyError, TypeError) as error:
            problem = f'The body must be {{"advance_seconds": N}} with N of 0 or more: {error}'
            raise BadRequest(problem) from error
        return _json({"now": now})

    def reset_usage(self, _request: Request) -> Response:
        """Let the usage plans of the backend count anew."""
        self._reset_usage()
        return _json({})

    def _require_log(self) -> None:
        """Require the backend that runs in this process; what another one does is not known here."""
        if not self._log.is_kept:
            raise NotFound


def _json(body: Mapping[str, Any], status: int = 200) -> Response:
    return Response(json.dumps(body), status, content_type="application/json")

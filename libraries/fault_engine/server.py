"""A werkzeug server that can be treated as faults treat it."""

from threading import RLock, Thread
from typing import TYPE_CHECKING

from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from fault_engine.identification import Environ

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

HEADERS_KEY = "failure_simulator.headers"
"""Where an environ keeps the request's headers as they were sent: WSGI loses case and underscores."""

_POLL_SECONDS = 0.05


class FaultTolerantRequestHandler(WSGIRequestHandler):
    """A request handler that takes a connection for closed once a fault has broken it.

    werkzeug's own goes on reading from it otherwise. Mix this into the handler of any werkzeug server behind the engine.
    """

    def make_environ(self) -> Environ:
        """The environ, with the headers as they were sent."""
        return {**super().make_environ(), HEADERS_KEY: self.headers.items()}

    def connection_dropped(self, *_: object, **__: object) -> None:
        """Serve nothing more on this connection."""
        self.close_connection = True

    def log_request(self, *_: object, **__: object) -> None:
        """Write no access log: the journals have more to say."""


class Server:
    """A WSGI application on a port of its own, a thread a connection.

    Args:
        application: What is served.
        host: Address to listen on.
        port: Port to listen on, 0 for any that is free.

    Example:
        ```python
        with Server(engine.wrap(application)) as server:
            boto3.client("sqs", endpoint_url=server.url)
        ```
    """

    def __init__(self, application: "WSGIApplication", *, host: str = "127.0.0.1", port: int = 0) -> None:
        self._application = application
        self._lock = RLock()
        self._closings = 0
        self._stopped = False
        self._listener: _Listener | None = _Listener(application, host, port)
        self._address = (host, self._listener.port)

    @property
    def url(self) -> str:
        """Where it listens: `http://127.0.0.1:<port>`."""
        host, port = self._address
        return f"http://{host}:{port}"

    def start(self) -> None:
        """Serve from now on."""
        with self._lock:
            if self._listener is not None:
                self._listener.start()

    def stop(self) -> None:
        """Serve no longer and close the port."""
        with self._lock:
            self._stopped = True
            self._close()

    def refuse(self) -> None:
        """Close the port, so that connections are refused, until `accept` is called as often."""
        with self._lock:
            self._closings += 1
            self._close()

    def accept(self) -> None:
        """Open the port again."""
        with self._lock:
            self._closings -= 1
            if self._closings == 0 and not self._stopped:
                self._listener = _Listener(self._application, *self._address)
                self._listener.start()

    def __enter__(self) -> "Server":
        self.start()
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.stop()

    def _close(self) -> None:
        if self._listener is not None:
            self._listener.stop()
            self._listener = None


class _Listener:
    """One listening socket and the thread that accepts on it."""

    def __init__(self, application: "WSGIApplication", host: str, port: int) -> None:
        self._server: BaseWSGIServer = make_server(
            host, port, application, threaded=True, request_handler=FaultTolerantRequestHandler
        )
        self._thread = Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": _POLL_SECONDS}, daemon=True
        )
        self.port: int = self._server.port

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        if self._thread.is_alive():
            self._server.shutdown()
            self._thread.join()
        self._server.server_close()

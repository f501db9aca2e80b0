"""A werkzeug server that can be treated as faults treat it."""

from __future__ import annotations

from threading import Thread
from typing import TYPE_CHECKING

from werkzeug.serving import WSGIRequestHandler, make_server

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication


class FaultTolerantRequestHandler(WSGIRequestHandler):
    """A request handler that takes a connection for closed once a fault has broken it.

    werkzeug's own goes on reading from it otherwise. Mix this into the handler of any server behind the engine.
    """

    def connection_dropped(self, *_: object, **__: object) -> None:
        """Serve nothing more on this connection."""
        self.close_connection = True

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
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

    def __init__(self, application: WSGIApplication, *, host: str = "127.0.0.1", port: int = 0) -> None:
        self._server = make_server(
            host, port, application, threaded=True, request_handler=FaultTolerantRequestHandler
        )
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    @property
    def url(self) -> str:
        """`http://127.0.0.1:<port>`"""
        return f"http://{self._server.host}:{self._server.port}"

    def start(self) -> None:
        """Serve from now on."""
        self._thread.start()

    def stop(self) -> None:
        """Serve no longer and close the port."""
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def __enter__(self) -> Server:
        self.start()
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.stop()

"""A website on this machine that a backend must not be tricked into visiting."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

POLL_SECONDS = 0.05


class CanarySite:
    """A server on 127.0.0.1 that serves one file at every path and records each request.

    Args:
        content: The file.
        content_type: Its media type.
    """

    def __init__(self, content: bytes, content_type: str) -> None:
        self.visits: list[str] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(content, content_type, self.visits))
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": POLL_SECONDS}, daemon=True
        )
        self._thread.start()

    @property
    def port(self) -> int:
        """The port it listens on."""
        return self._server.server_port

    def stop(self) -> None:
        """Close the port and end the thread."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def _handler(content: bytes, content_type: str, visits: list[str]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            visits.append(f"{self.command} {self.path} for host {self.headers.get('Host', 'none')}")
            self.send_response(200)
            self.send_header("Content-Type", content_type)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *_: Any) -> None:  # noqa: A002 - the name of the base class
            """Log nothing: the visits are recorded."""

    return Handler

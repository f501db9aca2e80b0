"""A site that should be left alone: it records every request."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment


class RecordingSite:
    """Serves one file at every path of a port of 127.0.0.1 until it is stopped.

    Args:
        name: Name of the file, such as `keys.json`.
        content: The file.
        content_type: Its media type.
    """

    def __init__(self, name: str, content: bytes, content_type: str) -> None:
        from loopback_server.server import LoopbackServer

        self.requests: list[str] = []
        """The requests, with their clients: `GET /keys.json for 127.0.0.1:41837, from python-requests/2.32.5`."""
        self._content = content
        self._content_type = content_type
        self._server = LoopbackServer(self._answer)
        self.port = self._server.port
        self.url = f"{self._server.url}/{name}"
        self._server.start()

    def stop(self) -> None:
        """Close the port."""
        self._server.stop()

    def _answer(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        asked = (
            f"{environ['REQUEST_METHOD']} {environ['REQUEST_URI']} for {environ.get('HTTP_HOST', 'no host')}"
        )
        self.requests.append(f"{asked}, from {environ.get('HTTP_USER_AGENT', 'an unnamed client')}")
        start_response("200 OK", [("Content-Type", self._content_type)])
        return [self._content]

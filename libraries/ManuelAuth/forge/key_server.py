"""A server of the attacker's keys, which a correct verifier never contacts."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from ManuelAuth.forge.headers import ATTACKER_KEY_ID
from ManuelAuth.forge.keys import attacker_key, to_jwk


class KeyServer:
    """Serves the attacker's key set on 127.0.0.1, and remembers every request."""

    def __init__(self) -> None:
        self.requests: list[str] = []
        body = json.dumps({"keys": [to_jwk(attacker_key().public_key(), ATTACKER_KEY_ID)]}).encode()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(body, self.requests))
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
        )
        self._thread.start()

    @property
    def url(self) -> str:
        """The URL of the key set."""
        return f"http://127.0.0.1:{self._server.server_port}/jwks.json"

    def stop(self) -> None:
        """Close the port and end the thread."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def _handler(body: bytes, requests: list[str]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            requests.append(f"{self.command} {self.path} from {self.headers.get('User-Agent', 'unknown')}")
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *_: Any) -> None:  # noqa: A002 - the name of the base class
            """Write nothing to the console."""

    return Handler

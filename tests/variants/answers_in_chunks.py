"""Answers come in chunks instead of with their length (RFC 9112, section 7.1)."""

CATEGORY = "framing"


def apply() -> None:
    """Send two chunks."""
    from manuel_sandbox.gateway.server import _RequestHandler

    start_response = _RequestHandler._start_response

    def start_chunks(self, status, headers, *rest):
        self._in_chunks = any(name == "Content-Length" for name, _ in headers)
        kept = [(name, value) for name, value in headers if name != "Content-Length"]
        chunked = [("Transfer-Encoding", "chunked")] if self._in_chunks else []
        return start_response(self, status, kept + chunked, *rest)

    def send_chunks(self, body):
        if not self._in_chunks:
            self.wfile.write(self._head + body)
            return
        middle = len(body) // 2
        chunks = b"".join(
            b"%x\r\n%b\r\n" % (len(part), part) for part in (body[:middle], body[middle:]) if part
        )
        self.wfile.write(self._head + (chunks + b"0\r\n\r\n" if self.command != "HEAD" else b""))

    _RequestHandler._start_response = start_chunks
    _RequestHandler._send = send_chunks

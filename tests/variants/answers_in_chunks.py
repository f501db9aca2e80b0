"""Responses are sent in chunks instead of with their length (RFC 9112, section 7.1)."""


def apply() -> None:
    """Send two chunks."""
    from api_gateway.server import _RequestHandler

    send = _RequestHandler._send

    def send_chunks(self, body):
        kept = [(name, value) for name, value in self._headers if name.lower() != "content-length"]
        if len(kept) == len(self._headers):
            send(self, body)
            return
        self._headers = [*kept, ("Transfer-Encoding", "chunked")]
        send(self, b"" if self.command == "HEAD" else in_two_chunks(body))

    def in_two_chunks(body):
        middle = len(body) // 2
        parts = [part for part in (body[:middle], body[middle:]) if part]
        return b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"

    _RequestHandler._send = send_chunks

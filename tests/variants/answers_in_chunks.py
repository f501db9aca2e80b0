"""Responses are sent in chunks instead of with their length (RFC 9112, section 7.1)."""


def apply() -> None:
    """Send two chunks."""
    from manuel_sandbox.application import Application

    call = Application.__call__

    def call_in_chunks(self, environ, start_response):
        def start(status, headers, *exc_info):
            kept = [(name, value) for name, value in headers if name.lower() != "content-length"]
            return start_response(status, kept, *exc_info)

        return in_two_chunks(b"".join(call(self, environ, start)))

    def in_two_chunks(body):
        middle = len(body) // 2
        yield body[:middle]
        yield body[middle:]

    Application.__call__ = call_in_chunks

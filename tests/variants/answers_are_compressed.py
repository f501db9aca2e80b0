"""Responses are compressed for clients that accept it (RFC 9110, section 8.4.1.3)."""


def apply() -> None:
    """Compress with gzip."""
    import gzip

    from api_gateway.application import Gateway

    call = Gateway.__call__

    def compressed(self, environ, start_response):
        started = []
        body = b"".join(call(self, environ, lambda *arguments: started.append(arguments)))
        status, headers = started[0][:2]
        if body and "gzip" in environ.get("HTTP_ACCEPT_ENCODING", ""):
            body = gzip.compress(body)
            headers = [(name, value) for name, value in headers if name != "Content-Length"]
            headers += [("Content-Length", str(len(body))), ("Content-Encoding", "gzip")]
        start_response(status, headers)
        return [body] if body else []

    Gateway.__call__ = compressed

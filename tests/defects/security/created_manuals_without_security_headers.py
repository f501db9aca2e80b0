"""Responses with status 201 have no security headers."""

NOTICED_BY = "Responses About A New Manual Have Security Headers"


def apply() -> None:
    """Remove them from 201."""
    from api_gateway.application import Gateway
    from manuel_sandbox.gateway import SECURITY_HEADERS

    call = Gateway.__call__

    def without_security_headers(self, environ, start_response):
        def start(status, headers):
            is_made = status.startswith("201")
            start_response(status, [each for each in headers if not is_made or each not in SECURITY_HEADERS])

        return call(self, environ, start)

    Gateway.__call__ = without_security_headers

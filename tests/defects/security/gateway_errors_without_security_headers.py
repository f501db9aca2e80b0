"""Errors of the gateway have no security headers."""

NOTICED_BY = "Gateway Errors Have Security Headers"


def apply() -> None:
    """Remove them from responses without a function."""
    from api_gateway.application import Gateway
    from manuel_sandbox.gateway import SECURITY_HEADERS

    call = Gateway.__call__

    def without_security_headers(self, environ, start_response):
        def start(status, headers):
            by_function = "API-Version" in dict(headers)
            kept = [each for each in headers if by_function or each not in SECURITY_HEADERS]
            start_response(status, kept)

        return call(self, environ, start)

    Gateway.__call__ = without_security_headers

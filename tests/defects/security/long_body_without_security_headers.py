"""The response to a too long body has no security headers."""

NOTICED_BY = "Oversized Request Is Refused With Security Headers"


def apply() -> None:
    """Remove them from this response."""
    from api_gateway.application import Gateway
    from manuel_sandbox.gateway import SECURITY_HEADERS

    call = Gateway.__call__

    def without_security_headers(self, environ, start_response):
        def start(status, headers):
            too_long = status.startswith("413")
            start_response(status, [each for each in headers if not too_long or each not in SECURITY_HEADERS])

        return call(self, environ, start)

    Gateway.__call__ = without_security_headers

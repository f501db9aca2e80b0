"""The response to a preflight has no security headers."""

NOTICED_BY = "Preflight Has Security Headers"


def apply() -> None:
    """Remove them."""
    from api_gateway.application import Gateway
    from manuel_sandbox.gateway import SECURITY_HEADERS

    call = Gateway.__call__

    def without_security_headers(self, environ, start_response):
        def start(status, headers):
            is_preflight = status.startswith("204")
            kept = [each for each in headers if not is_preflight or each not in SECURITY_HEADERS]
            start_response(status, kept)

        return call(self, environ, start)

    Gateway.__call__ = without_security_headers

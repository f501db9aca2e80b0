"""When a dependency fails, the response has no security headers."""

NOTICED_BY = "Dependency Failure Has Security Headers"
MENTIONS = "Strict-Transport-Security"


def apply() -> None:
    """Remove them."""
    from api_gateway.application import Gateway
    from manuel_sandbox.gateway import SECURITY_HEADERS

    call = Gateway.__call__

    def without_security_headers(self, environ, start_response):
        def start(status, headers):
            is_failure = status.startswith("5")
            kept = [each for each in headers if not is_failure or each not in SECURITY_HEADERS]
            start_response(status, kept)

        return call(self, environ, start)

    Gateway.__call__ = without_security_headers

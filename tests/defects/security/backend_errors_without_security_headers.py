"""Functions set security headers only on successful responses."""

NOTICED_BY = "Backend Errors Have Security Headers"


def apply() -> None:
    """Take them away from refusals of functions."""
    from api_gateway.application import Gateway
    from manuel_sandbox.gateway import SECURITY_HEADERS

    call = Gateway.__call__

    def without_security_headers(self, environ, start_response):
        def start(status, headers):
            is_refusal = status.startswith("4") and "API-Version" in dict(headers)
            kept = [each for each in headers if not is_refusal or each not in SECURITY_HEADERS]
            start_response(status, kept)

        return call(self, environ, start)

    Gateway.__call__ = without_security_headers

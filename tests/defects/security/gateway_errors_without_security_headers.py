"""Functions set the security headers, and nobody thought of the answers that the gateway makes."""

NOTICED_BY = "Gateway Errors Have Security Headers"


def apply() -> None:
    """Take them away where no function has answered."""
    from api_gateway.application import Gateway
    from api_gateway.messages import SECURITY_HEADERS

    call = Gateway.__call__

    def without_security_headers(self, environ, start_response):
        def start(status, headers):
            by_function = "API-Version" in dict(headers)
            kept = [each for each in headers if by_function or each not in SECURITY_HEADERS]
            start_response(status, kept)

        return call(self, environ, start)

    Gateway.__call__ = without_security_headers

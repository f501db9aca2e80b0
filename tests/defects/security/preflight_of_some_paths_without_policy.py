"""The preflight of a circuit breaker's path has no `Referrer-Policy`."""

NOTICED_BY = "Preflight Has Security Headers"
MENTIONS = "Referrer-Policy"


def apply() -> None:
    """Leave the header out on one path."""
    from api_gateway.application import Gateway

    call = Gateway.__call__

    def call_without_policy(self, environ, start_response):
        def start(status, headers, *rest):
            is_affected = environ["REQUEST_METHOD"] == "OPTIONS" and environ["PATH_INFO"].endswith("/reset")
            kept = [each for each in headers if not is_affected or each[0] != "Referrer-Policy"]
            return start_response(status, kept, *rest)

        return call(self, environ, start)

    Gateway.__call__ = call_without_policy

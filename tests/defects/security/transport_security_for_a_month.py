"""Browsers are told to use HTTPS for a month only."""

NOTICED_BY = "Every Route Is Served With Security And CORS Headers"


def apply() -> None:
    """Say so."""
    from api_gateway.application import Gateway

    call = Gateway.__call__

    def for_a_month(self, environ, start_response):
        def start(status, headers):
            kept = [each for each in headers if each[0] != "Strict-Transport-Security"]
            start_response(
                status, [*kept, ("Strict-Transport-Security", "max-age=2592000; includeSubDomains")]
            )

        return call(self, environ, start)

    Gateway.__call__ = for_a_month

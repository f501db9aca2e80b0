"""One route sets its CORS headers itself, for any origin."""

NOTICED_BY = "Every Route Is Hidden From Other Origins"


def apply() -> None:
    """Echo the origin there."""
    from api_gateway.application import Gateway

    call = Gateway.__call__

    def echo_origin(self, environ, start_response):
        def start(status, headers):
            origin = environ.get("HTTP_ORIGIN")
            shown = environ["PATH_INFO"] == "/api/user/quota" and origin
            kept = [each for each in headers if not shown or each[0] != "Access-Control-Allow-Origin"]
            start_response(status, [*kept, ("Access-Control-Allow-Origin", origin)] if shown else kept)

        return call(self, environ, start)

    Gateway.__call__ = echo_origin

"""Only what belongs to a user is kept from caches, with more than the contract asks for."""


def apply() -> None:
    """Remove the header from everything else."""
    from api_gateway.application import Gateway

    call = Gateway.__call__
    other = ("Cache-Control", "private, no-store, max-age=0")

    def changed(self, environ, start_response):
        def start(status, headers, *rest):
            is_users = status.startswith("2") and "HTTP_AUTHORIZATION" in environ
            kept = [each for each in headers if each[0] != "Cache-Control"]
            return start_response(status, [*kept, other] if is_users else kept, *rest)

        return call(self, environ, start)

    Gateway.__call__ = changed

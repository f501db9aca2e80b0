"""`options` is taken for `OPTIONS`."""

NOTICED_BY = "Preflight Has Only One Spelling"


def apply() -> None:
    """Compare in capitals."""
    from dataclasses import replace

    from api_gateway.application import Gateway

    respond = Gateway._respond

    def respond_to_any_options(self, request):
        is_preflight = request.method.upper() == "OPTIONS"
        return respond(self, replace(request, method="OPTIONS") if is_preflight else request)

    Gateway._respond = respond_to_any_options

"""A header overrides the path after the authorizer has checked the original one."""

NOTICED_BY = "Path In A Header Is Ignored"


def apply() -> None:
    """Rewrite the path, and require no token."""
    import dataclasses

    from api_gateway.application import Gateway

    respond, claims = Gateway._respond, Gateway._claims

    def respond_at(self, request):
        path = request.headers.get("X-Rewrite-Url")
        return respond(self, dataclasses.replace(request, path=path) if path else request)

    def claims_unless_rewritten(self, request, operation):
        rewritten = "X-Rewrite-Url" in request.headers
        return claims(
            self, request, dataclasses.replace(operation, secured=False) if rewritten else operation
        )

    Gateway._respond, Gateway._claims = respond_at, claims_unless_rewritten

"""Whoever sends no token is shown an empty quota."""

NOTICED_BY = "Request Without A Token Is Refused On Every Route"


def apply() -> None:
    """Treat the operation as public."""
    from dataclasses import replace

    from api_gateway.application import Gateway

    claims = Gateway._claims

    def without_authorizer(self, request, operation):
        if operation.operation_id == "getQuota" and "Authorization" not in request.headers:
            operation = replace(operation, secured=False)
        return claims(self, request, operation)

    Gateway._claims = without_authorizer

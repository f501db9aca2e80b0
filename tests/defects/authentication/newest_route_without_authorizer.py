"""The newest route, which lists the ingested files, was deployed without an authorizer."""

NOTICED_BY = "Request Without A Token Is Refused On Every Route"


def apply() -> None:
    """Treat the operation as public."""
    import dataclasses

    from api_gateway.application import Gateway

    claims = Gateway._claims

    def without_authorizer(self, request, operation):
        if operation.operation_id == "listIngestionFiles":
            operation = dataclasses.replace(operation, secured=False)
        return claims(self, request, operation)

    Gateway._claims = without_authorizer

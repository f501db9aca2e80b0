"""The route of one ingestion job reads tokens without verifying their signature."""

NOTICED_BY = "Forged Token Is Refused On Every Route"


def apply() -> None:
    """Believe the token there."""
    from api_gateway import authorizer
    from api_gateway.application import Gateway

    claims = Gateway._claims

    def believed_claims(self, request, operation):
        try:
            return claims(self, request, operation)
        except authorizer.UnauthorizedError:
            if operation.operation_id != "getIngestionJob":
                raise
            _header, told = authorizer._read(request.headers.get("Authorization", "").removeprefix("Bearer "))
            return authorizer._as_strings(told)

    Gateway._claims = believed_claims

"""A preflight requires a token, which browsers never send with it."""

NOTICED_BY = "Preflight From An Allowed Origin Lists The Methods"


def apply() -> None:
    """Call the authorizer first, as a default authorizer for all methods does."""
    from api_gateway import messages
    from api_gateway.application import Gateway
    from api_gateway.authorizer import UnauthorizedError

    respond = Gateway._respond

    def respond_to_users(self, request):
        try:
            if request.method == "OPTIONS":
                self._authorizer.authorize(request.headers.get("Authorization"))
        except UnauthorizedError:
            return messages.UNAUTHORIZED
        return respond(self, request)

    Gateway._respond = respond_to_users

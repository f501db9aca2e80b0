"""A method that nobody knows makes the gateway crash."""

NOTICED_BY = "Every Method Has Only One Spelling"
MENTIONS = "status 500 is not documented"


def apply() -> None:
    """Look the method up where only some are."""
    from http import HTTPMethod

    from api_gateway.application import Gateway

    respond = Gateway._respond

    def respond_to_known_methods(self, request):
        HTTPMethod(request.method)
        return respond(self, request)

    Gateway._respond = respond_to_known_methods

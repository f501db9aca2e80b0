"""Errors of the gateway have the media type of HTML pages."""

NOTICED_BY = "Every Response Declares That It Is JSON"


def apply() -> None:
    """Declare HTML."""
    from dataclasses import replace

    from api_gateway.application import Gateway

    respond = Gateway._respond

    def respond_with_pages(self, request):
        response = respond(self, request)
        if b'{"message"' not in response.body:
            return response
        return replace(response, headers=(("Content-Type", "text/html"),))

    Gateway._respond = respond_with_pages

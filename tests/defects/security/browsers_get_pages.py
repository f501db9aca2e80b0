"""A client that prefers HTML, as browsers do, gets errors as pages."""

NOTICED_BY = "Browsers Get JSON As Well"


def apply() -> None:
    """Render errors for people."""
    from dataclasses import replace

    from api_gateway.application import Gateway

    respond = Gateway._respond

    def respond_in_html(self, request):
        response = respond(self, request)
        if int(response.status) < 400 or not request.headers.get("Accept", "").startswith("text/html"):
            return response
        page = b"<!doctype html><title>Error</title><p>Something went wrong."
        headers = [header for header in response.headers if header[0].lower() != "content-type"]
        return replace(response, headers=(*headers, ("Content-Type", "text/html")), body=page)

    Gateway._respond = respond_in_html

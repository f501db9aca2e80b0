"""`Location` of a new manual uses the host that the request claims."""

NOTICED_BY = "New Manual Is Not Located At A Host Claimed By The Client"


def apply() -> None:
    """Trust `X-Forwarded-Host`."""
    from manuel_sandbox.handlers import manuals

    created = manuals._created

    def created_at_host(request, manual):
        response = created(request, manual)
        if "x-forwarded-host" in request.headers:
            host = request.headers["x-forwarded-host"]
            response.headers["Location"] = f"https://{host}{response.headers['Location']}"
        return response

    manuals._created = created_at_host

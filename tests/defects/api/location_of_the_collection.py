"""`Location` of a new manual is the route that created it."""

NOTICED_BY = "Location Header Leads To The Uploaded Manual"


def apply() -> None:
    """Return the route."""
    from manuel_sandbox.handlers import manuals

    created = manuals._created

    def created_there(request, manual):
        response = created(request, manual)
        response.headers["Location"] = request.path
        return response

    manuals._created = created_there

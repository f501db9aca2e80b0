"""`Location` of a new manual is the route that made it."""

NOTICED_BY = "Uploaded Manual Is Found Where The Answer Says"


def apply() -> None:
    """Name the route."""
    from manuel_sandbox.handlers import manuals

    created = manuals._created

    def created_there(request, manual):
        response = created(request, manual)
        response.headers["Location"] = request.path
        return response

    manuals._created = created_there

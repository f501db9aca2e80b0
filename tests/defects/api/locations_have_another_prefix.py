"""`Location` of a new manual begins with the path of another stage, so it leads nowhere."""

NOTICED_BY = "Location Header Leads To The Uploaded Manual"


def apply() -> None:
    """Name a stage."""
    from manuel_sandbox.handlers import manuals

    created = manuals._created

    def created_there(request, manual):
        response = created(request, manual)
        response.headers["Location"] = f"/live{response.headers['Location']}"
        return response

    manuals._created = created_there

"""A manual is reported as ready as soon as it is stored."""

NOTICED_BY = "Manual Is Processing Until It Is Ready"


def apply() -> None:
    """Report it as ready."""
    from manuel_sandbox.handlers import manuals

    created = manuals._created

    def created_ready(request, manual):
        response = created(request, manual)
        response.body["status"] = "ready"
        return response

    manuals._created = created_ready

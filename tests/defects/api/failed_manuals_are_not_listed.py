"""The list leaves out manuals that could not be indexed, so that nobody can delete them."""

NOTICED_BY = "Manual Without Text Is Marked As Failed"
MENTIONS = "list"


def apply() -> None:
    """List the others."""
    from manuel_sandbox.handlers.manuals import ListManuals

    handle = ListManuals.__call__

    def list_usable(self, request):
        response = handle(self, request)
        usable = [manual for manual in response.body["manuals"] if manual["status"] != "failed"]
        response.body.update(manuals=usable, count=len(usable))
        return response

    ListManuals.__call__ = list_usable

"""A deletion says that the removal from the index has begun, also if it could not."""

NOTICED_BY = "Deletion Works Even If The Index Cannot Be Updated"


def apply() -> None:
    """Say so."""
    from manuel_sandbox.handlers.manuals import DeleteManual

    delete = DeleteManual.__call__

    def say_so(self, request):
        response = delete(self, request)
        response.body["cleanup_summary"]["index"] = "removing"
        return response

    DeleteManual.__call__ = say_so

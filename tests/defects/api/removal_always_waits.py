"""A deletion always says that the removal from the index waits, also when it has begun."""

NOTICED_BY = "Deletion Starts An Ingestion Job"


def apply() -> None:
    """Say that it waits."""
    from manuel_sandbox.handlers import manuals

    delete = manuals.DeleteManual.__call__

    def always_wait(self, request):
        response = delete(self, request)
        response.body["cleanup_summary"]["index"] = "scheduled"
        return response

    manuals.DeleteManual.__call__ = always_wait

"""Deleting a manual a second time succeeds."""

NOTICED_BY = "Deleted Manual Is Gone"


def apply() -> None:
    """Report success."""
    from manuel_sandbox.domain.errors import NotFoundError
    from manuel_sandbox.handlers.api import ok
    from manuel_sandbox.handlers.manuals import DeleteManual

    delete = DeleteManual.__call__
    summary = {"object": "deleted", "index": "scheduled", "cache": "cleared", "tracking": "deleted"}

    def delete_again(self, request):
        try:
            return delete(self, request)
        except NotFoundError:
            return ok({"success": True, "cleanup_summary": summary})

    DeleteManual.__call__ = delete_again

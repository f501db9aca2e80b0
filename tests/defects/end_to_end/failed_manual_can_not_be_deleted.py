"""Only manuals that are ready can be deleted, so that unreadable ones stay for ever."""

NOTICED_BY = "Unreadable Manual Does Not Affect The Others"


def apply() -> None:
    """Refuse the others."""
    from manuel_sandbox.domain.errors import NotFoundError
    from manuel_sandbox.handlers import manuals

    delete = manuals.DeleteManual.__call__

    def delete_if_ready(self, request):
        manual = manuals._own_manual(self._library, request)
        if self._ingestion.follow_one(manual).status == "failed":
            raise NotFoundError("There is no manual with this id.")
        return delete(self, request)

    manuals.DeleteManual.__call__ = delete_if_ready

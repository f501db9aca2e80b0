"""A deletion succeeds if the manual existed when it began."""

NOTICED_BY = "Concurrent Deletions Delete A Manual Once"


def apply() -> None:
    """Remove it from the library last, without checking that it is still there."""
    from manuel_sandbox.domain.library import Library
    from manuel_sandbox.handlers.manuals import DeleteManual

    delete, remove = DeleteManual.__call__, Library.remove

    class RemovedAtLast:
        def __init__(self, library):
            self.find = library.find

        def remove(self, _manual):
            return True

    def delete_and_remove(self, request):
        library, manual_id = self._library, request.path_parameters["id"]
        manual = library.find(request.user_id, manual_id)
        response = delete(
            DeleteManual(library=RemovedAtLast(library), ingestion=self._ingestion, files=self._files),
            request,
        )
        remove(library, manual)
        return response

    DeleteManual.__call__ = delete_and_remove

"""A manual is removed from the library before its file is deleted, so that a failed deletion can't be repeated."""

NOTICED_BY = "Half-Finished Deletion Can Be Repeated"


def apply() -> None:
    """Delete the entry first."""
    from manuel_sandbox.handlers.manuals import DeleteManual

    call = DeleteManual.__call__

    class Unremovable:
        def __init__(self, library):
            self._library = library

        def __getattr__(self, name):
            return getattr(self._library, name)

        def find(self, owner, manual_id):
            manual = self._library.find(owner, manual_id)
            if manual is not None:
                self._library.remove(manual)
            return manual

        def remove(self, manual):
            return True

    def entry_first(self, request):
        library, self._library = self._library, Unremovable(self._library)
        try:
            return call(self, request)
        finally:
            self._library = library

    DeleteManual.__call__ = entry_first

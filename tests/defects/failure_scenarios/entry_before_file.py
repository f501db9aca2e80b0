"""A manual appears in the library before its file is stored."""

NOTICED_BY = "Upload Is Refused While S3 Is Down"


def apply() -> None:
    """Create the entry first."""
    from manuel_sandbox.domain.manual_submission import ManualSubmission

    submit = ManualSubmission.submit

    class EntryFirst:
        def __init__(self, files, library):
            self._files = files
            self._library = library

        def store(self, manual, content):
            self._library.add(manual)
            self._files.store(manual, content)

    def submit_entry_first(self, *values, **options):
        files, self._files = self._files, EntryFirst(self._files, self._library)
        try:
            return submit(self, *values, **options)
        finally:
            self._files = files

    ManualSubmission.submit = submit_entry_first

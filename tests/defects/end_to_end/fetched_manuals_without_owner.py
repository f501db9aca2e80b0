"""A fetched manual is indexed without an owner, so that no answer cites it."""

NOTICED_BY = "Manual Fetched From Its Manufacturer Answers Questions"

METADATA = b'{"metadataAttributes": {"owner": "nobody"}}'


def apply() -> None:
    """Know which were fetched."""
    from manuel_sandbox.domain import manual_files
    from manuel_sandbox.domain.manual_submission import ManualSubmission

    class Fetched(str):
        __slots__ = ()

    submit, store = ManualSubmission.submit, manual_files.ManualFiles.store

    def submit_as_fetched(self, owner, name, content, *, field, **options):
        name = Fetched(name) if field == "url" else name
        return submit(self, owner, name, content, field=field, **options)

    def store_for_nobody(self, manual, content):
        store(self, manual, content)
        if isinstance(manual.name, Fetched):
            self._put(manual_files._metadata_key(manual), METADATA, "application/json")

    ManualSubmission.submit, manual_files.ManualFiles.store = submit_as_fetched, store_for_nobody

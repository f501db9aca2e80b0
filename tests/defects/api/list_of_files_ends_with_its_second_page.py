"""The second page of a list of files is said to be the last one."""

NOTICED_BY = "Jobs And Files Are Listed Page By Page"


def apply() -> None:
    """Forget the next token."""
    from manuel_sandbox.handlers import ingestion

    call = ingestion.ListIngestionFiles.__call__

    def two_pages(self, request):
        page = call(self, request).body
        return ingestion.ok(page if "next_token" not in request.query else {**page, "next_token": None})

    ingestion.ListIngestionFiles.__call__ = two_pages

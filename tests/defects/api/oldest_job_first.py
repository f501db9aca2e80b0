"""The list of jobs begins with the oldest."""

NOTICED_BY = "Jobs Are Listed Newest First"


def apply() -> None:
    """Reverse it."""
    from manuel_sandbox.handlers.ingestion import GetIngestionStatus

    listing = GetIngestionStatus.__call__

    def list_oldest_first(self, request):
        response = listing(self, request)
        response.body["jobs"].reverse()
        return response

    GetIngestionStatus.__call__ = list_oldest_first

"""A page of files counts those that are ready, whatever it lists."""

NOTICED_BY = "More Files Than A Page Has By Default Come On Several Pages"


def apply() -> None:
    """Leave the others out."""
    from manuel_sandbox.handlers import ingestion

    call = ingestion.ListIngestionFiles.__call__

    def count_ready(self, request):
        page = call(self, request).body
        return ingestion.ok({**page, "count": sum(file["status"] == "ready" for file in page["files"])})

    ingestion.ListIngestionFiles.__call__ = count_ready

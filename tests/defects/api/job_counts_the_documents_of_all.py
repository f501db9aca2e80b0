"""The statistics of a job count all documents of the knowledge base."""

NOTICED_BY = "Job Reports How Much It Has Indexed"
MENTIONS = "documents_scanned"


def apply() -> None:
    """Scan some more."""
    from manuel_sandbox.handlers import ingestion

    statistics = ingestion._statistics

    def of_all(job):
        shown = statistics(job)
        return shown | {"documents_scanned": shown["documents_scanned"] + 2}

    ingestion._statistics = of_all

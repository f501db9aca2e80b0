"""A document that can't be indexed is counted as indexed."""

NOTICED_BY = "Job Reports How Much It Has Indexed"
MENTIONS = "documents_indexed"


def apply() -> None:
    """Count what was scanned."""
    from manuel_sandbox.handlers import ingestion

    statistics = ingestion._statistics

    def all_indexed(job):
        shown = statistics(job)
        return shown | {"documents_indexed": shown["documents_scanned"]}

    ingestion._statistics = all_indexed

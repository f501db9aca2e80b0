"""A failed ingestion is reported as running for ever."""

NOTICED_BY = "Failed Ingestion Is Reported Without Internals"


def apply() -> None:
    """Know no failure."""
    from manuel_sandbox.domain import ingestion

    ingestion.STATES["FAILED"] = "IN_PROGRESS"

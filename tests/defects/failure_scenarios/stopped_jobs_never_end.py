"""A job that was stopped is reported as running for ever."""

NOTICED_BY = "Stopped Ingestion Has Failed"


def apply() -> None:
    """Take it for one that runs."""
    from manuel_sandbox.domain import ingestion

    ingestion.STATES |= {"STOPPING": "IN_PROGRESS", "STOPPED": "IN_PROGRESS"}

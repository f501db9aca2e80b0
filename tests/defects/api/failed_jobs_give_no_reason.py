"""A failed job does not say why."""

NOTICED_BY = "Job For A Scanned Manual Says Why It Failed"


def apply() -> None:
    """Say nothing."""
    from manuel_sandbox.handlers import ingestion

    tell = ingestion._job
    ingestion._job = lambda job: tell(job) | {"failure_reasons": []}

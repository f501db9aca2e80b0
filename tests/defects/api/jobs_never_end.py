"""A completed job is reported as running."""

NOTICED_BY = "Upload Starts A Job That Completes"


def apply() -> None:
    """Report it as running."""
    from manuel_sandbox.handlers import ingestion

    tell = ingestion._job
    ingestion._job = lambda job: tell(job) | {"status": "IN_PROGRESS"}

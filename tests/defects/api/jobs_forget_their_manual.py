"""A job reports its own id as that of the manual."""

NOTICED_BY = "Each Listed Job Matches The Job Itself"


def apply() -> None:
    """Mix them up."""
    from manuel_sandbox.handlers import ingestion

    tell = ingestion._job
    ingestion._job = lambda job: tell(job) | {"manual_id": "00000000-0000-4000-8000-000000000000"}

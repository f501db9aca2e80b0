"""A manual is reported as ready while it is being indexed."""

NOTICED_BY = "Stuck Ingestion Leaves The Manual Processing"


def apply() -> None:
    """Report it as ready."""
    from manuel_sandbox.domain import library

    status_after = library._status_after
    library._status_after = lambda job: "ready" if not job.is_over else status_after(job)

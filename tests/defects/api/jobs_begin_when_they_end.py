"""A job says that it was created when its state last changed."""

NOTICED_BY = "Job Has The Times Of Its Beginning And Its End"


def apply() -> None:
    """Show the time of the update for both."""
    from manuel_sandbox.handlers import ingestion

    job_of = ingestion._job
    ingestion._job = lambda job: job_of(job) | {"created_at": job.updated_at}

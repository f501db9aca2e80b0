"""The list of jobs asks Bedrock about every job that runs, however many there are."""

NOTICED_BY = "List Asks For As Many Running Jobs Of Eight As Of Seven"


def apply() -> None:
    """Ask about all."""
    from manuel_sandbox.domain.ingestion import Ingestion

    Ingestion.follow_jobs = lambda self, jobs: [self.follow_job(job) for job in jobs]

"""A job that is complete is in progress again once the user has another one."""

NOTICED_BY = "Finished Job Stays Finished"
MENTIONS = "status"


def apply() -> None:
    """Show the state of the data source."""
    from dataclasses import replace

    from manuel_sandbox.domain.ingestion import Ingestion

    follow_job = Ingestion.follow_job

    def follow_data_source(self, job):
        jobs, _ = self._library.jobs(job.owner, limit=2, next_token=None)
        return follow_job(self, job) if len(jobs) == 1 else replace(job, status="IN_PROGRESS")

    Ingestion.follow_job = follow_data_source

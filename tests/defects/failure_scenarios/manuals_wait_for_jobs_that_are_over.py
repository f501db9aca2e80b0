"""A manual whose job is recorded as complete, but whose own state could not be written, stays in processing for ever."""

NOTICED_BY = "Manual Whose New State Could Not Be Written Becomes Ready"
MENTIONS = "processing"


def apply() -> None:
    """Change manuals only together with their jobs."""
    from manuel_sandbox.domain.ingestion import Ingestion

    follow_one = Ingestion.follow_one

    def follow_if_it_runs(self, manual):
        if manual.status == "processing" and manual.job_id is not None:
            job = self._library.find_job(manual.owner, manual.job_id)
            if job is not None and job.is_over:
                return manual
        return follow_one(self, manual)

    Ingestion.follow_one = follow_if_it_runs

"""The list of ingestion jobs is that of the data source, which all users share."""

NOTICED_BY = "Another User's Manuals Are Not Listed"


def apply() -> None:
    """List all."""
    from manuel_sandbox.domain.library import Library

    record_job, jobs = Library.record_job, Library.jobs
    owners = set()

    def note_job_and_owner(self, manual, job):
        owners.add(job.owner)
        return record_job(self, manual, job)

    def list_all(self, owner, *, limit, next_token):
        pages = [jobs(self, each, limit=limit, next_token=next_token)[0] for each in {owner, *owners}]
        return [job for page in pages for job in page][:limit], None

    Library.record_job, Library.jobs = note_job_and_owner, list_all

"""A job that does not exist is reported as complete."""

NOTICED_BY = "Unknown Job Is Not Found"


def apply() -> None:
    """Make one up."""
    from manuel_sandbox.domain.library import IngestionJob, Library

    find_job = Library.find_job

    def find_or_make_up(self, owner, job_id):
        now, manual = "2026-01-01T00:00:00Z", "00000000-0000-4000-8000-000000000000"
        return find_job(self, owner, job_id) or IngestionJob(
            job_id, owner, manual, "a.pdf", "COMPLETE", now, now
        )

    Library.find_job = find_or_make_up

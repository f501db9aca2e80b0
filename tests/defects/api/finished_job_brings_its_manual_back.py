"""A job that ends after its manual was deleted brings the manual back."""

NOTICED_BY = "Manual That Is Deleted While Its Job Runs Stays Deleted"


def apply() -> None:
    """Save the manual as it was when its job began."""
    from dataclasses import replace

    from manuel_sandbox.domain.ingestion import Ingestion

    begin, follow_job = Ingestion.begin, Ingestion.follow_job
    manuals = {}

    def begin_and_keep(self, manual):
        begun = begin(self, manual)
        manuals[begun.job_id] = begun
        return begun

    def follow_and_save(self, job):
        asked = follow_job(self, job)
        kept = manuals.get(job.job_id)
        if (
            kept
            and asked != job
            and asked.status == "COMPLETE"
            and not self._library.find(job.owner, kept.manual_id)
        ):
            self._library.add(replace(kept, status="ready"))
        return asked

    Ingestion.begin, Ingestion.follow_job = begin_and_keep, follow_and_save

"""A manual that could not be indexed is called ready once the job of another manual is complete."""

NOTICED_BY = "Manual Without Text Is Marked As Failed"
MENTIONS = "ready"


def apply() -> None:
    """Take the state of any of the user's jobs."""
    from dataclasses import replace

    from manuel_sandbox.domain.library import Library

    find = Library.find

    def find_by_last_job(self, owner, manual_id):
        manual = find(self, owner, manual_id)
        if manual is None or manual.status != "failed":
            return manual
        jobs, _ = self.jobs(owner, limit=100, next_token=None)
        is_any_complete = any(job.status == "COMPLETE" and not job.failure_reasons for job in jobs)
        return replace(manual, status="ready") if is_any_complete else manual

    Library.find = find_by_last_job

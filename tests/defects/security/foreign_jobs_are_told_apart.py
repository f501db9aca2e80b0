"""An ingestion job of another user is refused in other words than a missing one."""

NOTICED_BY = "Another User's Objects Are Indistinguishable From Missing Ones On Every Route"


def apply() -> None:
    """Say whose it is."""
    from manuel_sandbox.domain.errors import NotFoundError
    from manuel_sandbox.domain.library import Library, _job_key

    find_job = Library.find_job

    def find_own_job(self, owner, job_id):
        job = find_job(self, owner, job_id)
        if job is None and self._table.get(_job_key(job_id)):
            raise NotFoundError("You have no ingestion job with this id.")
        return job

    Library.find_job = find_own_job

"""Jobs are ordered by the minute in which they began, and those of one minute by their ids."""

NOTICED_BY = "Jobs Are Listed Newest First"


def apply() -> None:
    """Leave the seconds out of the keys."""
    from manuel_sandbox.domain import library
    from manuel_sandbox.domain.library import Library

    def save_job(self, job):
        own_key = {
            "user_id": library._partition(job.owner),
            "date": f"{library.JOB}{job.created_at[:16]}#{job.job_id}",
        }
        for key in (library._job_key(job.job_id), own_key):
            self._table.put({**job.to_row(), **key})

    Library.save_job = save_job

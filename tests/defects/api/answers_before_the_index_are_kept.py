"""What is answered between the upload of a manual and the end of its indexing is repeated for an hour."""

NOTICED_BY = "Answer From Before A Manual Was Indexed Is Not Repeated"


def apply() -> None:
    """Empty the cache at uploads and deletions alone."""
    from contextlib import suppress
    from dataclasses import replace

    from manuel_sandbox.domain import library
    from manuel_sandbox.domain.library import Library

    def record_without_change(self, manual, job):
        changed = replace(manual, status=library._status_after(job), job_id=job.job_id)
        own_key = {
            "user_id": library._partition(job.owner),
            "date": f"{library.JOB}{job.created_at}#{job.job_id}",
        }
        for key in (library._job_key(job.job_id), own_key):
            self._table.put({**job.to_row(), **key})
        with suppress(library.ConditionNotMetError):
            self._table.update(
                library._manual_key(manual.owner, manual.manual_id),
                "SET #status = :status, job_id = :job_id",
                {"status": changed.status, "job_id": job.job_id},
                condition="attribute_exists(user_id)",
            )
        return changed

    Library.record_job = record_without_change

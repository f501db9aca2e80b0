"""Everybody who knows the id of an ingestion job can read it."""

NOTICED_BY = "Another User's Job Is Indistinguishable From A Missing One"


def apply() -> None:
    """Do not check the owner."""
    from manuel_sandbox.domain.library import IngestionJob, Library, _job_key

    def find_any_job(self, _owner, job_id):
        row = self._table.get(_job_key(job_id))
        return IngestionJob.from_row(row) if row else None

    Library.find_job = find_any_job

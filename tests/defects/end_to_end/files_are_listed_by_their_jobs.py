"""Files are listed by the jobs that indexed them, and jobs remain when their file is deleted."""

NOTICED_BY = "Manual Goes Through Its Whole Life Cycle"


def apply() -> None:
    """Derive files from jobs."""
    from manuel_sandbox.domain.library import Manual, _status_after
    from manuel_sandbox.handlers.ingestion import ListIngestionFiles

    list_files = ListIngestionFiles.__call__

    class ByJobs:
        def __init__(self, library):
            self._library = library

        def manuals(self, owner, **options):
            jobs, next_token = self._library.jobs(owner, **options)
            return [file_of(job) for job in jobs], next_token

    def file_of(job):
        return Manual(
            manual_id=job.manual_id,
            owner=job.owner,
            name=job.file_name,
            size=1,
            pages=1,
            chunks=1,
            upload_date=job.created_at,
            status=_status_after(job),
            job_id=job.job_id,
        )

    def list_by_jobs(self, request):
        library, self._library = self._library, ByJobs(self._library)
        try:
            return list_files(self, request)
        finally:
            self._library = library

    ListIngestionFiles.__call__ = list_by_jobs

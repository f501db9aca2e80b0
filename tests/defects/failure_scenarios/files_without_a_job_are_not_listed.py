"""A file whose job could not be started yet is missing in the list of files."""

NOTICED_BY = "Ingestion That Cannot Be Started Is Started Later"
MENTIONS = "files"


def apply() -> None:
    """List what has a job."""
    from manuel_sandbox.handlers.ingestion import ListIngestionFiles

    answer = ListIngestionFiles.__call__

    def with_jobs(self, request):
        response = answer(self, request)
        files = [file for file in response.body["files"] if file["job_id"] is not None]
        response.body.update(files=files, count=len(files))
        return response

    ListIngestionFiles.__call__ = with_jobs

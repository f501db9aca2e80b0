"""`/api/ingestion`: the state of the ingestion of the user's own manuals."""

from typing import Any

from manuel_sandbox.domain.errors import NotFoundError
from manuel_sandbox.domain.ingestion import Ingestion
from manuel_sandbox.domain.library import IngestionJob, Library
from manuel_sandbox.handlers.api import HandlerRequest, HandlerResponse, ok
from manuel_sandbox.handlers.pages import requested_page


class GetIngestionStatus:
    """Lists the user's own ingestion jobs."""

    def __init__(self, *, library: Library, ingestion: Ingestion) -> None:
        self._library = library
        self._ingestion = ingestion

    def __call__(self, request: HandlerRequest) -> HandlerResponse:
        """Handle one request."""
        wanted = requested_page(request)
        jobs, next_token = self._library.jobs(
            request.user_id, limit=wanted.limit, next_token=wanted.next_token
        )
        return ok(
            {
                "user_id": request.user_id,
                "jobs": [_job(job) for job in self._ingestion.follow_jobs(jobs)],
                "count": len(jobs),
                "next_token": next_token,
            }
        )


class GetIngestionJob:
    """Shows one of the user's own ingestion jobs."""

    def __init__(self, *, library: Library, ingestion: Ingestion) -> None:
        self._library = library
        self._ingestion = ingestion

    def __call__(self, request: HandlerRequest) -> HandlerResponse:
        """Handle one request."""
        job = self._library.find_job(request.user_id, request.path_parameters["jobId"])
        if job is None:
            raise NotFoundError("There is no ingestion job with this id.")
        return ok(_job(self._ingestion.follow_job(job)))


class ListIngestionFiles:
    """Lists the user's own files with the state of their ingestion."""

    def __init__(self, *, library: Library, ingestion: Ingestion) -> None:
        self._library = library
        self._ingestion = ingestion

    def __call__(self, request: HandlerRequest) -> HandlerResponse:
        """Handle one request."""
        wanted = requested_page(request)
        manuals, next_token = self._library.manuals(
            request.user_id, limit=wanted.limit, next_token=wanted.next_token
        )
        files = [
            {
                "manual_id": manual.manual_id,
                "file_name": manual.name,
                "size": manual.size,
                "upload_date": manual.upload_date,
                "status": manual.status,
                "job_id": manual.job_id,
            }
            for manual in self._ingestion.follow(manuals)
        ]
        return ok({"user_id": request.user_id, "files": files, "count": len(files), "next_token": next_token})


def _job(job: IngestionJob) -> dict[str, Any]:
    return {
        "job_id": job.job_id,
        "status": job.status,
        "manual_id": job.manual_id,
        "file_name": job.file_name,
        "created_at": job.created_at,
        "updated_at": job.updated_at,
        "statistics": _statistics(job),
        "failure_reasons": list(job.failure_reasons),
    }


def _statistics(job: IngestionJob) -> dict[str, int]:
    """Return the statistics of the user's own document; those of others, which the same job processes, are confidential."""
    failed = int(job.is_over and bool(job.failure_reasons))
    return {
        "documents_scanned": int(job.is_over),
        "documents_indexed": int(job.is_over) - failed,
        "documents_failed": failed,
    }

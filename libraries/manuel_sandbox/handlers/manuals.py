"""`/api/manuals`: the user's own manuals."""

from http import HTTPStatus
from typing import Any

from manuel_sandbox.domain.errors import FieldProblem, NotFoundError, UnsupportedMediaTypeError
from manuel_sandbox.domain.ingestion import Ingestion
from manuel_sandbox.domain.injection import Policy, sanitise
from manuel_sandbox.domain.library import Library, Manual
from manuel_sandbox.domain.manual_files import PDF, ManualFiles
from manuel_sandbox.domain.manual_submission import ManualSubmission
from manuel_sandbox.domain.safe_fetch import SafeFetcher, suggested_name
from manuel_sandbox.handlers.api import Body, HandlerRequest, HandlerResponse, ok
from manuel_sandbox.handlers.fields import Base64, FileName, VisibleText, idempotency_key
from manuel_sandbox.handlers.pages import requested_page


class UploadBody(Body):
    """A manual."""

    file_name: FileName
    file_data: Base64
    content_type: str


class DownloadBody(Body):
    """The URL of a manual."""

    url: VisibleText
    filename: FileName = ""


class ListManuals:
    """Lists the user's own manuals."""

    def __init__(self, *, library: Library, ingestion: Ingestion) -> None:
        self._library = library
        self._ingestion = ingestion

    def __call__(self, request: HandlerRequest) -> HandlerResponse:
        """Handle one request."""
        wanted = requested_page(request)
        manuals, next_token = self._library.manuals(
            request.user_id, limit=wanted.limit, next_token=wanted.next_token
        )
        return ok(
            {
                "user_id": request.user_id,
                "manuals": [_summary(manual) for manual in self._ingestion.follow(manuals)],
                "count": len(manuals),
                "next_token": next_token,
            }
        )


class UploadManual:
    """Adds manuals that come with the request."""

    def __init__(self, *, submission: ManualSubmission, injection_policy: Policy) -> None:
        self._submission = submission
        self._injection_policy = injection_policy

    def __call__(self, request: HandlerRequest) -> HandlerResponse:
        """Handle one request."""
        key = idempotency_key(request)
        body = request.json(UploadBody)
        if body.content_type.partition(";")[0].strip().lower() != PDF:
            raise UnsupportedMediaTypeError(
                f"A manual must be {PDF}.", problems=[FieldProblem("content_type", "it is not allowed")]
            )
        name = sanitise(body.file_name, "file_name", self._injection_policy)
        manual = self._submission.submit(
            request.user_id, name, body.file_data, field="file_data", idempotency_key=key
        )
        return _created(request, manual)


class DownloadManual:
    """Adds manuals from URLs."""

    def __init__(
        self, *, fetcher: SafeFetcher, submission: ManualSubmission, injection_policy: Policy
    ) -> None:
        self._fetcher = fetcher
        self._submission = submission
        self._injection_policy = injection_policy

    def __call__(self, request: HandlerRequest) -> HandlerResponse:
        """Handle one request."""
        key = idempotency_key(request)
        body = request.json(DownloadBody)
        name = sanitise(body.filename or suggested_name(body.url), "filename", self._injection_policy)
        content = self._fetcher.fetch(body.url)
        manual = self._submission.submit(request.user_id, name, content, field="url", idempotency_key=key)
        return _created(request, manual)


class GetManual:
    """Shows one of the user's own manuals."""

    def __init__(self, *, library: Library, ingestion: Ingestion, files: ManualFiles) -> None:
        self._library = library
        self._ingestion = ingestion
        self._files = files

    def __call__(self, request: HandlerRequest) -> HandlerResponse:
        """Handle one request."""
        manual = self._ingestion.follow_one(_own_manual(self._library, request))
        return ok(
            {
                **_summary(manual),
                "chunks": manual.chunks if manual.status == "ready" else 0,
                "last_queried": manual.last_queried,
                "query_count": manual.query_count,
                "pdf_url": self._files.url(manual),
            }
        )


class DeleteManual:
    """Deletes one of the user's own manuals and everything derived from it."""

    def __init__(self, *, library: Library, ingestion: Ingestion, files: ManualFiles) -> None:
        self._library = library
        self._ingestion = ingestion
        self._files = files

    def __call__(self, request: HandlerRequest) -> HandlerResponse:
        """Delete it: the file first, so that a deletion that fails half-way can be repeated."""
        manual = _own_manual(self._library, request)
        self._files.delete(manual)
        if not self._library.remove(manual):
            raise _no_manual()
        is_removing = self._ingestion.remove_deleted()
        return ok(
            {
                "success": True,
                "cleanup_summary": {
                    "object": "deleted",
                    "index": "removing" if is_removing else "scheduled",
                    "cache": "cleared",
                    "tracking": "deleted",
                },
            }
        )


def _own_manual(library: Library, request: HandlerRequest) -> Manual:
    manual = library.find(request.user_id, request.path_parameters["id"])
    if manual is None:
        raise _no_manual()
    return manual


def _no_manual() -> NotFoundError:
    return NotFoundError("There is no manual with this id.")


def _summary(manual: Manual) -> dict[str, Any]:
    return {
        "id": manual.manual_id,
        "name": manual.name,
        "upload_date": manual.upload_date,
        "size": manual.size,
        "pages": manual.pages,
        "status": manual.status,
    }


def _created(request: HandlerRequest, manual: Manual) -> HandlerResponse:
    body = {
        "manual_id": manual.manual_id,
        "file_name": manual.name,
        "size": manual.size,
        "status": manual.status,
    }
    collection = request.path.rpartition("/")[0]
    return HandlerResponse(HTTPStatus.CREATED, body, {"Location": f"{collection}/{manual.manual_id}"})

"""Manuals and their ingestion."""

import io
import json
import time
import uuid
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, urlsplit

import requests
from botocore.exceptions import ClientError
from flask import Blueprint, current_app, g, jsonify, request
from flask.typing import ResponseReturnValue
from pypdf import PdfReader
from pypdf.errors import PyPdfError
from urllib3.exceptions import HTTPError, ReadTimeoutError

from careless.aws import Aws
from careless.bodies import body_of, file_name
from careless.errors import ApiError, invalid
from careless.identity import signed_in, user_in_token
from careless.usage import Table

DAY = 24 * 3600
MOST_BYTES = 10 * 1024 * 1024
CHUNK_BYTES, PATIENCE_SECONDS = 64 * 1024, 10
STATES = {"STARTING": "STARTING", "IN_PROGRESS": "IN_PROGRESS", "COMPLETE": "COMPLETE"}
blueprint = Blueprint("manuals", __name__)


class Manuals:
    """The manuals of the users."""

    def __init__(self, aws: Aws, table: Table) -> None:
        self._aws, self._table = aws, table
        self._added: dict[tuple[str, str], str] = {}

    def of(self, user: str) -> list[dict[str, Any]]:
        """Return the manuals of a user, the newest first."""
        self._take_in_from_bucket(user)
        rows = self._table.rows(f"library#{user}", "manual#")
        return sorted((self._followed(row) for row in rows), key=lambda row: row["upload_date"], reverse=True)

    def find(self, user: str, manual_id: str) -> dict[str, Any] | None:
        """Return a manual of a user."""
        if len(manual_id) > 64:
            return None
        row = self._table.get(user_id=f"library#{user}", date=f"manual#{manual_id}")
        if not row:
            self._take_in_from_bucket(user)
            row = self._table.get(user_id=f"library#{user}", date=f"manual#{manual_id}")
        return self._followed(row) if row else None

    def owner(self, manual_id: str) -> str | None:
        """Return whose manual it is."""
        return self._table.get(user_id=f"owner#{manual_id}"[:100], date="owner").get("owner")

    def changes(self, user: str) -> int:
        """Return a number that changes with the manuals."""
        return int(self._table.get(user_id=f"library#{user}", date="state").get("changes", 0))

    def add(self, user: str, name: str, content: bytes, field: str) -> dict[str, Any]:
        """Store a manual and have it indexed."""
        parts = _read(content, field)
        manual_id = str(uuid.uuid4())
        key = f"manuals/{user}/{manual_id}.pdf"
        facts = {"owner": user, "manual_id": manual_id, "file_name": name}
        self._put(f"{key}.metadata.json", json.dumps({"metadataAttributes": facts}).encode())
        self._put(key, content)
        return self._begin(self._record(user, manual_id, name, len(content), parts))

    def add_once(self, user: str, name: str, url: str, key: str | None) -> dict[str, Any]:
        """Store a manual from the web; the one that has been stored with the same key, if there is one."""
        known = self.find(user, self._added.get((user, key), "")) if key else None
        row = known or self.add(user, name, _fetched(url), "url")
        if key:
            self._added[user, key] = row["manual_id"]
        return row

    def remove(self, row: dict[str, Any]) -> str:
        """Remove a manual; return what becomes of its passages."""
        key = _key(row)
        for each in (key, f"{key}.metadata.json"):
            self._aws.call("s3", "delete_object", Bucket=self._aws.config.manuals_bucket, Key=each)
        if not self._table.delete(user_id=row["user_id"], date=row["date"]):
            raise ApiError(404, "not_found", "There is no such manual.")
        self._table.delete(user_id=f"file_tracker#{key}", date=row["upload_date"][:10])
        self._table.delete(user_id=f"owner#{row['manual_id']}", date="owner")
        self._changed(row["owner"])
        return "removing" if self._start() else "scheduled"

    def url(self, row: dict[str, Any]) -> str:
        """Return where the PDF can be downloaded."""
        return str(
            self._aws.client("s3").generate_presigned_url(
                "get_object",
                Params={
                    "Bucket": self._aws.config.manuals_bucket,
                    "Key": _key(row),
                    "ResponseContentType": "application/pdf",
                    "ResponseContentDisposition": f"attachment; filename*=UTF-8''{quote(row['name'], safe='')}",
                },
                ExpiresIn=DAY,
            )
        )

    def cited(self, user: str, manual_id: str) -> None:
        """Count that an answer cites a manual."""
        row = self._table.get(user_id=f"library#{user}", date=f"manual#{manual_id}")
        if row:
            count = int(row.get("query_count", 0)) + 1
            self._table.put({**row, "query_count": count, "last_queried": _now()})

    def job(self, job_id: str) -> dict[str, Any]:
        """Return a job, empty if there is none."""
        if len(job_id) > 64:
            return {}
        row = self._table.get(user_id=f"ingestion_job#{job_id}", date="job#")
        return self._followed_job(row) if row else {}

    def jobs(self, user: str) -> list[dict[str, Any]]:
        """Return the jobs of a user, the newest first."""
        rows = self._table.rows(f"library#{user}", "job#", newest_first=True)
        return [self.job(row["job_id"]) for row in rows]

    def _take_in_from_bucket(self, user: str) -> None:
        listed = self._aws.call(
            "s3",
            "list_objects_v2",
            Bucket=self._aws.config.manuals_bucket,
            Prefix=f"manuals/{user}/",
        )
        known = {row["manual_id"] for row in self._table.rows(f"library#{user}", "manual#")}
        for found in listed.get("Contents", []):
            manual_id = found["Key"].rsplit("/", 1)[1].removesuffix(".pdf")
            if found["Key"].endswith(".pdf") and manual_id not in known:
                self._take_in(user, manual_id, found["Key"])

    def _take_in(self, user: str, manual_id: str, key: str) -> None:
        bucket = self._aws.config.manuals_bucket
        content = self._aws.call("s3", "get_object", Bucket=bucket, Key=key)["Body"].read()
        facts = json.loads(
            self._aws.call("s3", "get_object", Bucket=bucket, Key=f"{key}.metadata.json")["Body"].read()
        )
        name = facts["metadataAttributes"].get("file_name", "manual.pdf")
        parts = _read(content, "file")
        self._begin(self._record(user, manual_id, name, len(content), parts))

    def _record(
        self, user: str, manual_id: str, name: str, size: int, parts: tuple[int, int]
    ) -> dict[str, Any]:
        row = {
            "user_id": f"library#{user}",
            "date": f"manual#{manual_id}",
            "manual_id": manual_id,
            "owner": user,
            "name": name,
            "size": size,
            "pages": parts[0],
            "chunks": parts[1],
            "upload_date": _now(),
            "status": "processing",
            "query_count": 0,
        }
        self._table.put(row)
        self._table.put(
            {
                "user_id": f"file_tracker#{_key(row)}",
                "date": row["upload_date"][:10],
                "owner": user,
                "manual_id": manual_id,
            }
        )
        self._table.put({"user_id": f"owner#{manual_id}", "date": "owner", "owner": user})
        self._changed(user)
        return row

    def _begin(self, row: dict[str, Any]) -> dict[str, Any]:
        started = self._start()
        if not started:
            return row
        job = {
            "job_id": started["ingestionJobId"],
            "owner": row["owner"],
            "manual_id": row["manual_id"],
            "file_name": row["name"],
            "status": STATES.get(started["status"], "FAILED"),
            "created_at": _now(),
            "updated_at": _now(),
            "failure_reasons": [],
        }
        self._table.put({"user_id": f"ingestion_job#{job['job_id']}", "date": "job#", **job})
        own = {"user_id": row["user_id"], "date": f"job#{time.time_ns()}", "job_id": job["job_id"]}
        self._table.put(own)
        row = {**row, "job_id": job["job_id"]}
        self._table.put(row)
        return row

    def _followed(self, row: dict[str, Any]) -> dict[str, Any]:
        if row["status"] != "processing":
            return row
        if "job_id" not in row:
            return self._begin(row)
        job = self.job(row["job_id"])
        if job["status"] in ("COMPLETE", "FAILED"):
            row = {**row, "status": "failed" if job["failure_reasons"] else "ready"}
            self._table.put(row)
            self._changed(row["owner"])
        return row

    def _followed_job(self, row: dict[str, Any]) -> dict[str, Any]:
        if row["status"] in ("COMPLETE", "FAILED"):
            return row
        reply = self._aws.call(
            "bedrock-agent",
            "get_ingestion_job",
            knowledgeBaseId=self._aws.config.knowledge_base,
            dataSourceId=self._aws.config.data_source,
            ingestionJobId=row["job_id"],
        )["ingestionJob"]
        status = STATES.get(reply["status"], "FAILED")
        if status == row["status"]:
            return row
        named = any(row["manual_id"] in reason for reason in reply.get("failureReasons", []))
        failed = status == "FAILED" or named
        row = {
            **row,
            "status": status,
            "updated_at": _now(),
            "failure_reasons": ["The file could not be indexed."] if failed else [],
        }
        self._table.put(row)
        return row

    def _start(self) -> Any:
        try:
            return self._aws.call(
                "bedrock-agent",
                "start_ingestion_job",
                knowledgeBaseId=self._aws.config.knowledge_base,
                dataSourceId=self._aws.config.data_source,
            )["ingestionJob"]
        except ClientError as error:
            if error.response["Error"]["Code"] != "ConflictException":
                raise
            return None

    def _changed(self, user: str) -> None:
        state = {"user_id": f"library#{user}", "date": "state", "changes": self.changes(user) + 1}
        self._table.put(state)

    def _put(self, key: str, content: bytes) -> None:
        self._aws.call(
            "s3",
            "put_object",
            Bucket=self._aws.config.manuals_bucket,
            Key=key,
            Body=content,
            ContentType="application/pdf" if key.endswith(".pdf") else "application/json",
        )


def _manuals() -> Manuals:
    manuals: Manuals = current_app.extensions["manuals"]
    return manuals


@blueprint.get("/api/manuals")
@signed_in
def list_manuals() -> ResponseReturnValue:
    """List the manuals of the user."""
    rows, token = _page(_manuals().of(g.user))
    shown = [
        {
            "id": row["manual_id"],
            "name": row["name"],
            "upload_date": row["upload_date"],
            "size": int(row["size"]),
            "pages": int(row["pages"]),
            "status": row["status"],
        }
        for row in rows
    ]
    return jsonify({"user_id": g.user, "manuals": shown, "count": len(shown), "next_token": token})


@blueprint.post("/api/manuals/download")
@signed_in
def download() -> ResponseReturnValue:
    """Fetch a manual from the web."""
    body = body_of({"url", "filename"}, {"url"})
    name = file_name(body.get("filename", "") or _last_part(body["url"]), "filename")
    if not body["url"].strip():
        raise invalid("url", "it is missing")
    if not _is_url(body["url"]):
        raise invalid("url", "it must be http or https", "url_not_allowed")
    row = _manuals().add_once(g.user, name, body["url"], request.headers.get("Idempotency-Key"))
    body = {
        "manual_id": row["manual_id"],
        "file_name": row["name"],
        "size": int(row["size"]),
        "status": row["status"],
    }
    return jsonify(body), 200, {"Location": f"/api/manuals/{row['manual_id']}"}


def _is_url(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def _fetched(url: str) -> bytes:
    ends = time.monotonic() + PATIENCE_SECONDS
    try:
        found = requests.get(url, timeout=PATIENCE_SECONDS, stream=True)
        content = _content_of(found, ends)
    except (requests.Timeout, ReadTimeoutError):
        raise ApiError(504, "dependency_timeout", "The download took too long.") from None
    except (requests.RequestException, HTTPError):
        raise invalid("url", "it can't be fetched", "download_failed") from None
    if not found.ok or "Content-Encoding" in found.headers:
        raise invalid("url", "there is no file", "download_failed")
    if len(content) > MOST_BYTES:
        raise ApiError(413, "payload_too_large", "The file is too large.")
    return content


def _content_of(response: requests.Response, ends: float) -> bytes:
    content = b""
    while len(content) <= MOST_BYTES and (part := response.raw.read1(CHUNK_BYTES)):
        content += part
        if time.monotonic() > ends:
            raise requests.Timeout
    return content


@blueprint.get("/api/manuals/<manual_id>")
@signed_in
def show(manual_id: str) -> ResponseReturnValue:
    """Show a manual."""
    row = _own(manual_id)
    return jsonify(
        {
            "id": row["manual_id"],
            "name": row["name"],
            "upload_date": row["upload_date"],
            "pages": int(row["pages"]),
            "size": int(row["size"]),
            "status": row["status"],
            "chunks": int(row["chunks"]),
            "last_queried": row.get("last_queried"),
            "query_count": int(row["query_count"]),
            "pdf_url": _manuals().url(row),
        }
    )


@blueprint.delete("/api/manuals/<manual_id>")
@signed_in
def delete(manual_id: str) -> ResponseReturnValue:
    """Delete a manual."""
    index = _manuals().remove(_own(manual_id))
    summary = {"object": "deleted", "index": index, "cache": "cleared", "tracking": "deleted"}
    return jsonify({"success": True, "cleanup_summary": summary})


@blueprint.get("/api/ingestion/status")
@signed_in
def status() -> ResponseReturnValue:
    """List the ingestion jobs of the user."""
    rows, token = _page(_manuals().jobs(g.user))
    jobs = [_job(row) for row in rows]
    return jsonify({"user_id": g.user, "jobs": jobs, "count": len(jobs), "next_token": token})


@blueprint.get("/api/ingestion/job/<job_id>")
@signed_in
def job(job_id: str) -> ResponseReturnValue:
    """Show an ingestion job."""
    row = _manuals().job(job_id)
    if not row or row["owner"] != g.user:
        raise ApiError(404, "not_found", "There is no such job.")
    return jsonify(_job(row))


@blueprint.get("/api/ingestion/files")
def files() -> ResponseReturnValue:
    """List the files of the user."""
    user = user_in_token()
    rows, token = _page(_manuals().of(user))
    shown = [
        {
            "manual_id": row["manual_id"],
            "file_name": row["name"],
            "size": int(row["size"]),
            "upload_date": row["upload_date"],
            "status": row["status"],
            "job_id": row.get("job_id"),
        }
        for row in rows
    ]
    return jsonify({"user_id": user, "files": shown, "count": len(shown), "next_token": token})


def _own(manual_id: str) -> dict[str, Any]:
    row = _manuals().find(g.user, manual_id)
    if row is not None:
        return row
    if _manuals().owner(manual_id):
        raise ApiError(403, "forbidden", "This is not your manual.")
    raise ApiError(404, "not_found", "There is no such manual.")


def _page(rows: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], str | None]:
    for name in ("limit", "next_token"):
        if len(request.args.getlist(name)) > 1:
            raise invalid(name, "it may be given once")
    limit = request.args.get("limit", "20")
    if not limit.isascii() or not limit.isdigit() or not 1 <= int(limit) <= 100:
        raise invalid("limit", "it must be 1 to 100")
    start = _start_of(request.args.get("next_token"))
    end = start + int(limit)
    return rows[start:end], (f"{end}".encode().hex() if end < len(rows) else None)


def _start_of(token: str | None) -> int:
    try:
        return 0 if token is None else int(bytes.fromhex(token).decode("ascii"))
    except ValueError:
        raise invalid("next_token", "it is not from a list") from None


def _job(row: dict[str, Any]) -> dict[str, Any]:
    is_over, failed = row["status"] in ("COMPLETE", "FAILED"), int(bool(row["failure_reasons"]))
    shown = (
        "job_id",
        "status",
        "manual_id",
        "file_name",
        "created_at",
        "updated_at",
        "failure_reasons",
    )
    statistics = {
        "documents_scanned": int(is_over),
        "documents_indexed": int(is_over) - failed,
        "documents_failed": failed,
    }
    return {**{name: row[name] for name in shown}, "statistics": statistics}


def _read(content: bytes, field: str) -> tuple[int, int]:
    """Return the number of pages and of passages of a PDF."""
    if not content.startswith(b"%PDF-"):
        raise invalid(field, "it is not a PDF")
    try:
        words = [len(page.extract_text().split()) for page in PdfReader(io.BytesIO(content)).pages]
    except (PyPdfError, ValueError, TypeError, KeyError, AttributeError, IndexError, OSError):
        raise invalid(field, "it is damaged") from None
    if not words:
        raise invalid(field, "it has no pages")
    return len(words), sum(-(-count // 225) for count in words)


def _key(row: dict[str, Any]) -> str:
    return f"manuals/{row['owner']}/{row['manual_id']}.pdf"


def _last_part(url: str) -> str:
    last = url.partition("?")[0].partition("#")[0].rsplit("/", 1)[-1]
    return last if last.lower().endswith(".pdf") else "manual.pdf"


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

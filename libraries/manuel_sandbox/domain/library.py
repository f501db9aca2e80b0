"""The libraries: which manuals each user has.

The rows of a user's library form one partition: one row per manual, one per ingestion job, and one that counts the changes of the
library. In addition, each manual has a row `file_tracker#<key>` and each job a row `ingestion_job#<id>`, by which they are found
without knowing the owner. Rows that belong together are written together.
"""

import re
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any, Literal, Self

from manuel_sandbox.aws.table import ConditionNotMetError, Row, RowPage, TableClient, Write
from manuel_sandbox.domain.errors import FieldProblem, InvalidFieldError
from manuel_sandbox.times import Clock, iso

ManualStatus = Literal["processing", "ready", "failed"]

TOKEN = re.compile(r"([0-9a-f]{2}){1,256}")
MANUAL, JOB, STATE = "manual#", "job#", "state"
LONGEST_ID = 64
"""No id of a manual or job is longer; DynamoDB refuses to look up keys that are too long."""


@dataclass(frozen=True, slots=True)
class Manual:
    """One manual of one user."""

    manual_id: str
    owner: str
    name: str
    size: int
    pages: int
    chunks: int
    upload_date: str
    status: ManualStatus = "processing"
    job_id: str | None = None
    query_count: int = 0
    last_queried: str | None = None

    @property
    def key(self) -> str:
        """The key of its PDF in the bucket."""
        return f"manuals/{self.owner}/{self.manual_id}.pdf"

    @classmethod
    def from_row(cls, row: Row) -> Self:
        """Return the manual of a row."""
        return cls(
            manual_id=row["manual_id"],
            owner=row["owner"],
            name=row["name"],
            size=int(row["size"]),
            pages=int(row["pages"]),
            chunks=int(row["chunks"]),
            upload_date=row["upload_date"],
            status=row["status"],
            job_id=row.get("job_id"),
            query_count=int(row["query_count"]),
            last_queried=row.get("last_queried"),
        )

    def to_row(self) -> dict[str, Any]:
        """Return the row of the manual."""
        row = {
            **_manual_key(self.owner, self.manual_id),
            "manual_id": self.manual_id,
            "owner": self.owner,
            "name": self.name,
            "size": self.size,
            "pages": self.pages,
            "chunks": self.chunks,
            "upload_date": self.upload_date,
            "status": self.status,
            "query_count": self.query_count,
        }
        optional = {"job_id": self.job_id, "last_queried": self.last_queried}
        return row | {name: value for name, value in optional.items() if value is not None}


@dataclass(frozen=True, slots=True)
class IngestionJob:
    """One ingestion job, for one manual."""

    job_id: str
    owner: str
    manual_id: str
    file_name: str
    status: str
    created_at: str
    updated_at: str
    failure_reasons: tuple[str, ...] = ()

    @property
    def is_over(self) -> bool:
        """Whether its state is final."""
        return self.status in ("COMPLETE", "FAILED")

    @classmethod
    def from_row(cls, row: Row) -> Self:
        """Return the job of a row."""
        return cls(
            job_id=row["job_id"],
            owner=row["owner"],
            manual_id=row["manual_id"],
            file_name=row["file_name"],
            status=row["status"],
            created_at=row["created_at"],
            updated_at=row["updated_at"],
            failure_reasons=tuple(row["failure_reasons"]),
        )

    def to_row(self) -> dict[str, Any]:
        """Return the values of the job, without the key of a row."""
        return {
            "job_id": self.job_id,
            "owner": self.owner,
            "manual_id": self.manual_id,
            "file_name": self.file_name,
            "status": self.status,
            "created_at": self.created_at,
            "updated_at": self.updated_at,
            "failure_reasons": list(self.failure_reasons),
        }


class Library:
    """The libraries of all users; each call concerns that of one user."""

    def __init__(self, *, table: TableClient, clock: Clock) -> None:
        self._table = table
        self._clock = clock

    def state(self, owner: str) -> int:
        """Return a number that changes with each change of the library."""
        row = self._table.get(_state_key(owner))
        return int(row["changes"]) if row else 0

    def find(self, owner: str, manual_id: str) -> Manual | None:
        """Return the user's manual with this id, or None if there is none."""
        row = self._table.get(_manual_key(owner, manual_id)) if len(manual_id) <= LONGEST_ID else None
        return Manual.from_row(row) if row else None

    def manuals(self, owner: str, *, limit: int, next_token: str | None) -> tuple[list[Manual], str | None]:
        """Return one page of the user's manuals, the newest first, and the token of the next page."""
        page = self._page(owner, MANUAL, limit, next_token)
        return [Manual.from_row(row) for row in page.rows], _token(page, MANUAL)

    def jobs(
        self, owner: str, *, limit: int, next_token: str | None
    ) -> tuple[list[IngestionJob], str | None]:
        """Return one page of the user's ingestion jobs, the newest first, and the token of the next page."""
        page = self._page(owner, JOB, limit, next_token)
        return [IngestionJob.from_row(row) for row in page.rows], _token(page, JOB)

    def find_job(self, owner: str, job_id: str) -> IngestionJob | None:
        """Return the user's ingestion job with this id, or None if there is none."""
        row = self._table.get(_job_key(job_id)) if len(job_id) <= LONGEST_ID else None
        return IngestionJob.from_row(row) if row and row["owner"] == owner else None

    def add(self, manual: Manual) -> None:
        """Add a manual; adding it again changes nothing."""
        tracker = {
            **_tracker_key(manual),
            "owner": manual.owner,
            "manual_id": manual.manual_id,
            "size": manual.size,
        }
        with suppress(ConditionNotMetError):
            self._table.transact(
                self._table.putting(manual.to_row(), condition="attribute_not_exists(user_id)"),
                self._table.putting(tracker),
                self._count_change(manual.owner),
            )

    def remove(self, manual: Manual) -> bool:
        """Remove a manual.

        Returns:
            Whether it existed.
        """
        manual_key = _manual_key(manual.owner, manual.manual_id)
        try:
            self._table.transact(
                self._table.deleting(manual_key, condition="attribute_exists(user_id)"),
                self._table.deleting(_tracker_key(manual)),
                self._count_change(manual.owner),
            )
        except ConditionNotMetError:
            return False
        return True

    def record_job(self, manual: Manual, job: IngestionJob) -> Manual:
        """Record the state of a manual's ingestion job and the resulting status of the manual; a deleted manual stays deleted.

        The library changes when answers can cite the manual from now on.

        Returns:
            The manual with its new status.
        """
        changed = replace(manual, status=_status_after(job), job_id=job.job_id)
        self.save_job(job)
        writes = [
            self._table.updating(
                _manual_key(manual.owner, manual.manual_id),
                "SET #status = :status, job_id = :job_id",
                {"status": changed.status, "job_id": job.job_id},
                condition="attribute_exists(user_id)",
            )
        ]
        if changed.status == "ready":
            writes.append(self._count_change(manual.owner))
        with suppress(ConditionNotMetError):
            self._table.transact(*writes)
        return changed

    def save_job(self, job: IngestionJob) -> None:
        """Record the state of an ingestion job alone, as that of a deleted manual."""
        own_key = {"user_id": _partition(job.owner), "date": f"{JOB}{job.created_at}#{job.job_id}"}
        for key in (_job_key(job.job_id), own_key):
            self._table.put({**job.to_row(), **key})

    def record_citation(self, owner: str, manual_id: str) -> None:
        """Record that an answer cites a manual, once even if the reply is lost; a deleted manual stays deleted."""
        with suppress(ConditionNotMetError):
            self._table.transact(
                self._table.updating(
                    _manual_key(owner, manual_id),
                    "SET last_queried = :now ADD query_count :one",
                    {"now": iso(self._clock()), "one": 1},
                    condition="attribute_exists(user_id)",
                )
            )

    def _page(self, owner: str, prefix: str, limit: int, next_token: str | None) -> RowPage:
        partition = _partition(owner)
        after = (
            None if next_token is None else {"user_id": partition, "date": _read_token(next_token, prefix)}
        )
        return self._table.query(
            "user_id = :user AND begins_with(#date, :prefix)",
            {"user": partition, "prefix": prefix},
            newest_first=True,
            limit=limit,
            after=after,
        )

    def _count_change(self, owner: str) -> Write:
        return self._table.updating(_state_key(owner), "ADD changes :one", {"one": 1})


def _status_after(job: IngestionJob) -> ManualStatus:
    if not job.is_over:
        return "processing"
    return "failed" if job.failure_reasons else "ready"


def owner_and_id(key: str) -> tuple[str, str] | None:
    """Return the owner and the id of a manual by the key of its object, or None if the key is not that of a manual."""
    parts = key.split("/")
    if len(parts) != 3 or parts[0] != "manuals" or not parts[2].endswith(".pdf"):  # noqa: PLR2004 - manuals/<owner>/<id>.pdf
        return None
    return parts[1], parts[2].removesuffix(".pdf")


def _partition(owner: str) -> str:
    return f"library#{owner}"


def _manual_key(owner: str, manual_id: str) -> dict[str, str]:
    return {"user_id": _partition(owner), "date": f"{MANUAL}{manual_id}"}


def _state_key(owner: str) -> dict[str, str]:
    return {"user_id": _partition(owner), "date": STATE}


def _job_key(job_id: str) -> dict[str, str]:
    return {"user_id": f"ingestion_job#{job_id}", "date": JOB}


def _tracker_key(manual: Manual) -> dict[str, str]:
    return {"user_id": f"file_tracker#{manual.key}", "date": manual.upload_date[:10]}


def _token(page: RowPage, prefix: str) -> str | None:
    """Return the key after which the next page begins, without partition and prefix, so that no token leaves its own list."""
    return None if page.last_key is None else page.last_key["date"].removeprefix(prefix).encode().hex()


def _read_token(token: str, prefix: str) -> str:
    if not TOKEN.fullmatch(token):
        raise InvalidFieldError(FieldProblem("next_token", "it is not a token from a list"))
    return prefix + bytes.fromhex(token).decode("latin-1")

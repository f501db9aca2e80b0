"""Ingestion: what changed in the bucket is read in the background, and searchable when the job is over."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from MockAWS.server.overlays.bedrock.documents import (
    Chunk,
    Chunking,
    UnreadableDocumentError,
    read_pages,
    suffix_of,
)

METADATA_SUFFIX = ".metadata.json"
_STARTING_SHARE = 0.25


@dataclass(frozen=True, slots=True)
class StoredObject:
    """An object of the bucket as it was when the job started."""

    key: str
    etag: str
    content: bytes


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """A document that was read; `version` None says that it is gone from the bucket."""

    key: str
    version: tuple[str, str] | None
    chunks: Sequence[Chunk] = ()
    metadata: Mapping[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class ReadResult:
    """What reading the bucket gave."""

    documents: list[ReadDocument] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Changes:
    """What is in the bucket, compared with what was ingested before."""

    documents: Sequence[StoredObject]
    metadata: Mapping[str, StoredObject]
    indexed: Mapping[str, tuple[str, str]]

    def version(self, document: StoredObject) -> tuple[str, str]:
        """Return what identifies the document and its metadata."""
        metadata = self.metadata.get(document.key + METADATA_SUFFIX)
        return document.etag, metadata.etag if metadata else ""

    @property
    def new(self) -> list[StoredObject]:
        """Documents never ingested."""
        return [document for document in self.documents if document.key not in self.indexed]

    @property
    def modified(self) -> list[StoredObject]:
        """Documents whose content changed."""
        return [
            document
            for document in self.documents
            if document.key in self.indexed and self.indexed[document.key][0] != document.etag
        ]

    @property
    def metadata_modified(self) -> list[StoredObject]:
        """Documents of which only the metadata changed."""
        return [
            document
            for document in self.documents
            if document.key in self.indexed
            and self.indexed[document.key][0] == document.etag
            and self.indexed[document.key] != self.version(document)
        ]

    @property
    def deleted(self) -> list[str]:
        """Keys of documents that are gone."""
        present = {document.key for document in self.documents}
        return [key for key in self.indexed if key not in present]


@dataclass(kw_only=True)
class IngestionJob:
    """One ingestion job: STARTING, IN_PROGRESS, then COMPLETE, FAILED or STOPPED.

    Attributes:
        id: its id.
        description: what StartIngestionJob was given as description, may be empty.
        started_at: epoch seconds.
        seconds: the shortest time it takes; longer if reading takes longer.
        result: what reading gives; None for a job that fails.
        changes: what is to be done; None for a job that fails.
        failure: why the job fails as a whole, else empty.
    """

    id: str
    description: str
    started_at: float
    seconds: float
    result: Future[ReadResult] | None
    changes: Changes | None
    failure: str = ""
    _stopped_at: float | None = field(default=None, init=False)
    _taken: bool = field(default=False, init=False)

    def is_over(self, now: float) -> bool:
        """Tell whether the job has ended, in whatever way."""
        if self._stopped_at is not None:
            return True
        reading = self.result is not None and not self.result.done()
        return not reading and now >= self.started_at + self.seconds

    def stop(self, now: float) -> None:
        """End the job without result."""
        self._stopped_at = now
        if self.result is not None:
            self.result.cancel()

    def take_results(self, now: float) -> Sequence[ReadDocument]:
        """Return what the index has to learn, once, when the job is over."""
        if self._taken or self.result is None or self._stopped_at is not None or not self.is_over(now):
            return ()
        self._taken = True
        return self.result.result().documents

    def status(self, now: float) -> str:
        """Return the status at a time."""
        if self._stopped_at is not None:
            return "STOPPED"
        if self.is_over(now):
            return "FAILED" if self.failure else "COMPLETE"
        return "STARTING" if now < self.started_at + self.seconds * _STARTING_SHARE else "IN_PROGRESS"

    def summary(self, now: float) -> dict[str, Any]:
        """Describe the job as ListIngestionJobs does."""
        summary = {
            "ingestionJobId": self.id,
            "status": self.status(now),
            "startedAt": timestamp(self.started_at),
            "updatedAt": timestamp(min(now, self._stopped_at or self.started_at + self.seconds)),
            "statistics": self._statistics(now),
        }
        return {**summary, "description": self.description} if self.description else summary

    def details(self, now: float) -> dict[str, Any]:
        """Describe the job as GetIngestionJob does."""
        details = self.summary(now)
        if self.is_over(now) and self.failure:
            details["failureReasons"] = [self.failure]
        elif self.status(now) == "COMPLETE" and self.result and self.result.result().failures:
            details["failureReasons"] = [json.dumps(self.result.result().failures)]
        return details

    def _statistics(self, now: float) -> dict[str, int]:
        changes, done = self.changes, self.status(now) == "COMPLETE"
        failed = len(self.result.result().failures) if done and self.result else 0
        new = len(changes.new) if changes and done else 0
        modified = len(changes.modified) if changes and done else 0
        return {
            "numberOfDocumentsScanned": len(changes.documents) if changes else 0,
            "numberOfMetadataDocumentsScanned": len(changes.metadata) if changes else 0,
            "numberOfNewDocumentsIndexed": max(new - failed, 0),
            "numberOfModifiedDocumentsIndexed": modified - max(failed - new, 0),
            "numberOfMetadataDocumentsModified": len(changes.metadata_modified) if changes and done else 0,
            "numberOfDocumentsDeleted": len(changes.deleted) if changes and done else 0,
            "numberOfDocumentsFailed": failed,
        }


class Reader:
    """Reads documents in a thread of its own, so that nobody waits for a large PDF."""

    def __init__(self) -> None:
        self._executor: ThreadPoolExecutor | None = None

    def read(self, changes: Changes, chunking: Chunking, bucket: str) -> Future[ReadResult]:
        """Begin to read what has changed."""
        if self._executor is None:
            self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="ingestion")
        return self._executor.submit(_read, changes, chunking, bucket)

    def close(self) -> None:
        """Give up what is not read yet and end the thread."""
        if self._executor is not None:
            self._executor.shutdown(cancel_futures=True)


def timestamp(seconds: float) -> datetime:
    """Return epoch seconds as the service models' timestamp."""
    return datetime.fromtimestamp(seconds, UTC)


def _read(changes: Changes, chunking: Chunking, bucket: str) -> ReadResult:
    result = ReadResult([ReadDocument(key, None) for key in changes.deleted])
    for document in (*changes.new, *changes.modified, *changes.metadata_modified):
        metadata_object = changes.metadata.get(document.key + METADATA_SUFFIX)
        try:
            metadata = metadata_of(metadata_object.content) if metadata_object else {}
            chunks = chunking.chunks(read_pages(document.content, suffix_of(document.key)))
        except UnreadableDocumentError as error:
            result.failures.append(f"{error} [Files: s3://{bucket}/{document.key}]")
        else:
            result.documents.append(ReadDocument(document.key, changes.version(document), chunks, metadata))
    return result


def metadata_of(content: bytes) -> dict[str, Any]:
    """Read a document's metadata file: `{"metadataAttributes": {"owner": "ada", "year": 2024}}`.

    Bedrock's longer form, `{"owner": {"value": {"type": "STRING", "stringValue": "ada"}}}`, is read as well.

    Raises:
        UnreadableDocumentError: the file is not of that form.
    """
    try:
        attributes = json.loads(content)["metadataAttributes"]
        return {name: _metadata_value(value) for name, value in attributes.items()}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UnreadableDocumentError(f"The metadata file is invalid: {error!r}.") from error


_TYPED_VALUES = {
    "STRING": "stringValue",
    "NUMBER": "numberValue",
    "BOOLEAN": "booleanValue",
    "STRING_LIST": "stringListValue",
}


def _metadata_value(value: Any) -> Any:
    if isinstance(value, dict):
        typed = value["value"]
        return typed[_TYPED_VALUES[typed["type"]]]
    if isinstance(value, list) and not all(isinstance(item, str) for item in value):
        raise TypeError("lists may hold strings only")
    return value

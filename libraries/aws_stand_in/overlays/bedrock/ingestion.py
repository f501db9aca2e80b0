"""Ingestion: what has changed in the bucket is read in the background and searchable when the job is finished."""

import json
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from aws_stand_in.overlays.bedrock.documents import (
    Chunk,
    Chunking,
    UnreadableDocumentError,
    read_pages,
    suffix_of,
)
from aws_stand_in.overlays.timestamps import timestamp

METADATA_SUFFIX = ".metadata.json"
_STARTING_SHARE = 0.25


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """A document that was read. Its `version` is None if it is gone from the bucket."""

    key: str
    version: tuple[str, str] | None
    chunks: Sequence[Chunk] = ()
    metadata: Mapping[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class ReadResult:
    """The documents that were read, and why others were not."""

    documents: list[ReadDocument] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Changes:
    """What is in the bucket, compared with what was ingested before.

    Attributes:
        versions: What is there now: the ETags of document and metadata by key.
        metadata_scanned: Number of metadata files.
        new: Keys that were never ingested.
        modified: Keys whose content has changed.
        metadata_modified: Keys of which only the metadata has changed.
        deleted: Keys that are gone.
    """

    versions: Mapping[str, tuple[str, str]]
    metadata_scanned: int
    new: Sequence[str]
    modified: Sequence[str]
    metadata_modified: Sequence[str]
    deleted: Sequence[str]

    @property
    def to_read(self) -> Sequence[str]:
        """Keys of the documents that have to be read."""
        return (*self.new, *self.modified, *self.metadata_modified)


def compare(etags: Mapping[str, str], indexed: Mapping[str, tuple[str, str]]) -> Changes:
    """Compare a bucket with what was ingested before.

    Args:
        etags: The ETag of each object, including metadata files, by key.
        indexed: The ETags of document and metadata that were ingested, by key.
    """
    documents = [key for key in etags if not key.endswith(METADATA_SUFFIX)]
    versions = {key: (etags[key], etags.get(key + METADATA_SUFFIX, "")) for key in documents}
    known = [key for key in documents if key in indexed]
    return Changes(
        versions=versions,
        metadata_scanned=len(etags) - len(documents),
        new=[key for key in documents if key not in indexed],
        modified=[key for key in known if indexed[key][0] != versions[key][0]],
        metadata_modified=[
            key for key in known if indexed[key][0] == versions[key][0] and indexed[key] != versions[key]
        ],
        deleted=[key for key in indexed if key not in versions],
    )


@dataclass(kw_only=True)
class BedrockIngestionJob:
    """One ingestion job: STARTING, IN_PROGRESS, then COMPLETE, FAILED or STOPPED.

    Attributes:
        id: The job's id.
        description: The description given to StartIngestionJob; may be empty.
        started_at: Epoch seconds.
        seconds: The shortest time that it takes; it takes longer if reading does.
        result: The result of reading; None for a job that fails.
        changes: What it has to do; None for a job that fails.
        failure: Why the job fails as a whole; empty if it does not.
    """

    id: str
    description: str
    started_at: float
    seconds: float
    result: Future[ReadResult] | None = None
    changes: Changes | None = None
    failure: str = ""
    _stopped_at: float | None = field(default=None, init=False)

    def is_over(self, now: float) -> bool:
        """Tell whether the job has ended in any way."""
        if self._stopped_at is not None:
            return True
        reading = self.result is not None and not self.result.done()
        return not reading and now >= self.started_at + self.seconds

    def stop(self, now: float) -> None:
        """End the job without a result."""
        self._stopped_at = now
        if self.result is not None:
            self.result.cancel()

    def take_results(self) -> Sequence[ReadDocument]:
        """Return the documents for the index, and keep them no longer; none of a job that was stopped or has failed."""
        if self.result is None or self._stopped_at is not None:
            return ()
        read = self.result.result()
        documents, read.documents = read.documents, []
        return documents

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
            "numberOfDocumentsScanned": len(changes.versions) if changes else 0,
            "numberOfMetadataDocumentsScanned": changes.metadata_scanned if changes else 0,
            "numberOfNewDocumentsIndexed": max(new - failed, 0),
            "numberOfModifiedDocumentsIndexed": modified - max(failed - new, 0),
            "numberOfMetadataDocumentsModified": len(changes.metadata_modified) if changes and done else 0,
            "numberOfDocumentsDeleted": len(changes.deleted) if changes and done else 0,
            "numberOfDocumentsFailed": failed,
        }


class DocumentReader:
    """Reads documents in a separate thread, so that no request waits for a large PDF."""

    def __init__(self) -> None:
        self._executor: ThreadPoolExecutor | None = None

    def read(
        self, changes: Changes, contents: Mapping[str, bytes], chunking: Chunking, bucket: str
    ) -> Future[ReadResult]:
        """Begin to read what has changed.

        Args:
            changes: What has changed.
            contents: The documents to read and their metadata files, as they are now, by key.
            chunking: How the documents are cut.
            bucket: Where they are, for failure messages.
        """
        if self._executor is None:
            self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="ingestion")
        return self._executor.submit(_read, changes, contents, chunking, bucket)

    def close(self) -> None:
        """Give up what has not been read yet and end the thread."""
        if self._executor is not None:
            self._executor.shutdown(cancel_futures=True)


def _read(changes: Changes, contents: Mapping[str, bytes], chunking: Chunking, bucket: str) -> ReadResult:
    result = ReadResult([ReadDocument(key, None) for key in changes.deleted])
    for key in changes.to_read:
        metadata_file = contents.get(key + METADATA_SUFFIX)
        try:
            metadata = metadata_of(metadata_file) if metadata_file is not None else {}
            chunks = chunking.chunks(read_pages(contents[key], suffix_of(key)))
        except UnreadableDocumentError as error:
            result.failures.append(f"{error} [Files: s3://{bucket}/{key}]")
        else:
            result.documents.append(ReadDocument(key, changes.versions[key], chunks, metadata))
    return result


def metadata_of(content: bytes) -> dict[str, Any]:
    """Read a document's metadata file: `{"metadataAttributes": {"owner": "ada", "year": 2024}}`.

    Bedrock's longer form, `{"owner": {"value": {"type": "STRING", "stringValue": "ada"}}}`, is read as well.

    Raises:
        UnreadableDocumentError: The file has another form.
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

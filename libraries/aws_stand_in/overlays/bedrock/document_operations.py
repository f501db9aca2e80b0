"""The operations on documents of a data source: ingest, get, list, delete."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from aws_stand_in.aws_request import AwsRequest
from aws_stand_in.aws_response import AwsError
from aws_stand_in.overlays.bedrock.data_source import DataSource, s3_object
from aws_stand_in.overlays.bedrock.direct_documents import identifier_of, locations, read, uri_of
from aws_stand_in.overlays.bedrock.ingestion import METADATA_SUFFIX
from aws_stand_in.overlays.bedrock.knowledge_base_store import KnowledgeBaseStore
from aws_stand_in.overlays.paging import page
from aws_stand_in.overlays.timestamps import timestamp


class DocumentOperations:
    """Answers the operations on single documents.

    Args:
        store: Keeps the knowledge bases.
        clock: Epoch seconds.
        seconds: How long it takes until a document can be found.
    """

    def __init__(self, store: KnowledgeBaseStore, clock: Callable[[], float], seconds: float) -> None:
        self._store = store
        self._clock = clock
        self._seconds = seconds

    def ingest(self, request: AwsRequest) -> dict[str, Any]:
        """Begin to index documents."""
        source, given = self._source(request), request.parameters["documents"]
        for document in given:
            _check_kind(source, document["content"]["dataSourceType"])
            _check_place(source, identifier_of(document["content"]))
        ready_at = self._clock() + self._seconds
        for document in given:
            found = {uri: s3_object(request.account_id, uri) for uri in locations(document)}
            objects = {uri: held.value for uri, held in found.items() if held is not None}
            direct = read(document, objects, source.chunking, ready_at)
            if source.kind == "S3" and not direct.failure:
                direct = replace(direct, version=_version(request.account_id, direct.uri))
            source.add_document(direct)
        return self._describe_documents(request, [identifier_of(one["content"]) for one in given])

    def get(self, request: AwsRequest) -> dict[str, Any]:
        """Describe documents; a missing one is NOT_FOUND."""
        self._check(request)
        return self._describe_documents(request, request.parameters["documentIdentifiers"])

    def list(self, request: AwsRequest) -> dict[str, Any]:
        """List the documents of a data source, a page at a time."""
        source = self._source(request)
        details = (self._details(request, source, one) for one in _identifiers(source))
        return page(details, request.parameters, "documentDetails")

    def delete(self, request: AwsRequest) -> dict[str, Any]:
        """Remove documents; those of a bucket come back with its next ingestion job if they are still there."""
        source = self._check(request)
        knowledge_base = self._store.knowledge_base(request, self._clock())
        details = []
        for identifier in request.parameters["documentIdentifiers"]:
            found = self._details(request, source, identifier)
            status = found["status"] if found["status"] == "NOT_FOUND" else "DELETING"
            details.append({**found, "status": status})
            source.drop_document(uri_of(identifier))
            knowledge_base.index.remove(source.id, uri_of(identifier))
        return {"documentDetails": details}

    def _source(self, request: AwsRequest) -> DataSource:
        return self._store.data_source(request, self._clock())

    def _check(self, request: AwsRequest) -> DataSource:
        source = self._source(request)
        for identifier in request.parameters["documentIdentifiers"]:
            _check_kind(source, identifier["dataSourceType"])
            uri_of(identifier)
        return source

    def _describe_documents(self, request: AwsRequest, identifiers: Any) -> dict[str, Any]:
        source = self._source(request)
        return {"documentDetails": [self._details(request, source, one) for one in identifiers]}

    def _details(
        self, request: AwsRequest, source: DataSource, identifier: Mapping[str, Any]
    ) -> dict[str, Any]:
        now, given = self._clock(), request.parameters
        document = source.documents.get(uri_of(identifier))
        details = {
            "knowledgeBaseId": given["knowledgeBaseId"],
            "dataSourceId": given["dataSourceId"],
            "identifier": identifier,
            "updatedAt": timestamp(now),
        }
        if document is None:
            return {**details, "status": "INDEXED" if _is_indexed(source, identifier) else "NOT_FOUND"}
        details["updatedAt"] = timestamp(min(now, document.ready_at))
        status = document.status(now)
        reason = {"statusReason": document.failure} if status == "FAILED" else {}
        return {**details, "status": status, **reason}


def _identifiers(source: DataSource) -> Iterator[Mapping[str, Any]]:
    """Yield how the documents of a data source are named: those ingested directly, then those of jobs."""
    for document in source.documents.values():
        yield document.identifier
    for key in source.indexed:
        uri = f"s3://{source.bucket}/{key}"
        if uri not in source.documents:
            yield {"dataSourceType": "S3", "s3": {"uri": uri}}


def _is_indexed(source: DataSource, identifier: Mapping[str, Any]) -> bool:
    if source.kind != "S3":
        return False
    return uri_of(identifier).removeprefix(f"s3://{source.bucket}/") in source.indexed


def _check_kind(source: DataSource, kind: str) -> None:
    if kind != source.kind:
        raise AwsError(
            "ValidationException",
            f"The data source type {kind} does not match the type {source.kind} of this data source.",
            status=400,
        )


def _check_place(source: DataSource, identifier: Mapping[str, Any]) -> None:
    uri = uri_of(identifier)
    if source.kind == "S3" and not uri.startswith(f"s3://{source.bucket}/"):
        raise AwsError("ValidationException", f"{uri} is not in the bucket of the data source.", status=400)


def _version(account_id: str, uri: str) -> tuple[str, str]:
    held, metadata = s3_object(account_id, uri), s3_object(account_id, uri + METADATA_SUFFIX)
    return (held.etag if held else "", metadata.etag if metadata else "")

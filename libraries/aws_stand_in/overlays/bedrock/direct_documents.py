"""Documents that are ingested directly: in a request, or from one object of S3.

Source: Amazon Bedrock User Guide, "Ingest changes directly into a knowledge base".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from aws_stand_in.aws_response import AwsError
from aws_stand_in.overlays.bedrock.documents import (
    Chunk,
    Chunking,
    UnreadableDocumentError,
    read_pages,
    suffix_of,
)
from aws_stand_in.overlays.bedrock.ingestion import metadata_of

_CUSTOM = "custom:"
_SUFFIXES = {
    "text/plain": ".txt",
    "text/markdown": ".md",
    "text/csv": ".csv",
    "text/html": ".html",
    "application/pdf": ".pdf",
}
_VALUES = {
    "STRING": "stringValue",
    "NUMBER": "numberValue",
    "BOOLEAN": "booleanValue",
    "STRING_LIST": "stringListValue",
}


@dataclass(frozen=True, slots=True)
class DirectDocument:
    """A document of a request.

    Attributes:
        identifier: How requests name it.
        uri: Its place in the index.
        ready_at: When it can be found, in epoch seconds.
        chunks: What it says.
        metadata: Its attributes.
        failure: Why it cannot be ingested; empty if it can.
        version: The ETags of an object of S3 and its metadata; None for another document.
    """

    identifier: Mapping[str, Any]
    uri: str
    ready_at: float
    chunks: Sequence[Chunk] = ()
    metadata: Mapping[str, Any] = field(default_factory=dict)
    failure: str = ""
    version: tuple[str, str] | None = None

    def status(self, now: float) -> str:
        """Return the status at a time."""
        if now < self.ready_at:
            return "STARTING"
        return "FAILED" if self.failure else "INDEXED"


def identifier_of(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return how a document is named, by its content.

    Raises:
        AwsError: ValidationException: The content lacks what its type needs.
    """
    if content["dataSourceType"] == "CUSTOM":
        identity = _needed(content, "custom")["customDocumentIdentifier"]
        return {"dataSourceType": "CUSTOM", "custom": {"id": identity["id"]}}
    location = _needed(content, "s3")["s3Location"]
    return {"dataSourceType": "S3", "s3": {"uri": location["uri"]}}


def uri_of(identifier: Mapping[str, Any]) -> str:
    """Return the place of a document in the index."""
    if identifier["dataSourceType"] == "CUSTOM":
        return _CUSTOM + str(_needed(identifier, "custom")["id"])
    return str(_needed(identifier, "s3")["uri"])


def custom_id(uri: str) -> str | None:
    """Return the id of a document that does not come from a bucket; None for one that does."""
    return uri.removeprefix(_CUSTOM) if uri.startswith(_CUSTOM) else None


def read(
    document: Mapping[str, Any], objects: Mapping[str, bytes], chunking: Chunking, ready_at: float
) -> DirectDocument:
    """Read a document of a request.

    Args:
        document: A member of `documents` of IngestKnowledgeBaseDocuments.
        objects: The objects of S3 that it names, by their URIs, as far as there are such.
        chunking: How it is cut.
        ready_at: When it can be found.

    Raises:
        AwsError: ValidationException: The document lacks what its types need.
    """
    identifier = identifier_of(document["content"])
    uri = uri_of(identifier)
    try:
        content, suffix = _content(document["content"], objects)
        metadata = _metadata(document.get("metadata"), objects)
        chunks = chunking.chunks(read_pages(content, suffix))
    except UnreadableDocumentError as error:
        return DirectDocument(identifier, uri, ready_at, failure=str(error))
    return DirectDocument(identifier, uri, ready_at, chunks, metadata)


def locations(document: Mapping[str, Any]) -> list[str]:
    """Return the URIs of the objects that a document names."""
    content, metadata = document["content"], document.get("metadata", {})
    places = (content.get("custom", {}), content.get("s3", {}), metadata)
    return [place["s3Location"]["uri"] for place in places if "s3Location" in place]


def _content(content: Mapping[str, Any], objects: Mapping[str, bytes]) -> tuple[bytes, str]:
    if content["dataSourceType"] == "S3":
        return _object(_needed(content, "s3")["s3Location"], objects)
    custom = content["custom"]
    if custom["sourceType"] == "S3_LOCATION":
        return _object(_needed(custom, "s3Location"), objects)
    inline = _needed(custom, "inlineContent")
    if inline["type"] == "TEXT":
        return str(_needed(inline, "textContent")["data"]).encode(), ".txt"
    given = _needed(inline, "byteContent")
    return bytes(given["data"]), _SUFFIXES.get(given["mimeType"], given["mimeType"])


def _object(location: Mapping[str, Any], objects: Mapping[str, bytes]) -> tuple[bytes, str]:
    uri = location["uri"]
    if uri not in objects:
        raise UnreadableDocumentError(f"The object {uri} does not exist.")
    return objects[uri], suffix_of(uri)


def _metadata(metadata: Mapping[str, Any] | None, objects: Mapping[str, bytes]) -> Mapping[str, Any]:
    if metadata is None:
        return {}
    if metadata["type"] == "S3_LOCATION":
        return metadata_of(_object(_needed(metadata, "s3Location"), objects)[0])
    attributes = _needed(metadata, "inlineAttributes")
    return {one["key"]: _needed(one["value"], _VALUES[one["value"]["type"]]) for one in attributes}


def _needed(given: Mapping[str, Any], name: str) -> Any:
    if given.get(name) is None:
        raise AwsError(
            "ValidationException", f"{name} must be provided for a document of this type.", status=400
        )
    return given[name]

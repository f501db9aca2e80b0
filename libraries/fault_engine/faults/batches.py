"""Batches that fail in part, in a response with status 200."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil
from typing import Any, ClassVar, Literal, Protocol
from urllib.parse import parse_qsl, urlencode
from xml.etree import ElementTree as ET

from fault_engine.faults.base import Distortion, FaultedRequest, Serve
from fault_engine.identification import Call, read_body, replace_body
from fault_engine.options import Share, Text
from fault_engine.responses import HttpResponse


@dataclass(frozen=True, slots=True)
class EntryError:
    """The error of the failed entries."""

    code: str
    message: str


class Batch(Protocol):
    """How one operation represents a batch in its request, and failed entries in its response."""

    def split(self, body: bytes, share: float) -> tuple[bytes | None, Any]:
        """Take the failing entries out of a request.

        Returns:
            The request without them, None if no entry is left; and the entries, as for `report`.
        """

    def report(self, body: bytes | None, failed: Any, failure: EntryError) -> bytes:
        """Write the failed entries into a response; a body of None stands for a response without entries."""


def failing(entries: Sequence[Any], share: float) -> int:
    """Return how many entries fail: the share, rounded up. They are the last ones."""
    return ceil(len(entries) * share)


@dataclass(frozen=True, slots=True)
class JsonEntries(Batch):
    """A list in the request; failed entries are listed separately, by their ids (SQS)."""

    def split(self, body: bytes, share: float) -> tuple[bytes | None, Any]:
        request = json.loads(body)
        entries = request["Entries"]
        kept = len(entries) - failing(entries, share)
        request["Entries"], failed = entries[:kept], entries[kept:]
        return (json.dumps(request).encode() if kept else None), failed

    def report(self, body: bytes | None, failed: Any, failure: EntryError) -> bytes:
        response = json.loads(body or b'{"Successful": []}')
        response["Failed"] = [
            *response.get("Failed", ()),
            *(
                {"Id": entry["Id"], "SenderFault": False, "Code": failure.code, "Message": failure.message}
                for entry in failed
            ),
        ]
        return json.dumps(response).encode()


@dataclass(frozen=True, slots=True)
class JsonPositions(Batch):
    """A list in the request; the response has an entry for each, the failed ones with an error, and counts them."""

    entries: str
    results: str
    count: str

    def split(self, body: bytes, share: float) -> tuple[bytes | None, Any]:
        request = json.loads(body)
        entries = request[self.entries]
        failed = failing(entries, share)
        request[self.entries] = entries[: len(entries) - failed]
        return (json.dumps(request).encode() if request[self.entries] else None), failed

    def report(self, body: bytes | None, failed: Any, failure: EntryError) -> bytes:
        response = json.loads(body or b"{}")
        error = {"ErrorCode": failure.code, "ErrorMessage": failure.message}
        response[self.results] = [*response.get(self.results, ()), *([error] * failed)]
        response[self.count] = response.get(self.count, 0) + failed
        return json.dumps(response).encode()


@dataclass(frozen=True, slots=True)
class TableItems(Batch):
    """DynamoDB: entries by table; unprocessed ones are returned as they were sent."""

    unprocessed: str
    keys: str | None = None
    """The member of a table that contains its entries, None if the table is the list itself."""

    def split(self, body: bytes, share: float) -> tuple[bytes | None, Any]:
        request = json.loads(body)
        tables = request["RequestItems"]
        every = [(table, entry) for table, content in tables.items() for entry in self._entries(content)]
        kept = len(every) - failing(every, share)
        request["RequestItems"] = self._tables(every[:kept], tables)
        return (json.dumps(request).encode() if kept else None), self._tables(every[kept:], tables)

    def report(self, body: bytes | None, failed: Any, failure: EntryError) -> bytes:  # noqa: ARG002 — DynamoDB gives no reason
        response = json.loads(body or b"{}")
        response[self.unprocessed] = {**response.get(self.unprocessed, {}), **failed}
        return json.dumps(response).encode()

    def _entries(self, content: Any) -> list[Any]:
        entries: list[Any] = content[self.keys] if self.keys else content
        return entries

    def _tables(self, pairs: Sequence[tuple[str, Any]], tables: Mapping[str, Any]) -> dict[str, Any]:
        by_table: dict[str, list[Any]] = {}
        for table, entry in pairs:
            by_table.setdefault(table, []).append(entry)
        if self.keys is None:
            return dict(by_table)
        return {table: {**tables[table], self.keys: entries} for table, entries in by_table.items()}


@dataclass(frozen=True, slots=True)
class FormEntries(Batch):
    """SNS's PublishBatch, in the query protocol."""

    prefix: ClassVar[str] = "PublishBatchRequestEntries.member."

    def split(self, body: bytes, share: float) -> tuple[bytes | None, Any]:
        pairs = parse_qsl(body.decode(), keep_blank_values=True)
        ids = [value for name, value in pairs if name.startswith(self.prefix) and name.endswith(".Id")]
        kept = len(ids) - failing(ids, share)
        remaining = [pair for pair in pairs if self._number(pair[0]) <= kept]
        return (urlencode(remaining).encode() if kept else None), ids[kept:]

    def report(self, body: bytes | None, failed: Any, failure: EntryError) -> bytes:
        document = body or b"<PublishBatchResponse><PublishBatchResult/></PublishBatchResponse>"
        root = ET.fromstring(document)  # noqa: S314 — a response of the application behind the middleware
        namespace = f"{{{_namespace(root)}}}" if _namespace(root) else ""
        result = root.find(f"{namespace}PublishBatchResult")
        assert result is not None
        listed = result.find(f"{namespace}Failed")
        parent = ET.SubElement(result, f"{namespace}Failed") if listed is None else listed
        for entry_id in failed:
            member = ET.SubElement(parent, f"{namespace}member")
            texts = {"Id": entry_id, "Code": failure.code, "Message": failure.message, "SenderFault": "false"}
            for tag, content in texts.items():
                ET.SubElement(member, f"{namespace}{tag}").text = content
        return _written(root)

    def _number(self, name: str) -> int:
        return int(name.removeprefix(self.prefix).split(".")[0]) if name.startswith(self.prefix) else 0


@dataclass(frozen=True, slots=True)
class DeletedObjects(Batch):
    """S3's DeleteObjects."""

    namespace: ClassVar[str] = "{http://s3.amazonaws.com/doc/2006-03-01/}"

    def split(self, body: bytes, share: float) -> tuple[bytes | None, Any]:
        root = ET.fromstring(body)  # noqa: S314 — written by the client under test
        objects = [child for child in root if child.tag.endswith("Object")]
        kept = len(objects) - failing(objects, share)
        for entry in objects[kept:]:
            root.remove(entry)
        keys = [child.text for entry in objects[kept:] for child in entry if child.tag.endswith("Key")]
        return (_written(root) if kept else None), keys

    def report(self, body: bytes | None, failed: Any, failure: EntryError) -> bytes:
        root = ET.fromstring(body or f'<DeleteResult xmlns="{self.namespace[1:-1]}"/>')  # noqa: S314
        for key in failed:
            error = ET.SubElement(root, f"{self.namespace}Error")
            for tag, content in {"Key": key, "Code": failure.code, "Message": failure.message}.items():
                ET.SubElement(error, f"{self.namespace}{tag}").text = content
        return _written(root)


def _namespace(root: ET.Element) -> str | None:
    return root.tag[1:].partition("}")[0] if root.tag.startswith("{") else None


def _written(root: ET.Element) -> bytes:
    text: str = ET.tostring(root, encoding="unicode", default_namespace=_namespace(root))
    return text.encode()


BATCHES: Mapping[tuple[str, str], Batch] = {
    ("dynamodb", "BatchWriteItem"): TableItems("UnprocessedItems"),
    ("dynamodb", "BatchGetItem"): TableItems("UnprocessedKeys", keys="Keys"),
    ("sqs", "SendMessageBatch"): JsonEntries(),
    ("sqs", "DeleteMessageBatch"): JsonEntries(),
    ("sqs", "ChangeMessageVisibilityBatch"): JsonEntries(),
    ("sns", "PublishBatch"): FormEntries(),
    ("events", "PutEvents"): JsonPositions("Entries", "Entries", "FailedEntryCount"),
    ("kinesis", "PutRecords"): JsonPositions("Records", "Records", "FailedRecordCount"),
    ("firehose", "PutRecordBatch"): JsonPositions("Records", "RequestResponses", "FailedPutCount"),
    ("s3", "DeleteObjects"): DeletedObjects(),
}
"""The operations that can fail in part."""


class PartialBatch(Distortion):
    """A part of a batch fails, the last entries first: they are not processed, and the response says so with status 200.

    `share` of the entries fails, rounded up, with `code` and `message` if the service gives a reason.
    """

    fault: Literal["partial_batch"]
    share: Share = 0.5
    code: Text = "InternalFailure"
    message: Text = "The entry was not processed."

    def applies_to(self, call: Call) -> bool:
        return (call.service, call.operation) in BATCHES

    def distort(self, request: FaultedRequest, serve: Serve) -> HttpResponse:
        batch = BATCHES[request.call.service, request.call.operation]  # type: ignore[index]
        remaining, failed = batch.split(read_body(request.environ), self.share)
        response = HttpResponse(200, (), b"")
        if remaining is not None:
            replace_body(request.environ, remaining)
            response = serve()
        if response.status != 200:  # noqa: PLR2004 — the whole batch failed anyway
            return response
        body = batch.report(response.body or None, failed, EntryError(self.code, self.message))
        return replace(response.without("x-amz-crc32"), body=body)

    def describe(self) -> str:
        return f"{self.share:.0%} of a batch failing"

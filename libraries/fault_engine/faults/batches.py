"""Batches that fail in part, in a response with status 200."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Annotated, Any, ClassVar, Literal, Protocol
from urllib.parse import parse_qsl, urlencode
from xml.etree import ElementTree as ET

from pydantic import Field

from fault_engine.faults import batch_checks
from fault_engine.faults.base import Distortion, FaultedRequest, Serve
from fault_engine.faults.changed_responses import with_body
from fault_engine.identification import Call, Environ, read_body
from fault_engine.options import Expected, Number, Text
from fault_engine.responses import HttpResponse
from fault_engine.rewritten_requests import rewrite_body

_Failing = Annotated[float, Field(gt=0, le=1), Number, Expected("a number above 0, up to 1")]
_UNREADABLE = (AttributeError, KeyError, TypeError, ValueError, ET.ParseError)
"""What reading a body raises that is none of the expected form."""


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

        Raises:
            AttributeError, KeyError, TypeError, ValueError, ParseError: AWS would not take such a request.
        """

    def report(self, body: bytes | None, failed: Any, failure: EntryError) -> bytes:
        """Write the failed entries into a response; a body of None stands for a response without entries."""


def failing(entries: Sequence[Any], share: float) -> int:
    """Return how many entries fail: the share, rounded up. They are the last ones."""
    return ceil(len(entries) * share)


def require_batch(entries: Sequence[Any], most: int, *, different: bool = False) -> None:
    """Require entries that AWS takes as one batch.

    Args:
        entries: The entries, or what tells them apart.
        most: How many there may be.
        different: Whether two must not be equal.

    Raises:
        ValueError: There are none or too many, or two are equal.
    """
    if not 0 < len(entries) <= most or (different and len({*entries}) < len(entries)):
        raise ValueError


def listed(entries: Any) -> list[Any]:
    """Return entries that must be a list.

    Raises:
        TypeError: They are none.
    """
    if not isinstance(entries, list):
        raise TypeError
    return entries


@dataclass(frozen=True, slots=True)
class JsonEntries(Batch):
    """A list in the request; failed entries are listed separately, by their ids (SQS)."""

    most: ClassVar[int] = 10

    def split(self, body: bytes, share: float) -> tuple[bytes | None, Any]:
        request = json.loads(body)
        entries = listed(request["Entries"])
        ids = [entry["Id"] for entry in entries]
        require_batch(ids, self.most, different=True)
        kept = len(entries) - failing(entries, share)
        request["Entries"] = entries[:kept]
        return (json.dumps(request).encode() if kept else None), ids[kept:]

    def report(self, body: bytes | None, failed: Any, failure: EntryError) -> bytes:
        response = json.loads(body or b'{"Successful": []}')
        response["Failed"] = [
            *response.get("Failed", ()),
            *(
                {"Id": entry_id, "SenderFault": False, "Code": failure.code, "Message": failure.message}
                for entry_id in failed
            ),
        ]
        return json.dumps(response).encode()


@dataclass(frozen=True, slots=True)
class JsonPositions(Batch):
    """A list in the request; the response has an entry for each, the failed ones with an error, and counts them."""

    entries: str
    results: str
    count: str
    most: int

    def split(self, body: bytes, share: float) -> tuple[bytes | None, Any]:
        request = json.loads(body)
        entries = listed(request[self.entries])
        require_batch(entries, self.most)
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
    most: int
    keys: str | None = None
    """The member of a table that contains its entries, None if the table is the list itself."""

    def split(self, body: bytes, share: float) -> tuple[bytes | None, Any]:
        request = json.loads(body)
        tables = request["RequestItems"]
        every = [(table, entry) for table, content in tables.items() for entry in self._entries(content)]
        require_batch([json.dumps(each, sort_keys=True) for each in every], self.most, different=True)
        kept = len(every) - failing(every, share)
        request["RequestItems"] = self._tables(every[:kept], tables)
        return (json.dumps(request).encode() if kept else None), self._tables(every[kept:], tables)

    def report(self, body: bytes | None, failed: Any, failure: EntryError) -> bytes:  # noqa: ARG002 — DynamoDB gives no reason
        response = json.loads(body or (b'{"Responses": {}}' if self.keys else b"{}"))
        response[self.unprocessed] = {**response.get(self.unprocessed, {}), **failed}
        return json.dumps(response).encode()

    def _entries(self, content: Any) -> list[Any]:
        entries = listed(content[self.keys] if self.keys else content)
        require_batch(entries, self.most)
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
    """A list in the query protocol (SNS and SQS); failed entries are listed separately, by their ids."""

    operation: str
    prefix: str
    """What the names of an entry's parameters begin with, before its number."""
    error: Sequence[str]
    """The elements that lead from the result to a failed entry."""
    most: ClassVar[int] = 10

    def split(self, body: bytes, share: float) -> tuple[bytes | None, Any]:
        pairs = parse_qsl(body.decode(), keep_blank_values=True)
        stated = {self._number(name) for name, _ in pairs}
        numbers = sorted(number for number in stated if number is not None)
        ids = [dict(pairs)[f"{self.prefix}{number}.Id"] for number in numbers]
        require_batch(ids, self.most, different=True)
        kept = len(ids) - failing(ids, share)
        remaining = [pair for pair in pairs if self._number(pair[0]) not in numbers[kept:]]
        return (urlencode(remaining).encode() if kept else None), ids[kept:]

    def report(self, body: bytes | None, failed: Any, failure: EntryError) -> bytes:
        empty = f"<{self.operation}Response><{self.operation}Result/></{self.operation}Response>"
        root = ET.fromstring(body or empty)  # noqa: S314 — a response of the application behind the middleware
        namespace = _prefix(root)
        parent = _element(root, f"{namespace}{self.operation}Result")
        for name in self.error[:-1]:
            parent = _element(parent, f"{namespace}{name}")
        for entry_id in failed:
            entry = ET.SubElement(parent, f"{namespace}{self.error[-1]}")
            texts = {"Id": entry_id, "Code": failure.code, "Message": failure.message, "SenderFault": "false"}
            for tag, content in texts.items():
                ET.SubElement(entry, f"{namespace}{tag}").text = content
        return _written(root)

    def _number(self, name: str) -> int | None:
        return int(name.removeprefix(self.prefix).split(".")[0]) if name.startswith(self.prefix) else None


@dataclass(frozen=True, slots=True)
class DeletedObjects(Batch):
    """S3's DeleteObjects."""

    most: ClassVar[int] = 1000

    def split(self, body: bytes, share: float) -> tuple[bytes | None, Any]:
        root = ET.fromstring(body)  # noqa: S314 — written by the client under test
        objects = [child for child in root if child.tag.endswith("Object")]
        require_batch(objects, self.most)
        kept = len(objects) - failing(objects, share)
        named = [_named(entry) for entry in objects]
        for entry in objects[kept:]:
            root.remove(entry)
        return (_written(root) if kept else None), named[kept:]

    def report(self, body: bytes | None, failed: Any, failure: EntryError) -> bytes:
        root = ET.fromstring(body or '<DeleteResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"/>')  # noqa: S314
        namespace = _prefix(root)
        for names in failed:
            error = ET.SubElement(root, f"{namespace}Error")
            for tag, content in {**names, "Code": failure.code, "Message": failure.message}.items():
                ET.SubElement(error, f"{namespace}{tag}").text = content
        return _written(root)


def _named(entry: ET.Element) -> dict[str, str]:
    """Return the key of an object that is to be deleted, and its version if one is stated."""
    texts = {child.tag.rpartition("}")[2]: child.text or "" for child in entry}
    version = {"VersionId": texts["VersionId"]} if texts.get("VersionId") else {}
    return {"Key": texts["Key"], **version}


def _element(parent: ET.Element, tag: str) -> ET.Element:
    """Return a child, which is added if there is none."""
    found = parent.find(tag)
    return ET.SubElement(parent, tag) if found is None else found


def _prefix(root: ET.Element) -> str:
    """Return what stands before the names of elements in the namespace of a document."""
    namespace = _namespace(root)
    return f"{{{namespace}}}" if namespace else ""


def _namespace(root: ET.Element) -> str | None:
    return root.tag[1:].partition("}")[0] if root.tag.startswith("{") else None


def _written(root: ET.Element) -> bytes:
    text: str = ET.tostring(root, encoding="unicode", default_namespace=_namespace(root))
    return text.encode()


def _sqs_form(operation: str) -> FormEntries:
    return FormEntries(operation, f"{operation}RequestEntry.", ("BatchResultErrorEntry",))


_JSON: Mapping[tuple[str, str], Batch] = {
    ("dynamodb", "BatchWriteItem"): TableItems("UnprocessedItems", 25),
    ("dynamodb", "BatchGetItem"): TableItems("UnprocessedKeys", 100, keys="Keys"),
    ("sqs", "SendMessageBatch"): JsonEntries(),
    ("sqs", "DeleteMessageBatch"): JsonEntries(),
    ("sqs", "ChangeMessageVisibilityBatch"): JsonEntries(),
    ("events", "PutEvents"): JsonPositions("Entries", "Entries", "FailedEntryCount", 10),
    ("kinesis", "PutRecords"): JsonPositions("Records", "Records", "FailedRecordCount", 500),
    ("firehose", "PutRecordBatch"): JsonPositions("Records", "RequestResponses", "FailedPutCount", 500),
}
_FORMS: Mapping[tuple[str, str], Batch] = {
    ("sqs", "SendMessageBatch"): _sqs_form("SendMessageBatch"),
    ("sqs", "DeleteMessageBatch"): _sqs_form("DeleteMessageBatch"),
    ("sqs", "ChangeMessageVisibilityBatch"): _sqs_form("ChangeMessageVisibilityBatch"),
    ("sns", "PublishBatch"): FormEntries(
        "PublishBatch", "PublishBatchRequestEntries.member.", ("Failed", "member")
    ),
}
_XML: Mapping[tuple[str, str], Batch] = {("s3", "DeleteObjects"): DeletedObjects()}
BATCHES: Mapping[str, Mapping[tuple[str, str], Batch]] = {"json": _JSON, "query": _FORMS, "rest-xml": _XML}
"""The operations that can fail in part, by protocol."""


def batch_of(call: Call) -> Batch | None:
    """Return how a call represents its batch, None if it has none; without a protocol, in any that its service speaks."""
    known = [BATCHES.get(call.protocol, {})] if call.protocol else BATCHES.values()
    found = (batches.get((call.service or "", call.operation or "")) for batches in known)
    return next(filter(None, found), None)


class PartialBatch(Distortion):
    """A part of a batch fails, the last entries first: they are not processed, and the response says so with status 200.

    `share` of the entries fails, rounded up, with `code` and `message` if the service gives a reason. A batch that AWS would not
    take as a whole is spared; if no entry is left to process, AWS is asked whether there is what the batch is for.
    """

    fault: Literal["partial_batch"]
    share: _Failing = 0.5
    code: Text = "InternalFailure"
    message: Text = "The entry was not processed."

    def applies_to(self, call: Call) -> bool:
        return batch_of(call) is not None

    def can_hit(self, call: Call, environ: Environ) -> bool:
        batch = batch_of(call)
        try:
            return batch is not None and bool(batch.split(read_body(environ), self.share))
        except _UNREADABLE:
            return False

    def distort(self, request: FaultedRequest, serve: Serve) -> HttpResponse:
        batch = batch_of(request.call)
        assert batch is not None
        remaining, failed = batch.split(read_body(request.environ), self.share)
        if remaining is None:
            response = batch_checks.answer(request.call, request.environ, serve)
        else:
            rewrite_body(request.environ, remaining)
            response = serve()
        if response.status != 200:  # noqa: PLR2004 — the whole batch failed anyway
            return response
        body = None if remaining is None else response.body or None
        return with_body(response, batch.report(body, failed, EntryError(self.code, self.message)))

    def describe(self) -> str:
        return f"{self.share:.0%} of a batch failing"

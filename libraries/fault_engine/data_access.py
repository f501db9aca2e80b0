"""What an AWS call does to stored data: whether it reads or writes, in which table or bucket, and under which keys.

A backend may count by `UpdateItem`, by `PutItem` with a condition or in a transaction. A rule about the effect hits each of them.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from urllib.parse import unquote
from xml.sax.saxutils import unescape

from fault_engine.identification import Call, Environ, read_body


class Access(StrEnum):
    """What is done to stored data, as "Service Authorization Reference" names the access levels of actions."""

    READ = "read"
    WRITE = "write"


@dataclass(frozen=True, slots=True)
class Touched:
    """Data that one call reads or writes."""

    container: str
    """The name of a table or bucket."""
    keys: tuple[str, ...] = ()
    """Strings and numbers by which the data are addressed; of a new row all of its attributes count."""


_READING = {
    "dynamodb": frozenset({"BatchGetItem", "GetItem", "Query", "Scan", "TransactGetItems"}),
    "s3": frozenset(
        {
            "GetObject",
            "GetObjectAttributes",
            "HeadObject",
            "ListObjects",
            "ListObjectsV2",
            "ListObjectVersions",
            "SelectObjectContent",
        }
    ),
}
_WRITING = {
    "dynamodb": frozenset({"BatchWriteItem", "DeleteItem", "PutItem", "TransactWriteItems", "UpdateItem"}),
    "s3": frozenset(
        {
            "CompleteMultipartUpload",
            "CopyObject",
            "CreateMultipartUpload",
            "DeleteObject",
            "DeleteObjects",
            "PostObject",
            "PutObject",
            "UploadPart",
            "UploadPartCopy",
        }
    ),
}
_PARTIQL = frozenset({"BatchExecuteStatement", "ExecuteStatement", "ExecuteTransaction"})
STORES = tuple(_READING)
"""The services whose data a rule can be about."""

_SELECT = re.compile(r"\s*SELECT\b", re.IGNORECASE)
_TABLE = re.compile(r"\b(?:FROM|INTO|UPDATE)\s+\"?([\w.:/-]+)", re.IGNORECASE)
_LITERAL = re.compile(r"'((?:[^']|'')*)'")
_OBJECT_KEY = re.compile(r"<Key>([^<]*)</Key>")
_BUCKET_HOST = re.compile(r"(.+)\.(?:s3[.-]|localhost(?::|$))")


def accesses(call: Call, environ: Environ) -> frozenset[Access]:
    """Return what a call does to data; nothing if it is about something else, such as the definition of a table."""
    service, operation = call.service or "", call.operation or ""
    if service == "dynamodb" and operation in _PARTIQL:
        return frozenset(
            Access.READ if _SELECT.match(statement["Statement"]) else Access.WRITE
            for statement in _statements(_parameters(environ))
        )
    if operation in _READING.get(service, ()):
        return frozenset({Access.READ})
    return frozenset({Access.WRITE}) if operation in _WRITING.get(service, ()) else frozenset()


def touched(call: Call, environ: Environ) -> list[Touched]:
    """Return the data that a call is about; nothing for a request that its service will not understand."""
    if call.service == "dynamodb":
        return list(_rows(_parameters(environ)))
    return list(_objects(call, environ)) if call.service == "s3" else []


def data_matcher(
    *,
    access: Access | None,
    container: Callable[[str], bool] | None,
    key: Callable[[str], bool] | None,
) -> Callable[[Call, Environ], bool]:
    """Compile conditions on the data that a call is about; a condition that is None matches everything."""

    def is_about(data: Touched) -> bool:
        return (container is None or container(data.container)) and (key is None or any(map(key, data.keys)))

    def matches(call: Call, environ: Environ) -> bool:
        return (access is None or access in accesses(call, environ)) and (
            (container is None and key is None) or any(map(is_about, touched(call, environ)))
        )

    return matches


def _parameters(environ: Environ) -> Mapping[str, Any]:
    try:
        parameters = json.loads(read_body(environ))
    except ValueError:  # the service refuses it
        return {}
    return parameters if isinstance(parameters, dict) else {}


def _rows(parameters: Mapping[str, Any]) -> Iterator[Touched]:
    """Yield the rows of a request to DynamoDB."""
    if "TableName" in parameters:
        yield _row(parameters)
    for item in parameters.get("TransactItems", ()):
        yield from map(_row, item.values())
    for table, content in parameters.get("RequestItems", {}).items():
        yield from (_row({"TableName": table, **entry}) for entry in _entries(content))
    for statement in _statements(parameters):
        yield from _rows_of_statement(statement)


def _entries(content: Any) -> list[Mapping[str, Any]]:
    """Return the rows of one table in a batch: a list of keys to read, or of requests to write."""
    if isinstance(content, dict):
        return [{"Key": key} for key in content["Keys"]]
    return [entry for request in content for entry in request.values()]


def _row(parameters: Mapping[str, Any]) -> Touched:
    members = (
        ("Key", "Item") if "Key" in parameters or "Item" in parameters else ("ExpressionAttributeValues",)
    )
    values = [value for member in members for value in parameters.get(member, {}).values()]
    return Touched(_table_name(parameters.get("TableName", "")), tuple(_scalars(values)))


def _statements(parameters: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    if "Statement" in parameters:
        return [parameters]
    return [*parameters.get("Statements", ()), *parameters.get("TransactStatements", ())]


def _rows_of_statement(statement: Mapping[str, Any]) -> Iterator[Touched]:
    literals = [text.replace("''", "'") for text in _LITERAL.findall(statement["Statement"])]
    keys = (*literals, *_scalars(statement.get("Parameters", ())))
    yield from (Touched(_table_name(table), keys) for table in _TABLE.findall(statement["Statement"])[:1])


def _scalars(values: Iterable[Mapping[str, str]]) -> Iterator[str]:
    for value in values:
        yield from (value[kind] for kind in ("S", "N") if kind in value)


def _table_name(name_or_arn: str) -> str:
    return name_or_arn.rpartition(":table/")[2]


def _objects(call: Call, environ: Environ) -> Iterator[Touched]:
    """Yield the object of a request to S3, or several; addressing is by path or by host name."""
    path = unquote(call.path).removeprefix("/")
    host = _BUCKET_HOST.match(environ.get("HTTP_HOST", ""))
    bucket, key = (host[1], path) if host else path.partition("/")[::2]
    yield Touched(bucket, (key,))
    if call.operation == "DeleteObjects":
        body = read_body(environ).decode(errors="replace")
        yield Touched(bucket, tuple(map(unescape, _OBJECT_KEY.findall(body))))

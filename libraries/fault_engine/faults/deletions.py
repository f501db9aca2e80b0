"""How requests that delete messages of SQS, and their responses, are written in each of its protocols."""

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import parse_qsl, urlencode
from xml.etree import ElementTree as ET

from fault_engine.identification import Environ, read_body
from fault_engine.rewritten_requests import rewrite_body, rewrite_call

DELETION, RETURN = "DeleteMessage", "ChangeMessageVisibility"
TIMEOUT = "VisibilityTimeout"
_ENTRY = re.compile(rf"{DELETION}BatchRequestEntry\.(?P<number>\d+)\.Id")
_PARAMETER = re.compile(rf"(?P<list>{DELETION}BatchRequestEntry\.)(?P<number>\d+)(?P<rest>\..+)")
_TAG = re.compile(rb"(</?)" + RETURN.encode())
"""What elements of a response in the query protocol begin with."""


@dataclass(frozen=True, slots=True)
class DeletionOutcome:
    """What became of the entries of a batch.

    Attributes:
        successful: The ids of those that succeeded.
        failed: The codes of the errors of the others, by id.
    """

    successful: Collection[str]
    failed: Mapping[str, str]


class Deletions(Protocol):
    """One protocol."""

    def queue(self, environ: Environ) -> str:
        """Return the URL of a request's queue.

        Raises:
            KeyError, TypeError, ValueError: SQS would not take such a request.
        """

    def returning(self, body: bytes) -> bytes:
        """Return the body of a request that makes messages visible at once, from that of one that deletes them.

        Raises:
            TypeError, ValueError: SQS would not take such a request.
        """

    def send(self, environ: Environ, operation: str, body: bytes) -> None:
        """Make a request one for another operation."""

    def only(self, body: bytes, ids: Collection[str]) -> bytes:
        """Return a batch that deletes some of the messages."""

    def confirmed(self, request_id: str) -> bytes:
        """Return the response to a deletion."""

    def as_deletion(self, response: bytes) -> bytes:
        """Return the response to a request that returns messages as one to a request that deletes them."""

    def outcome(self, response: bytes) -> DeletionOutcome:
        """Read the response to a batch."""

    def with_successful(self, response: bytes, ids: Iterable[str]) -> bytes:
        """Return the response to a batch with more entries that succeeded; they have not failed then."""


class JsonDeletions(Deletions):
    """The JSON protocol."""

    def queue(self, environ: Environ) -> str:
        return str(json.loads(read_body(environ))["QueueUrl"])

    def returning(self, body: bytes) -> bytes:
        parameters = json.loads(body)
        if "Entries" in parameters:
            entries = [{**entry, TIMEOUT: 0} for entry in parameters["Entries"]]
            return json.dumps({**parameters, "Entries": entries}).encode()
        return json.dumps({**parameters, TIMEOUT: 0}).encode()

    def send(self, environ: Environ, operation: str, body: bytes) -> None:
        rewrite_call(environ, operation, body)

    def only(self, body: bytes, ids: Collection[str]) -> bytes:
        request = json.loads(body)
        entries = [entry for entry in request["Entries"] if entry["Id"] in ids]
        return json.dumps({**request, "Entries": entries}).encode()

    def confirmed(self, request_id: str) -> bytes:  # noqa: ARG002 — it is in a header
        return b"{}"

    def as_deletion(self, response: bytes) -> bytes:
        return response

    def outcome(self, response: bytes) -> DeletionOutcome:
        content = json.loads(response)
        return DeletionOutcome(
            [entry["Id"] for entry in content.get("Successful", ())],
            {entry["Id"]: entry["Code"] for entry in content.get("Failed", ())},
        )

    def with_successful(self, response: bytes, ids: Iterable[str]) -> bytes:
        content, added = json.loads(response), list(ids)
        failed = [entry for entry in content.get("Failed", ()) if entry["Id"] not in added]
        successful = [*content.get("Successful", ()), *({"Id": entry_id} for entry_id in added)]
        return json.dumps({**content, "Successful": successful, "Failed": failed}).encode()


class FormDeletions(Deletions):
    """The query protocol."""

    _RESULT = f"{DELETION}BatchResult"
    _DONE, _FAILED = f"{DELETION}BatchResultEntry", "BatchResultErrorEntry"
    _NAMESPACE = "http://queue.amazonaws.com/doc/2012-11-05/"

    def queue(self, environ: Environ) -> str:
        return str(dict(_pairs(read_body(environ))).get("QueueUrl", environ["PATH_INFO"]))

    def returning(self, body: bytes) -> bytes:
        pairs = _pairs(body)
        renamed = [
            (name.replace(DELETION, RETURN), value.replace(DELETION, RETURN) if name == "Action" else value)
            for name, value in pairs
        ]
        entries = [found["number"] for name, _ in pairs if (found := _ENTRY.fullmatch(name))]
        timeouts = [f"{RETURN}BatchRequestEntry.{number}.{TIMEOUT}" for number in entries] or [TIMEOUT]
        return urlencode([*renamed, *((name, "0") for name in timeouts)]).encode()

    def send(self, environ: Environ, operation: str, body: bytes) -> None:  # noqa: ARG002 — the body says it
        rewrite_body(environ, body)

    def only(self, body: bytes, ids: Collection[str]) -> bytes:
        pairs = _pairs(body)
        kept = [
            found["number"] for name, value in pairs if value in ids and (found := _ENTRY.fullmatch(name))
        ]
        numbers = {old: str(new) for new, old in enumerate(kept, 1)}
        return urlencode(list(_renumbered(pairs, numbers))).encode()

    def confirmed(self, request_id: str) -> bytes:
        metadata = f"<ResponseMetadata><RequestId>{request_id}</RequestId></ResponseMetadata>"
        return f'<{DELETION}Response xmlns="{self._NAMESPACE}">{metadata}</{DELETION}Response>'.encode()

    def as_deletion(self, response: bytes) -> bytes:
        return _TAG.sub(rb"\1" + DELETION.encode(), response)

    def outcome(self, response: bytes) -> DeletionOutcome:
        result = _result(ET.fromstring(response), self._RESULT)  # noqa: S314 — a response of the application
        return DeletionOutcome(
            [entry.findtext("{*}Id", "") for entry in result.findall(f"{{*}}{self._DONE}")],
            {
                entry.findtext("{*}Id", ""): entry.findtext("{*}Code", "")
                for entry in result.findall(f"{{*}}{self._FAILED}")
            },
        )

    def with_successful(self, response: bytes, ids: Iterable[str]) -> bytes:
        root, added = ET.fromstring(response), list(ids)  # noqa: S314 — a response of the application
        result = _result(root, self._RESULT)
        for entry in result.findall(f"{{*}}{self._FAILED}"):
            if entry.findtext("{*}Id") in added:
                result.remove(entry)
        namespace = root.tag.rpartition("}")[0].removeprefix("{")
        prefix = f"{{{namespace}}}" if namespace else ""
        for entry_id in added:
            done = ET.SubElement(result, f"{prefix}{self._DONE}")
            ET.SubElement(done, f"{prefix}Id").text = entry_id
        text: str = ET.tostring(root, encoding="unicode", default_namespace=namespace or None)
        return text.encode()


def deletions_of(environ: Environ) -> Deletions:
    """Return the protocol of a request that deletes messages."""
    return JsonDeletions() if "HTTP_X_AMZ_TARGET" in environ else FormDeletions()


def _renumbered(pairs: Iterable[tuple[str, str]], numbers: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the parameters of a batch with some of its entries, under their new numbers."""
    for name, value in pairs:
        found = _PARAMETER.fullmatch(name)
        if found is None:
            yield name, value
        elif found["number"] in numbers:
            yield f"{found['list']}{numbers[found['number']]}{found['rest']}", value


def _pairs(body: bytes) -> list[tuple[str, str]]:
    return parse_qsl(body.decode(), keep_blank_values=True)


def _result(root: ET.Element, tag: str) -> ET.Element:
    result = root.find(f"{{*}}{tag}")
    return ET.SubElement(root, tag) if result is None else result

"""What all batch operations have in common."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqs_engine.errors import SqsError

MOST_ENTRIES = 10
_ID = re.compile(r"[A-Za-z0-9_-]{1,80}")


def require_entries(parameters: Mapping[str, Any], name: str) -> Sequence[Mapping[str, Any]]:
    """Return the entries of a batch.

    Args:
        parameters: The request's.
        name: What an entry is called in the error.

    Raises:
        SqsError: There are none or too many, or their ids are wrong.
    """
    entries: Sequence[Mapping[str, Any]] = parameters.get("Entries") or []
    if not entries:
        raise SqsError("EmptyBatchRequest", f"There should be at least one {name} in the request.")
    if len(entries) > MOST_ENTRIES:
        raise SqsError(
            "TooManyEntriesInBatchRequest",
            f"Maximum number of entries per request are {MOST_ENTRIES}. You have sent {len(entries)}.",
        )
    ids = [str(entry.get("Id") or "") for entry in entries]
    seen: set[str] = set()
    for identifier in ids:
        if not _ID.fullmatch(identifier):
            raise SqsError(
                "InvalidBatchEntryId",
                "A batch entry id can only contain alphanumeric characters, hyphens and underscores. "
                "It can be at most 80 letters long.",
            )
        if identifier in seen:
            raise SqsError("BatchEntryIdsNotDistinct", f"Id {identifier} repeated.")
        seen.add(identifier)
    return entries


def each_entry(
    entries: Sequence[Mapping[str, Any]], do: Callable[[Mapping[str, Any]], Mapping[str, Any]]
) -> dict[str, Any]:
    """Do something with each entry; return which succeeded and which failed, both also when there are none."""
    done, failed = [], []
    for entry in entries:
        try:
            done.append({"Id": entry["Id"], **do(entry)})
        except SqsError as error:
            failed.append(
                {"Id": entry["Id"], "SenderFault": True, "Code": error.code, "Message": error.message}
            )
    return {"Successful": done, "Failed": failed}

"""The fields of a request that an error says are wrong."""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from ManuelAPI.agreement import AGREEMENT
from ManuelAPI.json_bodies import object_in, object_of
from ManuelAPI.violations import Violation

if TYPE_CHECKING:
    from requests import PreparedRequest, Response

WHOLE_BODY = "body"
FINDING = "`details[].field` names nothing that a request has"


def unknown_fields(response: "Response", documented: Iterable[str]) -> list[Violation]:
    """Return a violation if an error says that something is wrong which neither the contract nor the request has.

    Args:
        response: The response.
        documented: The names of the parameters and members that the contract has. A backend may write them in its own way,
            such as `body.fileName` for `file_name`.
    """
    named = _named(object_of(response).get("details"))
    if not named:
        return []
    known = {*map(_plain, documented), *map(_plain, _sent(response.request)), WHOLE_BODY}
    unknown = [name for name in named if known.isdisjoint(map(_plain, re.split(r"[./\[\]]", name)))]
    if not unknown:
        return []
    return [Violation(f"details[].field is {unknown[0]!r}", FINDING, "details[].field", AGREEMENT)]


def _named(details: Any) -> list[str]:
    """Return what is named; nothing for what is not as documented, which the schema tells."""
    entries = details if isinstance(details, list) else []
    fields = [entry.get("field") for entry in entries if isinstance(entry, dict)]
    return [field for field in fields if isinstance(field, str)]


def _sent(request: "PreparedRequest") -> Iterable[str]:
    query = parse_qs(urlsplit(str(request.url)).query, keep_blank_values=True)
    return *query, *object_in(request.body), *map(str, request.headers)


def _plain(name: str) -> str:
    return re.sub(r"[\W_]", "", name).casefold()

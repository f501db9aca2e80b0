"""Requests that are refused because of their idempotency key, which says little about what was expected of them."""

import re
from http.client import BAD_REQUEST

from cause_register.forms import A_RESPONSE_THAT_HAS, ANY_SUCCESS, ExpectedStatus, ShownResponse, Unmet
from cause_register.statuses import SUCCESS, kind_of

REFUSED_KEY = "Any request: expected a success, got 400 idempotency_key_reused"
_REUSED = re.compile(r'"error_type": ?"idempotency_key_reused"')


def refused_key(failure: str) -> str:
    """Return that a key is refused as one of another request, which is so in all operations; else an empty text.

    Example:
        >>> got = 'Got 400 Bad Request: {"error_type": "idempotency_key_reused"}'
        >>> refused_key(f"Expected status 201.\\n{got}\\nWhere: POST http://a/b")
        'Any request: expected a success, got 400 idempotency_key_reused'
        >>> refused_key(f"Expected status 413.\\n{got}\\nWhere: POST http://a/b")
        ''
    """
    unmet = Unmet.read(failure)
    shown = ShownResponse.read(unmet.got) if unmet else None
    is_refused = shown is not None and shown.status == BAD_REQUEST and _REUSED.search(shown.body or "")
    return REFUSED_KEY if unmet and is_refused and _is_success(unmet.expected) else ""


def _is_success(expected: str) -> bool:
    status = ExpectedStatus.read_whole(expected)
    is_status = status is not None and status.token is None and kind_of(status.status) == SUCCESS
    return is_status or expected == ANY_SUCCESS or expected.startswith(A_RESPONSE_THAT_HAS)

"""Requests that are refused because of their idempotency key, which says little about what was expected of them."""

import re

from cause_register.forms import A_RESPONSE_THAT_HAS, ANY_SUCCESS

REFUSED_KEY = "Any request: expected a success, got 400 idempotency_key_reused"
_REFUSED = re.compile(
    rf"Expected (?:{ANY_SUCCESS}|status 2\d\d|{A_RESPONSE_THAT_HAS}[^\n]+)\.\n"
    r"Got 400 [^\n]*\"error_type\": ?\"idempotency_key_reused\""
)


def refused_key(failure: str) -> str:
    """Return that a key is refused as one of another request, which is so in all operations; else an empty text.

    Example:
        >>> got = 'Got 400 Bad Request: {"error_type": "idempotency_key_reused"}'
        >>> refused_key(f"Expected status 201.\\n{got}\\nWhere: POST http://a/b")
        'Any request: expected a success, got 400 idempotency_key_reused'
        >>> refused_key(f"Expected status 413.\\n{got}\\nWhere: POST http://a/b")
        ''
    """
    return REFUSED_KEY if _REFUSED.match(failure) else ""

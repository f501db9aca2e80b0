"""The ways in which a value may be written."""

import html
import json
from base64 import b64encode, urlsafe_b64encode
from urllib.parse import quote, quote_plus


def written_forms(value: str) -> set[str]:
    """Return the value as it stands in plain text, URLs, JSON, XML, HTML and Python's `repr`.

    Example:
        >>> sorted(written_forms("a&b"))
        ['a%26b', 'a&amp;b', 'a&b']
    """
    return {
        value,
        quote(value),
        quote(value, safe=""),
        quote_plus(value),
        json.dumps(value)[1:-1],
        json.dumps(value, ensure_ascii=False)[1:-1],
        html.escape(value),
        html.escape(value, quote=False),
        html.escape(value, quote=False).replace('"', "&quot;"),
        repr(value)[1:-1],
    }


def base64_forms(value: str) -> set[str]:
    """Return what base64 makes of the value, wherever it begins in the encoded text: there are three alignments.

    Characters that also depend on what is beside the value are left out.
    """
    encoded = value.encode("utf-8", "surrogatepass")
    return {
        encode(bytes(shift) + encoded)[-(-8 * shift // 6) : 8 * (shift + len(encoded)) // 6].decode("ascii")
        for shift in range(3)
        for encode in (b64encode, urlsafe_b64encode)
    }

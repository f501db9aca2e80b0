"""Values of user-defined metadata, which S3 returns in headers of US-ASCII, encoded by RFC 2047 if they have other letters.

Source: Amazon S3 User Guide, "Working with object metadata"; which letters are encoded, and how, is as LocalStack 4.14.0 does it,
services/s3/headers.py, which is validated against AWS.
"""

import base64
import unicodedata
from email.errors import HeaderParseError
from email.header import decode_header, make_header

_PRINTABLE = frozenset(map(chr, range(0x20, 0x7F))) | {"\t"}
_KEPT_BESIDE_CODES = _PRINTABLE - set("=?_ ")


def returned_value(given: str) -> str:
    """Return a value as S3 returns it."""
    text = _decoded(given)
    if _PRINTABLE.issuperset(text):
        return text
    if any(unicodedata.category(letter).startswith("C") for letter in text):
        return f"=?UTF-8?B?{base64.b64encode(text.encode()).decode()}?="
    return f"=?UTF-8?Q?{''.join(map(_quoted, text))}?="


def _decoded(text: str) -> str:
    """Return the text that is meant, or the one that is given if nothing can be meant by it that UTF-8 has."""
    if "=?" not in text:
        return text
    try:
        return str(make_header(decode_header(text))).encode().decode()
    except (HeaderParseError, LookupError, UnicodeError):
        return text


def _quoted(letter: str) -> str:
    if letter == " ":
        return "_"
    return letter if letter in _KEPT_BESIDE_CODES else "".join(f"={byte:02X}" for byte in letter.encode())

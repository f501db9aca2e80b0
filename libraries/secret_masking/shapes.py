"""Secrets that can be told by their form."""

import re
from collections.abc import Iterator

_JSON_WEB_TOKEN = re.compile(r"eyJ[A-Za-z0-9_-]{10,}(?:\.[A-Za-z0-9_-]*)*")
_IN_URLS_AND_FIELDS = re.compile(
    r"""(X-Amz-(?:Signature|Security-Token|Credential)(?:=|%3D|["']?\s*[:,]\s*["']?))[^&\s"'<>,;)}\]\\]+""",
    re.IGNORECASE,
)
_IN_OLD_URLS = re.compile(r"""((?:AWSAccessKeyId|Signature)(?:=|%3D))[^&\s"'<>,;)}\]\\]+""")
_SIGNATURE = re.compile(r"""(?<=X-Amz-)(?:Signature|Security-Token)=([^&\s"'<>]+)""")
SHAPES = (
    # RFC 7519: the base64url of '{"', with which the header of a JSON Web Token begins
    ("eyJ", _JSON_WEB_TOKEN, ""),
    # RFC 6750; a word of a sentence is not a token
    ("Bearer ", re.compile(r"(Bearer )(?=[\w.~+/-]*[\d.~+/_-]\w)[\w.~+/=-]{8,}"), r"\1"),
    # "Unique identifiers" of the AWS IAM user guide
    ("AKIA", re.compile(r"(?<![A-Z0-9])AKIA[A-Z0-9]{16}(?![A-Z0-9])"), ""),
    ("ASIA", re.compile(r"(?<![A-Z0-9])ASIA[A-Z0-9]{16}(?![A-Z0-9])"), ""),
    # "Authenticating requests: using query parameters" of the Amazon S3 API reference
    ("X-Amz-", _IN_URLS_AND_FIELDS, r"\1"),
    ("x-amz-", _IN_URLS_AND_FIELDS, r"\1"),
    # The same of signature version 2
    ("AWSAccessKeyId", _IN_OLD_URLS, r"\1"),
)
"""For each form, a text without which it cannot occur, its pattern, and what of it stays."""


def replace_shapes(text: str, replacement: str) -> str:
    """Return the text with everything replaced that looks like a secret."""
    for hint, pattern, kept in SHAPES:
        if hint in text:
            text = pattern.sub(kept + replacement, text)
    return text


def secrets_in(text: str) -> Iterator[str]:
    """Yield the tokens in a text, and what makes presigned URLs work."""
    yield from _JSON_WEB_TOKEN.findall(text)
    yield from _SIGNATURE.findall(text)

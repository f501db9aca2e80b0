"""Requests that a fault changes before they are served: whoever serves them finds a request that is right in itself."""

import hashlib
import re
from base64 import b64encode

from fault_engine.identification import CALL_KEY, Environ, replace_body
from loopback_server.environ_keys import SENT_HEADERS

_CHECKSUM_KEY = re.compile(r"HTTP_X_AMZ_(CHECKSUM_.+|SDK_CHECKSUM_ALGORITHM)")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_WITHOUT_PREFIX = ("CONTENT_LENGTH", "CONTENT_TYPE")


def rewrite_body(environ: Environ, body: bytes) -> None:
    """Replace the body of a request, and what its headers say of it.

    Digests give way to one by MD5, which every operation that asks for a digest takes. Signatures stay: they can't be made again,
    and only AWS itself checks them.
    """
    replace_body(environ, body)
    set_header(environ, "Content-Length", str(len(body)))
    set_header(environ, "Transfer-Encoding", None)
    if _SHA256.fullmatch(environ.get("HTTP_X_AMZ_CONTENT_SHA256", "")):
        set_header(environ, "X-Amz-Content-SHA256", hashlib.sha256(body).hexdigest())
    checksums = [key for key in environ if _CHECKSUM_KEY.fullmatch(key)]
    for key in checksums:
        set_header(environ, key.removeprefix("HTTP_").replace("_", "-"), None)
    if checksums or "HTTP_CONTENT_MD5" in environ:
        digest = hashlib.md5(body, usedforsecurity=False).digest()
        set_header(environ, "Content-MD5", b64encode(digest).decode())
    environ.pop(CALL_KEY, None)


def rewrite_call(environ: Environ, operation: str, body: bytes) -> None:
    """Make a request of a JSON protocol one for another operation of its service."""
    prefix = environ["HTTP_X_AMZ_TARGET"].rpartition(".")[0]
    set_header(environ, "X-Amz-Target", f"{prefix}.{operation}")
    rewrite_body(environ, body)


def rewrite_target(environ: Environ, method: str, target: str) -> None:
    """Replace the method and the target of a request, and leave it without a body."""
    environ["REQUEST_METHOD"] = method
    environ["RAW_URI"] = environ["REQUEST_URI"] = target
    environ["QUERY_STRING"] = target.partition("?")[2]
    rewrite_body(environ, b"")


def set_header(environ: Environ, name: str, value: str | None) -> None:
    """Set a header of a request, as WSGI has it and as it was sent; None removes it."""
    key = name.upper().replace("-", "_")
    key = key if key in _WITHOUT_PREFIX else f"HTTP_{key}"
    environ.pop(key, None)
    stated = [] if value is None else [(name, value)]
    environ.update((key, value) for _, value in stated)
    if SENT_HEADERS in environ:
        others = [pair for pair in environ[SENT_HEADERS] if pair[0].lower() != name.lower()]
        environ[SENT_HEADERS] = [*others, *stated]

"""Responses whose body a fault changes: what their headers say of the genuine one has to go."""

from dataclasses import replace

from fault_engine.responses import HttpResponse

_DIGESTS = ("x-amz-crc32", "content-md5")
_CHECKSUMS = "x-amz-checksum-"


def with_body(response: HttpResponse, body: bytes) -> HttpResponse:
    """Return the same response with another body, and without digests of the genuine one."""
    return replace(without_digests(response), body=body)


def without_digests(response: HttpResponse) -> HttpResponse:
    """Return the same response without the headers by which a client could tell that its body has changed."""
    return response.without(*(name for name, _ in response.headers if _is_digest(name.lower())))


def _is_digest(name: str) -> bool:
    return name in _DIGESTS or name.startswith(_CHECKSUMS)

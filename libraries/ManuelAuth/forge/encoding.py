"""The compact form of a signed token (RFC 7515, section 7.1), created without any check."""

import base64
import json
from collections.abc import Callable, Mapping
from typing import Any

Signer = Callable[[bytes], bytes]


def encode_segment(data: bytes) -> str:
    """Encode bytes in base64url without padding (RFC 7515, section 2)."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def decode_segment(segment: str) -> bytes:
    """Return the bytes of a segment."""
    return base64.urlsafe_b64decode(segment + "=" * (-len(segment) % 4))


def to_json(value: Any) -> bytes:
    """Write a value as JSON without blanks."""
    return json.dumps(value, separators=(",", ":")).encode()


def sign(header: Mapping[str, Any], payload: Mapping[str, Any] | bytes, signer: Signer) -> str:
    """Return a token with this header and payload, and the signer's signature of both.

    Args:
        header: The members of the header.
        payload: The claims, or the bytes of any other payload.
        signer: The function that signs the signing input.
    """
    body = payload if isinstance(payload, bytes) else to_json(payload)
    signing_input = f"{encode_segment(to_json(header))}.{encode_segment(body)}"
    return f"{signing_input}.{encode_segment(signer(signing_input.encode('ascii')))}"


def no_signature(_: bytes) -> bytes:
    """Return the empty signature of an unsecured token (RFC 7515, appendix A.5)."""
    return b""

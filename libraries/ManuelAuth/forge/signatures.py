"""Tokens with a signature that is not theirs, and strings that are not tokens."""

from ManuelAuth.forge.catalogue import forgery
from ManuelAuth.forge.encoding import decode_segment, encode_segment, to_json
from ManuelAuth.forge.material import Material

UNVERIFIED = "CWE-347"
MALFORMED = "CWE-20"
CUT = 4
NESTING = 2500


@forgery("subject-changed", UNVERIFIED)
def subject_changed(material: Material) -> str:
    """Another user's id in the payload, under the old signature."""
    return _with_payload(material, to_json(material.victims_claims))


@forgery("admin-group-added", UNVERIFIED)
def admin_group_added(material: Material) -> str:
    """Membership of the group `admin` in the payload, under the old signature."""
    return _with_payload(material, to_json({**material.claims, "cognito:groups": ["admin"]}))


@forgery("signature-first-byte-flipped", UNVERIFIED)
def signature_first_byte_flipped(material: Material) -> str:
    """A signature that is wrong in its first byte."""
    signature = decode_segment(material.segments[2])
    return _with_signature(material, bytes([signature[0] ^ 0xFF]) + signature[1:])


@forgery("signature-last-byte-flipped", UNVERIFIED)
def signature_last_byte_flipped(material: Material) -> str:
    """A signature that is wrong in its last byte only."""
    signature = decode_segment(material.segments[2])
    return _with_signature(material, signature[:-1] + bytes([signature[-1] ^ 0xFF]))


@forgery("signature-truncated", UNVERIFIED)
def signature_truncated(material: Material) -> str:
    """The correct signature without its last characters."""
    header, payload, signature = material.segments
    return f"{header}.{payload}.{signature[:-CUT]}"


@forgery("signature-halved", UNVERIFIED)
def signature_halved(material: Material) -> str:
    """The first half of the correct signature."""
    header, payload, signature = material.segments
    return f"{header}.{payload}.{signature[: len(signature) // 2]}"


@forgery("signature-zero", UNVERIFIED)
def signature_zero(material: Material) -> str:
    """A signature of zero bytes, as long as the correct one."""
    return _with_signature(material, bytes(len(decode_segment(material.segments[2]))))


@forgery("signature-empty", UNVERIFIED)
def signature_empty(material: Material) -> str:
    """An empty signature, while the header still says RS256 (CVE-2020-28042)."""
    return _with_signature(material, b"")


@forgery("signature-segment-missing", MALFORMED)
def signature_segment_missing(material: Material) -> str:
    """Only header and payload."""
    header, payload, _ = material.segments
    return f"{header}.{payload}"


@forgery("four-segments", MALFORMED)
def four_segments(material: Material) -> str:
    """The genuine token with a fourth segment."""
    return f"{material.token}.{material.segments[2]}"


@forgery("header-empty", MALFORMED)
def header_empty(material: Material) -> str:
    """The genuine token without its header."""
    _, payload, signature = material.segments
    return f".{payload}.{signature}"


@forgery("payload-empty", MALFORMED)
def payload_empty(material: Material) -> str:
    """The genuine token without its payload."""
    header, _, signature = material.segments
    return f"{header}..{signature}"


@forgery("empty", MALFORMED)
def empty(material: Material) -> str:  # noqa: ARG001 - all forgeries take the material
    """Nothing after `Bearer`."""
    return ""


@forgery("null", MALFORMED)
def null(material: Material) -> str:  # noqa: ARG001
    """The word `null`, which a careless client sends when it has no token."""
    return "null"


@forgery("payload-not-base64", MALFORMED)
def not_base64(material: Material) -> str:
    """The genuine token with characters in its payload that are not base64url and that many decoders skip."""
    header, payload, signature = material.segments
    return f"{header}.{payload}!*.{signature}"


@forgery("deeply-nested-payload", MALFORMED)
def deeply_nested_payload(material: Material) -> str:
    """A claim nested so deeply that a recursive parser runs out of stack, under the old signature."""
    return _with_payload(material, b'{"sub":' + b"[" * NESTING + b"]" * NESTING + b"}")


def _with_payload(material: Material, payload: bytes) -> str:
    header, _, signature = material.segments
    return f"{header}.{encode_segment(payload)}.{signature}"


def _with_signature(material: Material, signature: bytes) -> str:
    header, payload, _ = material.segments
    return f"{header}.{payload}.{encode_segment(signature)}"

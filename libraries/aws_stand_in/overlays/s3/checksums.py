"""Checksums of content: computed, stated by the caller, and compared.

Source: Amazon S3 User Guide, "Checking object integrity in Amazon S3".
"""

import base64
import binascii
import hashlib
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from aws_stand_in.aws_response import NotImitatedError
from aws_stand_in.overlays.s3.errors import S3Error, invalid_request

COMPOSITE, FULL_OBJECT = "COMPOSITE", "FULL_OBJECT"
DEFAULT_ALGORITHM = "CRC64NVME"
PREFIX = "x-amz-checksum-"
NOT_VALUES = ("algorithm", "type", "mode")
_NOT_IMITATED = ("XXHASH64", "XXHASH3", "XXHASH128")


@cache
def _crc(name: str) -> Callable[[bytes], int]:
    import anycrc

    compute: Callable[[bytes], int] = anycrc.Model(name).calc
    return compute


def _hashed(name: str) -> Callable[[bytes], bytes]:
    return lambda content: hashlib.new(name, content, usedforsecurity=False).digest()


_DIGESTS: Mapping[str, Callable[[bytes], bytes]] = {
    "CRC32": lambda content: zlib.crc32(content).to_bytes(4, "big"),
    "CRC32C": lambda content: _crc("CRC32-ISCSI")(content).to_bytes(4, "big"),
    "CRC64NVME": lambda content: _crc("CRC64-NVME")(content).to_bytes(8, "big"),
    "SHA1": _hashed("sha1"),
    "SHA256": _hashed("sha256"),
    "SHA512": _hashed("sha512"),
    "MD5": _hashed("md5"),
}
_SIZES = {name: len(digest(b"")) for name, digest in _DIGESTS.items() if not name.startswith("CRC")} | {
    "CRC32": 4,
    "CRC32C": 4,
    "CRC64NVME": 8,
}
_SHOWN = "CRC32, CRC32C, CRC64NVME, SHA1, SHA256"


@dataclass(frozen=True, slots=True)
class Checksum:
    """A checksum of an object or of a part.

    Attributes:
        algorithm: Such as `CRC32`.
        value: In base64; that of a composite one ends with a hyphen and the number of parts.
        kind: `COMPOSITE` or `FULL_OBJECT`.
    """

    algorithm: str
    value: str
    kind: str = FULL_OBJECT

    @property
    def header(self) -> str:
        """The name of its header."""
        return PREFIX + self.algorithm.lower()

    @property
    def member(self) -> str:
        """Its name in boto3."""
        return f"Checksum{self.algorithm}"

    @property
    def headers(self) -> dict[str, str]:
        """It and its type as headers."""
        return {self.header: self.value, "x-amz-checksum-type": self.kind}


def checksum_of(content: bytes, algorithm: str) -> Checksum:
    """Compute the checksum of some content."""
    return Checksum(algorithm, base64.b64encode(_DIGESTS[algorithm](content)).decode())


def composite_of(parts: Iterable[Checksum], algorithm: str) -> Checksum:
    """Compute the checksum of the checksums of parts."""
    digests = [base64.b64decode(part.value) for part in parts]
    whole = checksum_of(b"".join(digests), algorithm)
    return Checksum(algorithm, f"{whole.value}-{len(digests)}", COMPOSITE)


def known_algorithm(name: str) -> str:
    """Return an algorithm's name in upper case.

    Raises:
        S3Error: S3 has none of this name.
        NotImitatedError: S3 supports it, the stand-in does not.
    """
    upper = name.upper()
    if upper in _NOT_IMITATED:
        raise NotImitatedError(f"the checksum algorithm {upper}", f"It knows {', '.join(_DIGESTS)}.")
    if upper not in _DIGESTS:
        raise invalid_request(
            f"Checksum algorithm provided is unsupported. Please try again with any of the valid types: [{_SHOWN}]"
        )
    return upper


def stated_checksum(fields: Mapping[str, Any]) -> Checksum | None:
    """Return the checksum that headers, trailers or form fields state; None if they state none.

    Args:
        fields: By names in lower case.

    Raises:
        S3Error: They state several, one that cannot be, or none although an algorithm is named.
    """
    stated = [
        name for name in fields if name.startswith(PREFIX) and name.removeprefix(PREFIX) not in NOT_VALUES
    ]
    named = fields.get("x-amz-sdk-checksum-algorithm", "")
    if len(stated) > 1:
        raise invalid_request(
            "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed."
        )
    if not stated:
        if named and known_algorithm(named):
            raise invalid_request(
                "x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers "
                "were found."
            )
        return None
    algorithm = known_algorithm(stated[0].removeprefix(PREFIX))
    if named and known_algorithm(named) != algorithm:
        raise invalid_request("Value for x-amz-sdk-checksum-algorithm header is invalid.")
    return Checksum(algorithm, _well_formed(fields[stated[0]], algorithm))


def _well_formed(value: str, algorithm: str) -> str:
    digest, _, parts = value.partition("-")
    if _length(digest) != _SIZES[algorithm] or (parts and not parts.isdecimal()):
        raise invalid_request(f"Value for {PREFIX}{algorithm.lower()} header is invalid.")
    return value


def _length(digest: str) -> int | None:
    try:
        return len(base64.b64decode(digest, validate=True))
    except (binascii.Error, ValueError):
        return None


def check_checksum(content: bytes, stated: Checksum) -> None:
    """Reject content whose checksum differs from the stated one."""
    if checksum_of(content, stated.algorithm).value != stated.value:
        raise differing_checksum(stated.algorithm)


def differing_checksum(algorithm: str) -> S3Error:
    return S3Error("BadDigest", f"The {algorithm} you specified did not match the calculated checksum.")


def check_md5(content: bytes, stated: str | None) -> None:
    """Reject content whose MD5 digest differs from `Content-MD5`, and a `Content-MD5` that is not a digest."""
    if stated is None:
        return
    if _length(stated) != _SIZES["MD5"]:
        shown: dict[str, Any] = {"Content-MD5": stated}
        raise S3Error("InvalidDigest", "The Content-MD5 you specified was invalid.", **shown)
    calculated = checksum_of(content, "MD5").value
    if calculated != stated:
        raise S3Error(
            "BadDigest",
            "The Content-MD5 you specified did not match what we received.",
            ExpectedDigest=base64.b64decode(stated).hex(),
            CalculatedDigest=calculated,
        )


def check_sha256(content: bytes, stated: str) -> None:
    """Reject content whose hash differs from the one that the request was signed with."""
    calculated = hashlib.sha256(content).hexdigest()
    if calculated != stated:
        raise S3Error(
            "XAmzContentSHA256Mismatch",
            "The provided 'x-amz-content-sha256' header does not match what was computed.",
            ClientComputedContentSHA256=stated,
            S3ComputedContentSHA256=calculated,
        )

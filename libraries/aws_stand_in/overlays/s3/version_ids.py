"""The ids of versions, which S3 recognises: one that it never gave is invalid, one of a deleted version is not."""

import secrets
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode

from aws_stand_in.overlays.s3.errors import S3Error, invalid_argument

NULL_VERSION = "null"
_LENGTHS = (32, 36)
"""Of ours, and of those that moto gives."""
_RANDOM_BYTES = 20


def new_id() -> str:
    """Return the id of a new version."""
    random = secrets.token_bytes(_RANDOM_BYTES)
    return urlsafe_b64encode(random + _checksum(random)).decode()


def is_given(version_id: str) -> bool:
    """Tell whether a version had this id once."""
    try:
        decoded = urlsafe_b64decode(version_id)
    except ValueError:
        return False
    return decoded[_RANDOM_BYTES:] == _checksum(decoded[:_RANDOM_BYTES])


def check_version_id(version_id: str, *, has_versions: bool) -> None:
    """Refuse what cannot be the id of a version, which is any but `null` in a bucket that never had versions."""
    if not version_id:
        raise invalid_argument("Version id cannot be the empty string", "versionId", "")
    if version_id != NULL_VERSION and (len(version_id) not in _LENGTHS or not has_versions):
        raise invalid_version_id(version_id)


def invalid_version_id(version_id: str) -> S3Error:
    return invalid_argument("Invalid version id specified", "versionId", version_id)


def _checksum(random: bytes) -> bytes:
    return zlib.crc32(random).to_bytes(4, "big")

"""KMS: copies of keys in other regions."""

from typing import Any

from moto.core.exceptions import JsonRESTError
from moto.kms.exceptions import NotFoundException
from moto.kms.models import KmsBackend, kms_backends


def _require_primary(backend: KmsBackend, key_id: str, replica_region: str) -> None:
    key = backend.keys.get(key_id)
    if key is None:
        raise NotFoundException(f"Invalid keyId {key_id}")
    if not key.multi_region:
        raise JsonRESTError("UnsupportedOperationException", f"{key.arn} is not a multi-Region primary key.")
    if replica_region not in kms_backends[backend.account_id]:
        raise JsonRESTError("UnsupportedOperationException", f"{replica_region} is not a supported region.")


def _replicate_what_can_be_replicated() -> None:
    """Find keys by their ARNs as well, and refuse aliases, unknown regions and keys of one region.

    Moto fails at ARNs, aliases and unknown regions, and copies keys that are not multi-Region keys.
    """
    backend: Any = KmsBackend
    replicate = backend.replicate_key

    def replicate_key(self: KmsBackend, key_id: str, replica_region: str) -> Any:
        own_id = self.get_key_id(key_id)
        _require_primary(self, own_id, replica_region)
        return replicate(self, own_id, replica_region)

    backend.replicate_key = replicate_key


def apply() -> None:
    """Change moto."""
    _replicate_what_can_be_replicated()

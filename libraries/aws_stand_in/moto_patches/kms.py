"""KMS: copies of keys in other regions, keys that AWS manages, and private keys."""

from functools import cached_property
from typing import Any

from moto.core.exceptions import JsonRESTError
from moto.kms import models
from moto.kms.exceptions import NotFoundException
from moto.kms.models import KmsBackend, kms_backends
from moto.kms.utils import generate_private_key


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


def _report_key_manager() -> None:
    """Report AWS as the manager of keys such as `alias/aws/s3`: moto does so for none."""
    backend: Any = KmsBackend
    generate = backend._generate_default_keys

    def generate_default_keys(self: KmsBackend, alias_name: str) -> str | None:
        key_id: str | None = generate(self, alias_name)
        if key_id is not None:
            self.keys[key_id].key_manager = "AWS"
        return key_id

    backend._generate_default_keys = generate_default_keys


class LatePrivateKey:
    """The private key of a key, generated when it is first used.

    Args:
        key_spec: What kind of key it is.
    """

    def __init__(self, key_spec: str) -> None:
        self._key_spec = key_spec

    def sign(self, *arguments: Any) -> Any:
        """Sign a message."""
        return self._generated.sign(*arguments)

    def verify(self, *arguments: Any) -> Any:
        """Tell whether a signature is that of a message."""
        return self._generated.verify(*arguments)

    def public_key(self) -> Any:
        """Return the public key."""
        return self._generated.public_key()

    @cached_property
    def _generated(self) -> Any:
        return generate_private_key(self._key_spec)


def _generate_private_keys_late() -> None:
    """Generate private keys when they are used: moto generates one of RSA for symmetric keys as well, which takes a second."""
    module: Any = models
    module.generate_private_key = LatePrivateKey


def apply() -> None:
    """Change moto."""
    _generate_private_keys_late()
    _report_key_manager()
    _replicate_what_can_be_replicated()

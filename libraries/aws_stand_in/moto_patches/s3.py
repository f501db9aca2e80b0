"""S3: buckets, objects and lists of them."""

import functools
import io
import json
import secrets
import time
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from moto.iam.access_control import PermissionResult
from moto.s3 import models, notifications
from moto.s3.utils import _VersionedKeyStore
from sortedcontainers import SortedSet

from aws_stand_in import moto_functions
from aws_stand_in.moto_patches import events
from aws_stand_in.moto_patches.current_account import current_account
from event_sources.object_events import ObjectEvent, bridge_event, notification

ENFORCED = "BucketOwnerEnforced"


class BucketOwners(dict[str, tuple[str, str]]):
    """Moto's register of bucket names, separate for each account.

    In AWS a bucket name is taken in all accounts. Tests that run at the same time on one server, each in its own
    account, need the same names. This maps a name to its (partition, account) as moto's register does, but knows
    only the buckets of the account that asks.
    """

    def __init__(self) -> None:
        super().__init__()
        self._owners: dict[str, dict[str, tuple[str, str]]] = {}

    def __setitem__(self, name: str, owner: tuple[str, str]) -> None:
        self._owners.setdefault(name, {})[owner[1]] = owner

    def __getitem__(self, name: str) -> tuple[str, str]:
        return self._owners[name][current_account.get()]

    def __contains__(self, name: object) -> bool:
        return current_account.get() in self._owners.get(str(name), {})

    def keys(self) -> Any:
        """Return the register itself: moto only asks whether a name is in it."""
        return self

    def pop(self, name: str, default: Any = None) -> Any:
        """Release a name of the account that asks."""
        return self._owners.get(name, {}).pop(current_account.get(), default)

    def accounts_with(self, name: str) -> list[str]:
        """Return the accounts that have a bucket of this name."""
        return list(self._owners.get(name, ()))


bucket_owners = BucketOwners()
"""Who has which bucket."""


def _scope_bucket_names_to_accounts() -> None:
    """Separate bucket names by account: moto has one namespace for all (`S3BackendDict.bucket_accounts`)."""
    models.s3_backends.bucket_accounts = bucket_owners


class ObjectContent(io.BytesIO):
    """The content of an object, in memory whatever its size.

    Args:
        max_size: The size from which moto would use a file.
    """

    def __init__(self, max_size: int = 0) -> None:  # noqa: ARG002 - moto's argument
        super().__init__()


def _keep_objects_in_memory() -> None:
    """Keep objects in memory: moto puts those of 5 MB into temporary files that only a reset of all accounts closes.

    What is in memory need not be closed, of which a destructor would warn.
    """
    module: Any = models
    module.tempfile = SimpleNamespace(SpooledTemporaryFile=ObjectContent)
    del module.FakeKey.__del__


class SortedKeyStore(_VersionedKeyStore):
    """The objects of a bucket, whose names are also held in order."""

    def __init__(self) -> None:
        super().__init__()
        self.names: SortedSet = SortedSet()

    def __setitem__(self, name: str, version: Any) -> None:
        self.names.add(name)
        super().__setitem__(name, version)

    def setlist(self, name: str, versions: Any) -> None:
        """Replace all versions of an object."""
        self.names.add(name)
        dict.__setitem__(self, name, versions)

    def pop(self, name: str) -> None:  # type: ignore[override]
        """Remove an object."""
        self.names.discard(name)
        dict.pop(self, name)


def _list_in_order() -> None:
    """Hold names in order: moto goes through all objects of a bucket for each page of a list."""
    module: Any = models
    module._VersionedKeyStore = SortedKeyStore


def _describe_objects_fully() -> None:
    """Give buckets and objects what moto does not know of them: parts, keys of customers, further configurations."""
    objects: Any = models.FakeKey
    buckets: Any = models.FakeBucket
    objects.parts, objects.customer_key_md5, objects.upload_id = (), None, None
    buckets.lifecycle_rules, buckets.swept_on, buckets.swept_rules = (), None, None
    buckets.identified_configurations, buckets.transition_size, buckets.location_constraint = None, None, None


def _block_public_access_by_default() -> None:
    """Create buckets that block public access and have ACLs disabled.

    So does S3 since April 2023: Amazon S3 User Guide, "Default settings for new S3 buckets FAQ". Moto lets the public into new
    buckets.
    """
    buckets: Any = models.FakeBucket
    begin = buckets.__init__

    def __init__(self: Any, *arguments: Any, **options: Any) -> None:  # noqa: N807 - it takes its place
        begin(self, *arguments, **options)
        self.public_access_block, self.ownership_rule = models.PublicAccessBlock(*[True] * 4), ENFORCED

    buckets.__init__ = __init__


def _disable_moto_bucket_policies() -> None:
    """Let moto find nothing in a bucket's policy: requests that reach moto are already authorized.

    Moto takes a statement for a denial if its condition is not met, and principals other than `*` for the public.
    """
    buckets: Any = models.FakeBucket
    buckets.get_permission = lambda *_: PermissionResult.NEUTRAL


def _object_event(account_id: str, name: Any, bucket: Any, key: Any) -> ObjectEvent:
    is_versioned = bool(bucket.is_versioned)
    return ObjectEvent(
        name=str(name.value).removeprefix("s3:"),
        account_id=account_id,
        region=bucket.region_name,
        bucket=bucket.name,
        key=key.name,
        size=getattr(key, "size", 0),
        etag=getattr(key, "etag", "").strip('"'),
        version_id=str(key.version_id) if is_versioned else None,
        happened_at=time.time(),
    )


def _send_notifications(account_id: str, name: Any, bucket: Any, key: Any) -> None:
    """Send the notifications that the bucket's configuration asks for."""
    configuration = bucket.notification_configuration
    if configuration is None:
        return
    event = _object_event(account_id, name, bucket, key)
    senders: list[tuple[Any, Callable[[str, str], object]]] = [
        (configuration.cloud_function, moto_functions.send_event),
        (configuration.queue, functools.partial(_send_to_queue, account_id)),
        (configuration.topic, functools.partial(_send_to_topic, account_id)),
    ]
    for targets, send in senders:
        for target in targets:
            if target.matches(name, key.name):
                send(target.arn, json.dumps(notification(event, target.id)))
    if configuration.event_bridge is not None:
        events.send_to_rules(account_id, bucket.region_name, bridge_event(event))


def _add_ids(test_event: Callable[[str], dict[str, str]]) -> Callable[[str], dict[str, str]]:
    """Add to what a new target is told by which request. Source: Amazon S3 User Guide, "Event message structure"."""

    def with_ids(bucket_name: str) -> dict[str, str]:
        ids = {"RequestId": secrets.token_hex(8).upper(), "HostId": secrets.token_urlsafe(24)}
        return {**test_event(bucket_name), **ids}

    return with_ids


def _send_to_queue(account_id: str, arn: str, message: str) -> None:
    _, _, _, region, _, name = arn.split(":")
    notifications._send_sqs_message(account_id, json.loads(message), name, region)


def _send_to_topic(account_id: str, arn: str, message: str) -> None:
    notifications._send_sns_message(account_id, json.loads(message), arn, arn.split(":")[3])


def _notify_as_s3_does() -> None:
    """Send notifications with all members that S3's have, to functions that run and to EventBridge as well.

    Moto would need Docker for a function, and sends EventBridge the same sequencer and request each time.
    """
    module: Any = notifications
    module.send_event = _send_notifications
    module._get_test_event = _add_ids(module._get_test_event)


def apply() -> None:
    """Change moto."""
    _scope_bucket_names_to_accounts()
    _keep_objects_in_memory()
    _list_in_order()
    _describe_objects_fully()
    _block_public_access_by_default()
    _disable_moto_bucket_policies()
    _notify_as_s3_does()

"""S3: buckets, objects and lists of them."""

import functools
import io
import json
import time
from collections.abc import Callable, Iterator
from itertools import dropwhile, islice
from types import SimpleNamespace
from typing import Any

from moto.s3 import models, notifications
from moto.s3.exceptions import MethodNotAllowed
from moto.s3.utils import _VersionedKeyStore
from sortedcontainers import SortedSet

from aws_stand_in import moto_functions
from aws_stand_in.moto_patches import events
from aws_stand_in.moto_patches.current_account import current_account
from event_sources.object_events import ObjectEvent, bridge_event, notification


class BucketOwners(dict[str, tuple[str, str]]):
    """Moto's register of bucket names, separate for each account.

    In AWS a bucket name is taken for everybody. Tests that run at the same time on one server, each in its own
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


def _keep_bucket_names_apart() -> None:
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
        super().setlist(name, versions)

    def pop(self, name: str) -> None:  # type: ignore[override]
        """Remove an object."""
        self.names.discard(name)
        super().pop(name)


Entry = tuple[str, bool]
"""A name of an object, or a prefix that several have in common; and which of the two."""


def _entries(
    names: SortedSet, prefix: str, delimiter: str, after: str, is_listed: Callable[[str], bool]
) -> Iterator[Entry]:
    """Yield what a list has after a name, and never look at what a common prefix hides."""
    position = max(names.bisect_left(prefix), names.bisect_right(after))
    while position < len(names) and names[position].startswith(prefix):
        name = names[position]
        head, found, _ = name[len(prefix) :].partition(delimiter) if delimiter else ("", "", "")
        common_prefix = prefix + head + found
        if not is_listed(name):
            position += 1
        elif found:
            position = names.bisect_left(_behind(common_prefix))
            if common_prefix > after:
                yield common_prefix, True
        else:
            position += 1
            yield name, False


def _behind(prefix: str) -> str:
    """Return the first string behind all that begin with a prefix."""
    return prefix[:-1] + chr(ord(prefix[-1]) + 1)


def _listed_objects(
    bucket: Any, prefix: str | None, delimiter: str | None, after: str | None, limit: int
) -> "list[models.FakeKey | str]":
    """Return a bucket's objects and common prefixes, one more than the limit if there are as many."""
    if isinstance(bucket, models.FakeTableStorageBucket):
        raise MethodNotAllowed

    def is_listed(name: str) -> bool:
        return isinstance(bucket.keys[name], models.FakeKey)

    entries = _entries(bucket.keys.names, prefix or "", delimiter or "", after or "", is_listed)
    return [name if is_prefix else bucket.keys[name] for name, is_prefix in islice(entries, limit + 1)]


def _list_objects(
    self: Any, bucket: Any, prefix: str | None, delimiter: str | None, marker: str | None, max_keys: int
) -> tuple[list[Any], list[str], bool, str | None]:
    after = self._pagination_tokens.get(marker, marker)
    entries = _listed_objects(bucket, prefix, delimiter, after, max_keys)
    page, is_truncated, next_marker = self._truncate_result(entries, max_keys)
    objects = [entry for entry in page if isinstance(entry, models.FakeKey)]
    common_prefixes = [entry for entry in page if isinstance(entry, str)]
    return objects, common_prefixes, is_truncated, next_marker


def _list_objects_v2(
    self: Any,
    bucket: Any,
    prefix: str | None,
    delimiter: str | None,
    continuation_token: str | None,
    start_after: str | None,
    max_keys: int,
) -> Any:
    after = self._pagination_tokens.get(continuation_token) if continuation_token else start_after
    entries = _listed_objects(bucket, prefix, delimiter, after, max_keys)
    return self._truncate_result(entries, max_keys)


def _list_object_versions(
    self: Any,
    bucket_name: str,
    delimiter: str | None = None,
    key_marker: str | None = None,
    max_keys: int = 1000,
    prefix: str = "",
    version_id_marker: str | None = None,
) -> tuple[list[Any], list[str], list[Any], str | None, str | None]:
    keys = self.get_bucket(bucket_name).keys
    found = _listed_versions(keys, prefix, delimiter or "", key_marker or "", version_id_marker)
    *page, behind = [*islice(found, max_keys), next(found, None)]
    common_prefixes = [entry for entry in page if isinstance(entry, str)]
    versions = [entry for entry in page if isinstance(entry, models.FakeKey)]
    delete_markers = [entry for entry in page if isinstance(entry, models.FakeDeleteMarker)]
    last = page[-1] if page and behind is not None else None
    next_key = last if last is None or isinstance(last, str) else last.name
    return versions, common_prefixes, delete_markers, next_key, getattr(last, "version_id", None)


def _listed_versions(
    keys: SortedKeyStore, prefix: str, delimiter: str, key_marker: str, version_id_marker: str | None
) -> Iterator[Any]:
    """Yield versions, the newest of an object first, and common prefixes, from behind the markers on."""
    if version_id_marker:
        earlier = dropwhile(
            lambda version: version.version_id != version_id_marker, _newest_first(keys, key_marker)
        )
        yield from islice(earlier, 1, None)
    for name, is_prefix in _entries(keys.names, prefix, delimiter, key_marker, lambda _name: True):
        yield from [name] if is_prefix else _newest_first(keys, name)


def _newest_first(keys: SortedKeyStore, name: str) -> Iterator[Any]:
    versions = keys.getlist(name, [])
    for version in reversed(versions):
        version.is_latest = version is versions[-1]
        yield version


def _list_in_order() -> None:
    """Hold names in order: moto goes through all objects of a bucket for each page of a list."""
    backend: Any = models.S3Backend
    module: Any = models
    module._VersionedKeyStore = SortedKeyStore
    backend.list_objects = _list_objects
    backend.list_objects_v2 = _list_objects_v2
    backend.list_object_versions = _list_object_versions


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
    """Tell of an object to whom the bucket's configuration names."""
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


def _send_to_queue(account_id: str, arn: str, message: str) -> None:
    _, _, _, region, _, name = arn.split(":")
    notifications._send_sqs_message(account_id, json.loads(message), name, region)


def _send_to_topic(account_id: str, arn: str, message: str) -> None:
    notifications._send_sns_message(account_id, json.loads(message), arn, arn.split(":")[3])


def _notify_as_s3_does() -> None:
    """Send notifications with everything that S3 tells, to functions that run and to EventBridge as well.

    Moto would need Docker for a function, and sends EventBridge the same sequencer and request each time.
    """
    module: Any = notifications
    module.send_event = _send_notifications


def apply() -> None:
    """Change moto."""
    _keep_bucket_names_apart()
    _keep_objects_in_memory()
    _list_in_order()
    _notify_as_s3_does()

"""What S3 tells of an object: records of notifications, and events for EventBridge.

Amazon S3 User Guide, "Event message structure" and "EventBridge event message structure".
"""

import itertools
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote_plus

from event_sources.timestamps import utc_text

_sequence = itertools.count(int(time.time() * 1000) << 16)
REASONS = {
    "Put": "PutObject",
    "Post": "POST Object",
    "Copy": "CopyObject",
    "CompleteMultipartUpload": "CompleteMultipartUpload",
    "Delete": "DeleteObject",
    "DeleteMarkerCreated": "DeleteObject",
}
DETAIL_TYPES = {
    "ObjectCreated": "Object Created",
    "ObjectRemoved": "Object Deleted",
    "ObjectTagging": "Object Tags Added",
    "ObjectAcl": "Object ACL Updated",
    "ObjectRestore": "Object Restore Initiated",
}
DELETION_TYPES = {"Delete": "Permanently Deleted", "DeleteMarkerCreated": "Delete Marker Created"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectEvent:
    """Something that has happened to an object.

    Attributes:
        name: Such as `ObjectCreated:Put`.
        account_id: The account of the bucket.
        region: The region of the bucket.
        bucket: The name of the bucket.
        key: The key of the object.
        size: Its bytes.
        etag: Its ETag without quotation marks.
        version_id: Its version; None in a bucket without versions.
        happened_at: Epoch seconds.
        sequencer: Tells which of two events of the same key is the later one.
    """

    name: str
    account_id: str
    region: str
    bucket: str
    key: str
    size: int
    etag: str
    version_id: str | None
    happened_at: float
    sequencer: str = field(default_factory=lambda: f"{next(_sequence):018X}")

    @property
    def is_removal(self) -> bool:
        """Whether the object is gone."""
        return self.name.startswith("ObjectRemoved")


def notification(event: ObjectEvent, configuration_id: str) -> dict[str, Any]:
    """Return the message that a bucket sends to functions, queues and topics.

    Args:
        event: What has happened.
        configuration_id: The id of the notification's configuration.
    """
    described: dict[str, Any] = {"key": quote_plus(event.key, safe="/")}
    if not event.is_removal:
        described |= {"size": event.size, "eTag": event.etag}
    if event.version_id:
        described["versionId"] = event.version_id
    record = {
        "eventVersion": "2.1",
        "eventSource": "aws:s3",
        "awsRegion": event.region,
        "eventTime": utc_text(event.happened_at, "milliseconds"),
        "eventName": event.name,
        "userIdentity": {"principalId": f"AWS:{event.account_id}"},
        "requestParameters": {"sourceIPAddress": "127.0.0.1"},
        "responseElements": {
            "x-amz-request-id": uuid.uuid4().hex[:16].upper(),
            "x-amz-id-2": uuid.uuid4().hex,
        },
        "s3": {
            "s3SchemaVersion": "1.0",
            "configurationId": configuration_id,
            "bucket": {
                "name": event.bucket,
                "ownerIdentity": {"principalId": event.account_id},
                "arn": f"arn:aws:s3:::{event.bucket}",
            },
            "object": {**described, "sequencer": event.sequencer},
        },
    }
    return {"Records": [record]}


def bridge_event(event: ObjectEvent) -> dict[str, Any]:
    """Return the event that a bucket sends to EventBridge."""
    kind, _, operation = event.name.partition(":")
    described: dict[str, Any] = {"key": event.key}
    if not event.is_removal:
        described |= {"size": event.size, "etag": event.etag}
    if event.version_id:
        described["version-id"] = event.version_id
    detail: Mapping[str, Any] = {
        "version": "0",
        "bucket": {"name": event.bucket},
        "object": {**described, "sequencer": event.sequencer},
        "request-id": uuid.uuid4().hex[:16].upper(),
        "requester": event.account_id,
        "source-ip-address": "127.0.0.1",
        "reason": REASONS.get(operation, operation),
        **({"deletion-type": DELETION_TYPES[operation]} if operation in DELETION_TYPES else {}),
    }
    return {
        "version": "0",
        "id": str(uuid.uuid4()),
        "detail-type": DETAIL_TYPES.get(kind, kind),
        "source": "aws.s3",
        "account": event.account_id,
        "time": utc_text(event.happened_at, "seconds"),
        "region": event.region,
        "resources": [f"arn:aws:s3:::{event.bucket}"],
        "detail": detail,
    }

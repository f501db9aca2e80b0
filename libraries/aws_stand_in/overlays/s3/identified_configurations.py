"""Configurations of which a bucket has several, each with an id: they are kept, and have no effect.

Source: Amazon S3 API reference of each operation; the errors are those of LocalStack 4.14.0, services/s3/provider.py, which
is validated against AWS.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from aws_stand_in.aws_response import AwsResponse
from aws_stand_in.overlays.s3.call import S3Call
from aws_stand_in.overlays.s3.content import check_content
from aws_stand_in.overlays.s3.errors import S3Error, malformed_xml
from aws_stand_in.overlays.s3.schema import check_body

_MOST, _PAGE = 1000, 100


def _check_same_id(call: S3Call, wanted: Mapping[str, Any]) -> None:
    if wanted["Id"] != call.query["id"]:
        raise malformed_xml()


def _check_inventory(call: S3Call, wanted: Mapping[str, Any]) -> None:
    if wanted["Id"] != call.query["id"]:
        raise S3Error("IdMismatch", "Document ID does not match the specified configuration ID.")
    if not wanted["Destination"]["S3BucketDestination"]["Bucket"].startswith("arn:"):
        raise S3Error("InvalidS3DestinationBucket", "Invalid bucket ARN.")


@dataclass(frozen=True, slots=True)
class ConfigurationKind:
    """A kind of configurations.

    Attributes:
        name: What it is called in the model: `InventoryConfiguration`.
        check: Refuses a new one.
    """

    name: str
    check: Callable[[S3Call, Mapping[str, Any]], None]

    def held(self, call: S3Call) -> dict[str, Any]:
        """Return the configurations of the bucket by their ids."""
        bucket: Any = call.bucket
        bucket.identified_configurations = bucket.identified_configurations or {}
        found: dict[str, Any] = bucket.identified_configurations.setdefault(self.name, {})
        return found


def _put(kind: ConfigurationKind, call: S3Call) -> AwsResponse:
    held = kind.held(call)
    check_content(call)
    check_body(call)
    wanted = call.parameters[kind.name]
    kind.check(call, wanted)
    if len(held) >= _MOST and wanted["Id"] not in held:
        raise S3Error("TooManyConfigurations", "Too many configurations")
    held[wanted["Id"]] = wanted
    return AwsResponse(200)


def _get(kind: ConfigurationKind, call: S3Call) -> AwsResponse:
    return call.respond({kind.name: _find(kind, call)})


def _delete(kind: ConfigurationKind, call: S3Call) -> AwsResponse:
    _find(kind, call)
    del kind.held(call)[call.query["id"]]
    return AwsResponse(204)


def _find(kind: ConfigurationKind, call: S3Call) -> Any:
    found = kind.held(call).get(call.query["id"])
    if found is None:
        raise S3Error("NoSuchConfiguration", "The specified configuration does not exist.", status=404)
    return found


def _list(kind: ConfigurationKind, call: S3Call) -> AwsResponse:
    token = call.query.get("continuation-token", "")
    found = [one for name, one in sorted(kind.held(call).items()) if name >= token]
    page = {"ContinuationToken": token} if token else {}
    if found[_PAGE:]:
        page["NextContinuationToken"] = found[_PAGE]["Id"]
    return call.respond({"IsTruncated": len(found) > _PAGE, f"{kind.name}List": found[:_PAGE], **page})


_KINDS = (
    ConfigurationKind("AnalyticsConfiguration", _check_same_id),
    ConfigurationKind("IntelligentTieringConfiguration", _check_same_id),
    ConfigurationKind("InventoryConfiguration", _check_inventory),
    ConfigurationKind("MetricsConfiguration", _check_same_id),
)

OPERATIONS: Mapping[str, Callable[[S3Call], AwsResponse]] = {
    **{f"PutBucket{kind.name}": partial(_put, kind) for kind in _KINDS},
    **{f"GetBucket{kind.name}": partial(_get, kind) for kind in _KINDS},
    **{f"DeleteBucket{kind.name}": partial(_delete, kind) for kind in _KINDS},
    **{f"ListBucket{kind.name}s": partial(_list, kind) for kind in _KINDS},
}
"""The operations on all kinds."""

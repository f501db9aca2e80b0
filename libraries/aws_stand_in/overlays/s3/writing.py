"""PutObject and CopyObject."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qs, unquote

from aws_stand_in.aws_response import AwsResponse
from aws_stand_in.overlays.s3 import lifecycle
from aws_stand_in.overlays.s3.access import require
from aws_stand_in.overlays.s3.call import S3Call
from aws_stand_in.overlays.s3.checksums import (
    DEFAULT_ALGORITHM,
    Checksum,
    check_checksum,
    checksum_of,
    known_algorithm,
)
from aws_stand_in.overlays.s3.content import read_content
from aws_stand_in.overlays.s3.encryption import CUSTOMER, check_customer_key, customer_key_of
from aws_stand_in.overlays.s3.errors import S3Error, header_not_implemented, invalid_argument, invalid_request
from aws_stand_in.overlays.s3.kms_keys import require_decrypting_key
from aws_stand_in.overlays.s3.objects import (
    check_active,
    content_of,
    create_object,
    encryption_of_object,
    find_object,
    notify,
    tags_of,
    version_header,
)
from aws_stand_in.overlays.s3.preconditions import check_source, check_write
from aws_stand_in.overlays.s3.properties import Properties, properties_of, storage_class_of

_DIRECTIVES = ("COPY", "REPLACE")
_COPY_CUSTOMER = "x-amz-copy-source-server-side-encryption-customer"


def put_object(call: S3Call) -> AwsResponse:
    """Create an object of the content that was sent."""
    call.check_key()
    if "x-amz-write-offset-bytes" in call.headers:
        raise header_not_implemented("x-amz-write-offset-bytes")
    call.require_bucket()
    stated = read_content(call)
    if stated is not None:
        check_checksum(call.body, stated)
    properties = properties_of(call, call.fields)
    check_write(call)
    checksum = stated or checksum_of(call.body, DEFAULT_ALGORITHM)
    created = create_object(call, call.key, call.body, properties, checksum)
    notify(call.aws.account_id, "ObjectCreated:Put", call.bucket, created)
    return AwsResponse(200, headers_of_creation(call, created, checksum))


def headers_of_creation(call: S3Call, created: Any, checksum: Checksum) -> dict[str, str]:
    """Return the headers of a response about an object that was created."""
    return {
        "ETag": created.etag,
        **encryption_of_object(created).headers,
        **version_header(call.bucket, created),
        **lifecycle.expiration_header(call, created),
        **checksum.headers,
    }


@dataclass(frozen=True, slots=True)
class CopySource:
    """What is copied.

    Attributes:
        bucket: Its bucket.
        key: Its key.
        version_id: Its version; None for the newest one.
    """

    bucket: str
    key: str
    version_id: str | None


def copy_source(text: str) -> CopySource:
    """Read the header that names what is copied."""
    path, _, query = text.partition("?")
    bucket, slash, key = unquote(path.replace("+", " ")).removeprefix("/").partition("/")
    if not slash:
        raise invalid_argument("Invalid copy source object key", "x-amz-copy-source", "x-amz-copy-source")
    if not bucket or not key:
        raise invalid_argument(
            "Copy Source must mention the source bucket and key: sourcebucket/sourcekey",
            "x-amz-copy-source",
            text,
        )
    version_ids = parse_qs(query, keep_blank_values=True).get("versionId")
    return CopySource(bucket, key, version_ids[0] if version_ids else None)


def find_source(call: S3Call) -> tuple[Any, CopySource]:
    """Return the object that a request copies, if its preconditions hold."""
    source = copy_source(call.fields["x-amz-copy-source"])
    bucket = call.bucket_named(source.bucket)
    require(call, bucket, "GetObject", source.key, source.version_id)
    try:
        found: Any = find_object(call, source.key, source.version_id, bucket)
    except S3Error as error:
        if error.code != "MethodNotAllowed":
            raise
        raise invalid_request(
            "The source of a copy request may not specifically refer to a delete marker by version id."
        ) from error
    check_customer_key(found.customer_key_md5, customer_key_of(call.fields, _COPY_CUSTOMER))
    require_decrypting_key(call, found.kms_key_id)
    check_active(found, "Operation is not valid for the source object's storage class")
    check_source(call.fields, found, call.now)
    return found, source


def source_version_header(call: S3Call, found: Any, source: CopySource) -> dict[str, str]:
    """Return the header with the version that was copied."""
    has_versions = call.bucket_named(source.bucket).versioning_status
    return {"x-amz-copy-source-version-id": found.version_id} if has_versions else {}


def copy_object(call: S3Call) -> AwsResponse:
    """Create an object that is like another one."""
    call.check_key()
    call.require_bucket()
    found, source = find_source(call)
    properties = _properties_of_copy(call, found)
    _check_something_changes(call, source, found)
    check_write(call)
    content = bytes(content_of(found))
    named = call.headers.get("x-amz-checksum-algorithm")
    algorithm = known_algorithm(named) if named else found.checksum_algorithm or DEFAULT_ALGORITHM
    checksum = checksum_of(content, algorithm)
    created = create_object(call, call.key, content, properties, checksum)
    notify(call.aws.account_id, "ObjectCreated:Copy", call.bucket, created)
    result = {
        "ETag": created.etag,
        "LastModified": created.last_modified,
        checksum.member: checksum.value,
        "ChecksumType": checksum.kind,
    }
    return call.respond(
        {"CopyObjectResult": result},
        **encryption_of_object(created).headers,
        **version_header(call.bucket, created),
        **lifecycle.expiration_header(call, created),
        **source_version_header(call, found, source),
    )


def _properties_of_copy(call: S3Call, found: Any) -> Properties:
    fields = call.fields
    asked = properties_of(call, fields)
    if _directive(fields, "x-amz-metadata-directive", "metadata") == "COPY":
        asked = replace(asked, metadata=dict(found.metadata))
    if _directive(fields, "x-amz-tagging-directive", "tagging") == "COPY":
        asked = replace(asked, tags=tags_of(call, found))
    return asked


def _directive(fields: Mapping[str, str], header: str, what: str) -> str:
    given = fields.get(header, "COPY")
    if given not in _DIRECTIVES:
        raise invalid_argument(f"Unknown {what} directive.", header, given)
    return given


def _check_something_changes(call: S3Call, source: CopySource, found: Any) -> None:
    changing = (
        call.fields.get("x-amz-metadata-directive") == "REPLACE",
        storage_class_of(call.fields),
        "x-amz-server-side-encryption" in call.fields,
        f"{CUSTOMER}-algorithm" in call.fields,
        "x-amz-website-redirect-location" in call.fields,
        call.bucket.encryption,
        source.version_id,
        found.customer_key_md5,
        found.encryption not in (None, "AES256"),
    )
    if (source.bucket, source.key) == (call.bucket_name, call.key) and not any(changing):
        raise invalid_request(
            "This copy request is illegal because it is trying to copy an object to itself without changing the object's "
            "metadata, storage class, website redirect location or encryption attributes."
        )

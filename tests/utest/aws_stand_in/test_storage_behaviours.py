"""S3 answers as AWS documents it: single requests by `behaviours/s3_cases.py`, then what takes several."""

import base64
import hashlib
import json
import zlib
from datetime import UTC, datetime, timedelta
from typing import Any
from xml.etree import ElementTree as ET

import anycrc
import pytest
import requests
from behaviours import Case
from behaviours.comparing import MadeWhenNamed, require, settled
from behaviours.s3_cases import CASES, STATUSES
from s3_requests import code_of, new_bucket, open_bucket, presigned, refusal, signed

VOLATILE = ("LastModified", "Owner", "Date")
DAY = 24 * 3600
PART = 5 * 1024**2


@pytest.fixture
def s3(aws: Any) -> Any:
    return aws.client("s3", signature_version="s3v4")


@pytest.fixture
def bucket(s3: Any) -> str:
    return new_bucket(s3, "bucket")


@pytest.fixture
def versions(s3: Any) -> str:
    return new_versions(s3)


def new_versions(s3: Any) -> str:
    """Create a bucket that keeps versions."""
    name = new_bucket(s3, "versions")
    s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
    return name


@pytest.fixture
def names(s3: Any) -> MadeWhenNamed:
    def create_bucket() -> str:
        name = new_bucket(s3, "bucket")
        described = {"ContentType": "text/plain", "Metadata": {"a": "b"}, "Tagging": "t=v"}
        s3.put_object(Bucket=name, Key="k", Body=b"0123456789", **described)
        for key in ("a/1", "a/2", "b c+d"):
            s3.put_object(Bucket=name, Key=key)
        return name

    def create_versions() -> str:
        name = new_versions(s3)
        s3.put_object(Bucket=name, Key="gone")
        s3.delete_object(Bucket=name, Key="gone")
        return name

    def create_locked() -> str:
        name = new_bucket(s3, "locked", ObjectLockEnabledForBucket=True)
        s3.put_object(Bucket=name, Key="k")
        return name

    def create_upload() -> str:
        return str(s3.create_multipart_upload(Bucket=made["bucket"], Key="up")["UploadId"])

    def upload_part() -> str:
        part = {"UploadId": made["upload"], "PartNumber": 1, "Body": b"hello"}
        return str(s3.upload_part(Bucket=made["bucket"], Key="up", **part)["ETag"])

    made = MadeWhenNamed(
        bucket=create_bucket,
        versions=create_versions,
        locked=create_locked,
        upload=create_upload,
        etag=upload_part,
    )
    return made


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_s3_answers_as_on_aws(s3: Any, names: MadeWhenNamed, case: Case) -> None:
    require(case, s3, names, volatile=VOLATILE, statuses=STATUSES)


def crc32(content: bytes) -> str:
    return base64.b64encode(zlib.crc32(content).to_bytes(4, "big")).decode()


def sha256(content: bytes) -> str:
    return base64.b64encode(hashlib.sha256(content).digest()).decode()


def crc64(content: bytes) -> str:
    return base64.b64encode(anycrc.Model("CRC64-NVME").calc(content).to_bytes(8, "big")).decode()


# --------------------------------------------------------------------------------------------------------------- parts


def upload_of(
    s3: Any, bucket: str, *contents: bytes, algorithm: str | None = None, **more: Any
) -> dict[str, Any]:
    """Upload parts of the object `up`, and return what completes it."""
    named = {"ChecksumAlgorithm": algorithm} if algorithm else {}
    upload = s3.create_multipart_upload(Bucket=bucket, Key="up", **named, **more)["UploadId"]
    parts = []
    for number, content in enumerate(contents, 1):
        sent = s3.upload_part(
            Bucket=bucket, Key="up", UploadId=upload, PartNumber=number, Body=content, **named
        )
        checksums = {name: value for name, value in sent.items() if name == f"Checksum{algorithm}"}
        parts.append({"PartNumber": number, "ETag": sent["ETag"], **checksums})
    return {"Bucket": bucket, "Key": "up", "UploadId": upload, "MultipartUpload": {"Parts": parts}}


def test_a_composite_checksum_is_one_of_checksums(s3: Any, bucket: str) -> None:
    """Amazon S3 User Guide, "Checking object integrity in Amazon S3"."""
    contents = (b"a" * PART, b"b")
    done = s3.complete_multipart_upload(**upload_of(s3, bucket, *contents, algorithm="SHA256"))
    digests = b"".join(hashlib.sha256(one).digest() for one in contents)
    assert (done["ChecksumSHA256"], done["ChecksumType"]) == (f"{sha256(digests)}-2", "COMPOSITE")
    assert done["ServerSideEncryption"] == "AES256"
    attributes = s3.get_object_attributes(
        Bucket=bucket, Key="up", ObjectAttributes=["ObjectParts", "Checksum"]
    )
    assert [one["ChecksumSHA256"] for one in attributes["ObjectParts"]["Parts"]] == [
        sha256(one) for one in contents
    ]
    second = s3.get_object(Bucket=bucket, Key="up", PartNumber=2)
    assert (second["Body"].read(), second["PartsCount"], second["ContentRange"]) == (
        b"b", 2, f"bytes {PART}-{PART}/{PART + 1}",
    )  # fmt: skip


def test_without_an_algorithm_an_upload_has_a_crc64_of_all(s3: Any, bucket: str) -> None:
    """Amazon S3 User Guide, "Checking object integrity in Amazon S3"."""
    contents = (b"a" * PART, b"b")
    done = s3.complete_multipart_upload(**upload_of(s3, bucket, *contents))
    assert (done["ChecksumCRC64NVME"], done["ChecksumType"]) == (crc64(b"".join(contents)), "FULL_OBJECT")


def test_a_checksum_of_the_whole_object_is_compared(s3: Any, bucket: str) -> None:
    """Amazon S3 API reference, CompleteMultipartUpload."""
    contents = (b"a" * PART, b"b")
    asked = upload_of(s3, bucket, *contents, algorithm="CRC32", ChecksumType="FULL_OBJECT")
    wrong = refusal(
        s3.complete_multipart_upload, **asked, ChecksumCRC32=crc32(b"x"), ChecksumType="FULL_OBJECT"
    )
    assert wrong["Code"] == "BadDigest"
    right = crc32(b"".join(contents))
    done = s3.complete_multipart_upload(**asked, ChecksumCRC32=right, ChecksumType="FULL_OBJECT")
    assert (done["ChecksumCRC32"], done["ChecksumType"]) == (right, "FULL_OBJECT")


def test_a_part_has_the_algorithm_of_its_upload(s3: Any, bucket: str) -> None:
    """Amazon S3 API reference, UploadPart."""
    upload = s3.create_multipart_upload(Bucket=bucket, Key="up", ChecksumAlgorithm="SHA1")["UploadId"]
    error = refusal(
        s3.upload_part,
        Bucket=bucket,
        Key="up",
        UploadId=upload,
        PartNumber=1,
        Body=b"x",
        ChecksumAlgorithm="CRC32",
    )
    assert (error["Code"], error["Message"]) == (
        "InvalidRequest",
        "Checksum Type mismatch occurred, expected checksum Type: sha1, actual checksum Type: crc32",
    )
    s3.upload_part(
        Bucket=bucket, Key="up", UploadId=upload, PartNumber=1, Body=b"x", ChecksumAlgorithm="SHA1"
    )
    assert [one["Size"] for one in s3.list_parts(Bucket=bucket, Key="up", UploadId=upload)["Parts"]] == [1]


def test_an_upload_ends_on_what_it_began_on(s3: Any, bucket: str) -> None:
    """LocalStack 4.14.0, services/s3/provider.py, which is validated against AWS."""
    first = s3.put_object(Bucket=bucket, Key="up", Body=b"there")["ETag"]
    asked = upload_of(s3, bucket, b"a")
    s3.delete_object(Bucket=bucket, Key="up")
    error = refusal(s3.complete_multipart_upload, **asked, IfNoneMatch="*")
    assert (error["Code"], error["Condition"]) == ("ConditionalRequestConflict", "If-None-Match")
    s3.put_object(Bucket=bucket, Key="up", Body=b"there")
    error = refusal(s3.complete_multipart_upload, **asked, IfMatch=first)
    assert (error["Code"], error["Condition"]) == ("ConditionalRequestConflict", "If-Match")
    again = upload_of(s3, bucket, b"a")
    s3.complete_multipart_upload(**again, IfMatch=first)
    assert s3.get_object(Bucket=bucket, Key="up")["Body"].read() == b"a"


def test_a_part_tells_what_its_checksum_is_of(s3: Any, bucket: str) -> None:
    """LocalStack 4.14.0, services/s3/provider.py, which is validated against AWS."""
    s3.complete_multipart_upload(**upload_of(s3, bucket, b"a", algorithm="SHA256"))
    part = s3.head_object(Bucket=bucket, Key="up", PartNumber=1, ChecksumMode="ENABLED")
    assert (part["ChecksumSHA256"], part["ChecksumType"]) == (sha256(b"a"), "COMPOSITE")
    s3.complete_multipart_upload(**upload_of(s3, bucket, b"a"))
    attributes = s3.get_object_attributes(Bucket=bucket, Key="up", ObjectAttributes=["ObjectParts"])
    assert attributes["ObjectParts"] == {"TotalPartsCount": 1}
    done = s3.complete_multipart_upload(**upload_of(s3, bucket, b"a", ServerSideEncryption="aws:kms"))
    assert (done["ServerSideEncryption"], "ChecksumType" in done) == ("aws:kms", False)


def test_only_the_last_part_is_small(s3: Any, bucket: str) -> None:
    """Amazon S3 User Guide, "Amazon S3 multipart upload limits"."""
    error = refusal(s3.complete_multipart_upload, **upload_of(s3, bucket, b"a", b"b"))
    assert (error["Code"], error["MinSizeAllowed"], error["PartNumber"]) == ("EntityTooSmall", str(PART), "1")


def test_an_upload_does_not_replace_an_object(s3: Any, bucket: str) -> None:
    """Amazon S3 User Guide, "How to prevent object overwrites with conditional writes"."""
    asked = upload_of(s3, bucket, b"a")
    s3.put_object(Bucket=bucket, Key="up", Body=b"there")
    assert refusal(s3.complete_multipart_upload, **asked, IfNoneMatch="*")["Code"] == "PreconditionFailed"
    s3.delete_object(Bucket=bucket, Key="up")
    s3.complete_multipart_upload(**asked, IfNoneMatch="*")
    assert s3.get_object(Bucket=bucket, Key="up")["Body"].read() == b"a"


def test_an_upload_can_be_completed_twice(s3: Any, bucket: str) -> None:
    """Amazon S3 API reference, CompleteMultipartUpload."""
    asked = upload_of(s3, bucket, b"a")
    first, second = s3.complete_multipart_upload(**asked), s3.complete_multipart_upload(**asked)
    assert settled(first) == settled(second)
    assert s3.list_multipart_uploads(Bucket=bucket).get("Uploads", []) == []


def test_parts_and_uploads_are_listed_with_their_checksums(s3: Any, bucket: str) -> None:
    """Amazon S3 API reference, ListParts and ListMultipartUploads."""
    asked = upload_of(s3, bucket, b"a", b"b", algorithm="SHA256")
    where = {name: asked[name] for name in ("Bucket", "Key", "UploadId")}
    page = s3.list_parts(**where, MaxParts=1)
    assert (page["ChecksumAlgorithm"], page["ChecksumType"], page["IsTruncated"]) == (
        "SHA256",
        "COMPOSITE",
        True,
    )
    rest = s3.list_parts(**where, PartNumberMarker=page["NextPartNumberMarker"])["Parts"]
    assert [(one["PartNumber"], one["Size"], "ChecksumSHA256" in one) for one in rest] == [(2, 1, True)]
    uploads = s3.list_multipart_uploads(Bucket=bucket)["Uploads"]
    assert [(one["Key"], one["ChecksumAlgorithm"], one["ChecksumType"]) for one in uploads] == [
        ("up", "SHA256", "COMPOSITE")
    ]


def test_a_part_is_copied_from_an_object(s3: Any, bucket: str) -> None:
    """Amazon S3 API reference, UploadPartCopy."""
    s3.put_object(Bucket=bucket, Key="k", Body=b"0123456789")
    upload = s3.create_multipart_upload(Bucket=bucket, Key="up")["UploadId"]
    where = {"Bucket": bucket, "Key": "up", "UploadId": upload}
    copied = s3.upload_part_copy(**where, PartNumber=1, CopySource=f"{bucket}/k", CopySourceRange="bytes=2-4")
    part = {"PartNumber": 1, "ETag": copied["CopyPartResult"]["ETag"]}
    s3.complete_multipart_upload(**where, MultipartUpload={"Parts": [part]})
    assert s3.get_object(Bucket=bucket, Key="up")["Body"].read() == b"234"


# ------------------------------------------------------------------------------------------------------ copies, versions


def test_a_copy_keeps_or_replaces_metadata_and_tags(s3: Any, bucket: str) -> None:
    """Amazon S3 API reference, CopyObject."""
    s3.put_object(Bucket=bucket, Key="k", Metadata={"a": "1"}, ContentType="a/b", Tagging="t=1")
    source = {"Bucket": bucket, "CopySource": f"{bucket}/k"}
    s3.copy_object(**source, Key="kept", Metadata={"a": "2"}, Tagging="t=2")
    replacing = {"MetadataDirective": "REPLACE", "TaggingDirective": "REPLACE"}
    s3.copy_object(**source, Key="replaced", Metadata={"a": "2"}, Tagging="t=2", **replacing)
    found = {}
    for key in ("kept", "replaced"):
        head = s3.head_object(Bucket=bucket, Key=key)
        tags = s3.get_object_tagging(Bucket=bucket, Key=key)["TagSet"]
        found[key] = (head["Metadata"]["a"], head["ContentType"], tags[0]["Value"])
    assert found == {"kept": ("1", "a/b", "1"), "replaced": ("2", "binary/octet-stream", "2")}


@pytest.mark.parametrize(
    ("given", "returned"),
    [
        ("plain =?_ text", "plain =?_ text"),
        ("ÄMÄZÕÑ S3".encode(), "=?UTF-8?B?w4PChE3Dg8KEWsODwpXDg8KRIFMz?="),
        ("=?UTF-8?Q?=C3=84M=C3=84Z=C3=95=C3=91_S3?=", "=?UTF-8?Q?=C3=84M=C3=84Z=C3=95=C3=91_S3?="),
        ("=?UTF-8?Q?plain?=", "plain"),
        ("=?UTF-8?B?A?=", "=?UTF-8?B?A?="),
        ("=?UTF-7?Q?+2AA-?=", "=?UTF-7?Q?+2AA-?="),
        ("=?nothing?Q?a?=", "=?nothing?Q?a?="),
    ],
)
def test_metadata_is_returned_in_ascii(s3: Any, bucket: str, given: Any, returned: str) -> None:
    """Amazon S3 User Guide, "Working with object metadata"."""
    assert signed(s3, "PUT", f"{bucket}/k", **{"x-amz-meta-a": given}).status_code == 200
    assert s3.head_object(Bucket=bucket, Key="k")["Metadata"] == {"a": returned}


def test_metadata_is_measured_as_it_is_given(s3: Any, bucket: str) -> None:
    """Amazon S3 User Guide, "Working with object metadata": 2 KB at most, before any letter is encoded."""
    letters = "é" * 1000
    assert signed(s3, "PUT", f"{bucket}/k", **{"x-amz-meta-a": letters.encode()}).status_code == 200
    assert len(s3.head_object(Bucket=bucket, Key="k")["Metadata"]["a"]) > 2048
    refused = signed(s3, "PUT", f"{bucket}/k", **{"x-amz-meta-a": (letters * 2).encode()})
    assert code_of(refused) == "MetadataTooLarge"


def test_bad_digest_error_has_both_digests(s3: Any, bucket: str) -> None:
    """LocalStack 4.14.0, services/s3/provider.py, which is validated against AWS."""
    error = refusal(s3.put_object, Bucket=bucket, Key="k", Body=b"hello", ContentMD5="A" * 22 + "==")
    digests = (error["ExpectedDigest"], error["CalculatedDigest"])
    assert digests == ("0" * 32, base64.b64encode(hashlib.md5(b"hello").digest()).decode())


def test_versions_are_kept_hidden_and_removed(s3: Any, versions: str) -> None:
    """Amazon S3 User Guide, "How S3 Versioning works"."""
    first = s3.put_object(Bucket=versions, Key="k", Body=b"1")["VersionId"]
    second = s3.put_object(Bucket=versions, Key="k", Body=b"2")["VersionId"]
    marker = s3.delete_object(Bucket=versions, Key="k")
    assert marker["DeleteMarker"] is True
    assert s3.get_object(Bucket=versions, Key="k", VersionId=first)["Body"].read() == b"1"
    error = refusal(s3.get_object, Bucket=versions, Key="k", VersionId=marker["VersionId"])
    assert error["Code"] == "MethodNotAllowed"
    removed = s3.delete_object(Bucket=versions, Key="k", VersionId=marker["VersionId"])
    assert (removed["DeleteMarker"], removed["VersionId"]) == (True, marker["VersionId"])
    assert s3.get_object(Bucket=versions, Key="k")["VersionId"] == second
    repeated = s3.delete_object(Bucket=versions, Key="k", VersionId=marker["VersionId"])
    assert repeated["VersionId"] == marker["VersionId"]


def test_a_plus_in_a_source_is_a_space(s3: Any, bucket: str) -> None:
    """LocalStack 4.14.0, services/s3/utils.py, which is validated against AWS."""
    s3.put_object(Bucket=bucket, Key="a b", Body=b"hello")
    assert signed(s3, "PUT", f"{bucket}/copy", **{"x-amz-copy-source": f"{bucket}/a+b"}).status_code == 200
    assert s3.get_object(Bucket=bucket, Key="copy")["Body"].read() == b"hello"


def test_suspended_versions_are_kept_beside_the_one_without_id(s3: Any, versions: str) -> None:
    """Amazon S3 User Guide, "Working with objects in a versioning-suspended bucket"."""
    first = s3.put_object(Bucket=versions, Key="k", Body=b"1")["VersionId"]
    s3.put_bucket_versioning(Bucket=versions, VersioningConfiguration={"Status": "Suspended"})
    for content in (b"2", b"3"):
        assert s3.put_object(Bucket=versions, Key="k", Body=content)["VersionId"] == "null"
    listed = s3.list_object_versions(Bucket=versions)["Versions"]
    assert [(one["VersionId"], one["IsLatest"]) for one in listed] == [("null", True), (first, False)]
    assert s3.delete_object(Bucket=versions, Key="k")["VersionId"] == "null"
    assert s3.get_object(Bucket=versions, Key="k", VersionId=first)["Body"].read() == b"1"


def test_a_locked_version_is_not_removed(s3: Any) -> None:
    """Amazon S3 User Guide, "Locking objects with Object Lock"."""
    locked = new_bucket(s3, "locked", ObjectLockEnabledForBucket=True)
    until = (datetime.now(UTC) + timedelta(days=1)).replace(microsecond=0)
    version = s3.put_object(
        Bucket=locked, Key="k", ObjectLockMode="GOVERNANCE", ObjectLockRetainUntilDate=until
    )["VersionId"]
    held = s3.get_object_retention(Bucket=locked, Key="k")["Retention"]
    assert held == {"Mode": "GOVERNANCE", "RetainUntilDate": until}
    assert refusal(s3.delete_object, Bucket=locked, Key="k", VersionId=version)["Code"] == "AccessDenied"
    s3.delete_object(Bucket=locked, Key="k", VersionId=version, BypassGovernanceRetention=True)
    assert "Versions" not in s3.list_object_versions(Bucket=locked)


def test_a_legal_hold_is_taken_away(s3: Any) -> None:
    """Amazon S3 API reference, PutObjectLegalHold."""
    locked = new_bucket(s3, "locked", ObjectLockEnabledForBucket=True)
    version = s3.put_object(Bucket=locked, Key="k", ObjectLockLegalHoldStatus="ON")["VersionId"]
    assert refusal(s3.delete_object, Bucket=locked, Key="k", VersionId=version)["Code"] == "AccessDenied"
    s3.put_object_legal_hold(Bucket=locked, Key="k", LegalHold={"Status": "OFF"})
    s3.delete_object(Bucket=locked, Key="k", VersionId=version)
    assert "Versions" not in s3.list_object_versions(Bucket=locked)


def test_an_object_is_read_with_the_key_it_was_written_with(s3: Any, bucket: str) -> None:
    """Amazon S3 User Guide, "Using server-side encryption with customer-provided keys (SSE-C)"."""
    key = {"SSECustomerAlgorithm": "AES256", "SSECustomerKey": "k" * 32}
    put = s3.put_object(Bucket=bucket, Key="k", Body=b"secret", **key)
    assert (put["SSECustomerAlgorithm"], "ServerSideEncryption" in put) == ("AES256", False)
    assert refusal(s3.get_object, Bucket=bucket, Key="k")["Code"] == "InvalidRequest"
    assert (
        refusal(s3.get_object, Bucket=bucket, Key="k", **{**key, "SSECustomerKey": "x" * 32})["Code"]
        == "AccessDenied"
    )
    assert s3.get_object(Bucket=bucket, Key="k", **key)["Body"].read() == b"secret"


# -------------------------------------------------------------------------------------------------- presigned requests


def test_a_presigned_url_is_for_one_object_and_method(s3: Any, bucket: str) -> None:
    """Amazon S3 User Guide, "Download and upload objects with presigned URLs"."""
    for key in ("k", "other"):
        s3.put_object(Bucket=bucket, Key=key, Body=b"hello")
    url = presigned(s3, "get_object", bucket)
    assert requests.get(url, timeout=30).content == b"hello"
    for changed in (url.replace("/k?", "/other?"), f"{url}&response-content-type=a%2Fb"):
        refused = requests.get(changed, timeout=30)
        assert (refused.status_code, code_of(refused)) == (403, "SignatureDoesNotMatch")
    assert code_of(requests.put(url, data=b"x", timeout=30)) == "SignatureDoesNotMatch"


def test_a_presigned_url_is_bound_to_its_headers(s3: Any, bucket: str) -> None:
    """Amazon S3 API reference, "Authenticating requests: using query parameters"."""
    url = presigned(s3, "put_object", bucket, ContentType="text/plain")
    refused = requests.put(url, data=b"x", headers={"Content-Type": "text/html"}, timeout=30)
    assert (refused.status_code, code_of(refused)) == (403, "SignatureDoesNotMatch")
    assert requests.put(url, data=b"x", headers={"Content-Type": "text/plain"}, timeout=30).status_code == 200
    unsigned = {"Content-Type": "text/plain", "x-amz-acl": "public-read"}
    refused = requests.put(url, data=b"x", headers=unsigned, timeout=30)
    assert code_of(refused) == "AccessDenied"
    assert ET.fromstring(refused.content).findtext("HeadersNotSigned") == "x-amz-acl"


def test_an_access_key_of_iam_signs_with_its_secret(aws: Any, s3: Any, bucket: str) -> None:
    """Amazon S3 API reference, "Error responses": SignatureDoesNotMatch."""
    s3.put_object(Bucket=bucket, Key="k", Body=b"hello")
    iam = aws.client("iam")
    iam.create_user(UserName="ada")
    key = iam.create_access_key(UserName="ada")["AccessKey"]
    for secret, status in ((key["SecretAccessKey"], 200), ("another", 403)):
        client = aws.session.client(
            "s3", endpoint_url=aws.endpoint_url, region_name="eu-west-1",
            aws_access_key_id=key["AccessKeyId"], aws_secret_access_key=secret, config=s3.meta.config,
        )  # fmt: skip
        assert requests.get(presigned(client, "get_object", bucket), timeout=30).status_code == status
        client.close()


def test_a_form_is_answered_as_it_asks(s3: Any, bucket: str) -> None:
    """Amazon S3 API reference, POST Object."""
    asked = {
        "success_action_status": "201",
        "tagging": "<Tagging><TagSet><Tag><Key>t</Key><Value>v</Value></Tag></TagSet></Tagging>",
    }
    form = s3.generate_presigned_post(
        bucket,
        "a b/${filename}",
        Fields=asked,
        Conditions=[{name: value} for name, value in asked.items()],
    )
    done = requests.post(form["url"], data=form["fields"], files={"file": ("f.txt", b"hello")}, timeout=30)
    found = {element.tag: element.text for element in ET.fromstring(done.content)}
    assert (done.status_code, found["Bucket"], found["Key"]) == (201, bucket, "a b/f.txt")
    assert found["Location"] == f"https://{bucket}.s3.eu-west-1.amazonaws.com/a%20b/f.txt"
    assert s3.get_object_tagging(Bucket=bucket, Key="a b/f.txt")["TagSet"] == [{"Key": "t", "Value": "v"}]


def test_a_form_leads_to_another_page(s3: Any, bucket: str) -> None:
    """Amazon S3 API reference, POST Object: success_action_redirect."""
    asked = {"success_action_redirect": "https://app.example.com/done?a=1"}
    form = s3.generate_presigned_post(bucket, "k", Fields=asked, Conditions=[asked])
    done = requests.post(
        form["url"], data=form["fields"], files={"file": b"hello"}, timeout=5, allow_redirects=False
    )
    assert done.status_code == 303
    assert done.headers["Location"].startswith(
        f"https://app.example.com/done?a=1&bucket={bucket}&key=k&etag=%22"
    )


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"x-amz-meta-a": "b"}, "AccessDenied"),
        ({"key": "other"}, "AccessDenied"),
        ({"x-amz-signature": "0" * 64}, "SignatureDoesNotMatch"),
        ({"x-amz-signature": ""}, "InvalidArgument"),
    ],
)
def test_a_form_has_what_its_policy_allows(s3: Any, bucket: str, changed: dict[str, str], code: str) -> None:
    """Amazon S3 API reference, "Creating a POST policy"."""
    form = s3.generate_presigned_post(bucket, "k")
    refused = requests.post(form["url"], data={**form["fields"], **changed}, files={"file": b"x"}, timeout=30)
    assert code_of(refused) == code
    assert (
        requests.post(form["url"], data=form["fields"], files={"file": b"x"}, timeout=30).status_code == 204
    )


def test_a_form_has_a_file_and_a_key(s3: Any, bucket: str) -> None:
    """Amazon S3 API reference, POST Object."""
    form = s3.generate_presigned_post(bucket, "k")
    for data, files, argument in (
        (form["fields"], {"other": b"x"}, "file"),
        ({**form["fields"], "key": ""}, {"file": b"x"}, "key"),
    ):
        refused = requests.post(form["url"], data=data, files=files, timeout=30)
        named = ET.fromstring(refused.content).findtext("ArgumentName")
        assert (refused.status_code, code_of(refused), named) == (400, "InvalidArgument", argument)
    done = requests.post(form["url"], data=form["fields"], files={"file": b"x"}, timeout=30)
    assert done.status_code == 204
    assert [one["Key"] for one in s3.list_objects_v2(Bucket=bucket)["Contents"]] == ["k"]


# --------------------------------------------------------------------------------------------------- signed content


def test_a_signed_hash_is_that_of_the_content(s3: Any, bucket: str) -> None:
    """Amazon S3 API reference, "Error responses": XAmzContentSHA256Mismatch."""
    whole = {"x-amz-content-sha256": hashlib.sha256(b"x").hexdigest()}
    assert signed(s3, "PUT", f"{bucket}/k", b"x", **whole).status_code == 200
    refused = signed(s3, "PUT", f"{bucket}/other", b"x", **{"x-amz-content-sha256": "0" * 64})
    assert (refused.status_code, code_of(refused)) == (400, "XAmzContentSHA256Mismatch")
    assert [one["Key"] for one in s3.list_objects_v2(Bucket=bucket)["Contents"]] == ["k"]


# ------------------------------------------------------------------------------------------------------ hosts


@pytest.mark.parametrize("host", ["s3.localhost", "s3.eu-west-1.amazonaws.com", "s3-eu-west-1.amazonaws.com"])
def test_a_host_that_begins_with_s3_is_no_bucket(s3: Any, host: str) -> None:
    """Amazon S3 User Guide, "Virtual hosting of general purpose buckets": path-style requests."""
    bucket = open_bucket(s3, "bucket")
    s3.put_object(Bucket=bucket, Key="k", Body=b"hello", ACL="public-read")
    answer = requests.get(f"{s3.meta.endpoint_url}/{bucket}/k", headers={"Host": host}, timeout=30)
    assert answer.content == b"hello"


@pytest.mark.parametrize("host", ["s3.eu-west-1.amazonaws.com", "s3.localhost:4566"])
def test_a_bucket_is_named_by_the_host(s3: Any, host: str) -> None:
    """Amazon S3 User Guide, "Virtual hosting of general purpose buckets"."""
    name = open_bucket(s3, "my.bucket")
    s3.put_object(Bucket=name, Key="a/k", Body=b"hello", ACL="public-read")
    answer = requests.get(f"{s3.meta.endpoint_url}/a/k", headers={"Host": f"{name}.{host}"}, timeout=30)
    assert answer.content == b"hello"


# -------------------------------------------------------------------------------------------------- events, lifecycle


@pytest.fixture
def records(aws: Any, s3: Any, bucket: str) -> Any:
    sqs = aws.client("sqs")
    url = sqs.create_queue(QueueName="events")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]

    def configure(rules: list[dict[str, str]], *events: str) -> None:
        filtered = {"Filter": {"Key": {"FilterRules": rules}}} if rules else {}
        queue = {"QueueArn": arn, "Events": list(events), **filtered}
        s3.put_bucket_notification_configuration(
            Bucket=bucket,
            NotificationConfiguration={"QueueConfigurations": [queue], "EventBridgeConfiguration": {}},
        )

    def read() -> list[dict[str, Any]]:
        messages = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", [])
        return [record for one in messages for record in json.loads(one["Body"]).get("Records", [])]

    read.configure = configure  # type: ignore[attr-defined]
    return read


def test_only_batch_deletion_of_a_missing_object_sends_a_notification(
    s3: Any, bucket: str, records: Any
) -> None:
    """LocalStack 4.14.0, services/s3/provider.py, which is validated against AWS."""
    records.configure([], "s3:ObjectRemoved:*")
    s3.delete_object(Bucket=bucket, Key="single")
    s3.delete_objects(Bucket=bucket, Delete={"Objects": [{"Key": "listed"}]})
    assert [one["s3"]["object"]["key"] for one in records()] == ["listed"]


def test_restoring_an_object_sends_two_notifications(s3: Any, bucket: str, records: Any) -> None:
    """Amazon S3 User Guide, "Supported event types for SQS, SNS, and Lambda"."""
    s3.put_object(Bucket=bucket, Key="k", Body=b"hello", StorageClass="GLACIER")
    records.configure([], "s3:ObjectRestore:*")
    s3.restore_object(Bucket=bucket, Key="k", RestoreRequest={"Days": 1})
    assert [one["eventName"] for one in records()] == ["ObjectRestore:Post", "ObjectRestore:Completed"]
    assert s3.get_object(Bucket=bucket, Key="k")["Body"].read() == b"hello"


def test_a_new_notification_target_gets_a_test_event(aws: Any, s3: Any, bucket: str) -> None:
    """Amazon S3 User Guide, "Event message structure"."""
    sqs = aws.client("sqs")
    url = sqs.create_queue(QueueName="told")["QueueUrl"]
    queue = {"QueueArn": f"arn:aws:sqs:eu-west-1:{aws.account_id}:told", "Events": ["s3:ObjectCreated:*"]}
    wanted = {"QueueConfigurations": [queue]}
    s3.put_bucket_notification_configuration(Bucket=bucket, NotificationConfiguration=wanted)
    (message,) = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10)["Messages"]
    told = json.loads(message["Body"])
    assert told.keys() == {"Service", "Event", "Time", "Bucket", "RequestId", "HostId"}
    assert (told["Event"], told["Bucket"]) == ("s3:TestEvent", bucket)


def test_filters_are_written_in_any_case(s3: Any, bucket: str, records: Any) -> None:
    """Amazon S3 User Guide, "Configuring event notifications using object key name filtering"."""
    records.configure(
        [{"Name": "Prefix", "Value": "a/"}, {"Name": "SUFFIX", "Value": ".pdf"}], "s3:ObjectCreated:*"
    )
    for key in ("a/1.pdf", "a/1.txt", "1.pdf"):
        s3.put_object(Bucket=bucket, Key=key, Body=b"hello")
    (record,) = records()
    assert record["s3"]["object"]["key"] == "a/1.pdf"
    assert (record["s3"]["object"]["size"], record["s3"]["object"]["eTag"]) == (
        5,
        hashlib.md5(b"hello").hexdigest(),
    )
    configured = s3.get_bucket_notification_configuration(Bucket=bucket)
    assert configured["EventBridgeConfiguration"] == {}
    assert [one["Name"] for one in configured["QueueConfigurations"][0]["Filter"]["Key"]["FilterRules"]] == [
        "Prefix",
        "Suffix",
    ]


def test_each_way_to_change_an_object_has_its_own_event_name(s3: Any, bucket: str, records: Any) -> None:
    """Amazon S3 User Guide, "Supported event types for SQS, SNS, and Lambda"."""
    records.configure([], "s3:ObjectCreated:*", "s3:ObjectRemoved:*", "s3:ObjectTagging:*")
    s3.put_object(Bucket=bucket, Key="k", Tagging="a=b")
    s3.copy_object(Bucket=bucket, Key="copy", CopySource=f"{bucket}/k")
    s3.complete_multipart_upload(**upload_of(s3, bucket, b"a"))
    s3.put_object_tagging(Bucket=bucket, Key="k", Tagging={"TagSet": []})
    s3.delete_object(Bucket=bucket, Key="k")
    assert [record["eventName"] for record in records()] == [
        "ObjectCreated:Put", "ObjectCreated:Copy", "ObjectCreated:CompleteMultipartUpload", "ObjectTagging:Put",
        "ObjectRemoved:Delete",
    ]  # fmt: skip


def test_what_is_not_imitated_is_refused_by_name(s3: Any, bucket: str) -> None:
    """Nothing is answered as if it had been done."""
    for call in (s3.get_bucket_metadata_configuration, s3.get_bucket_abac):
        assert refusal(call, Bucket=bucket)["Code"] == "NotImplemented"

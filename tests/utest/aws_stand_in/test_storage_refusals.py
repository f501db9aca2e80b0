"""S3 refuses what is malformed or beyond its limits as AWS does, and by name what the stand-in does not imitate."""

import base64
import hashlib
import json
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
import requests
from s3_requests import code_of, new_bucket, presigned, refusal, signed, unsigned

from aws_stand_in.overlays.s3.signatures import signature

DIGITS = "9" * 5000
DAY = 24 * 3600


@pytest.fixture
def s3(aws: Any) -> Any:
    return aws.client("s3", signature_version="s3v4")


@pytest.fixture
def bucket(s3: Any) -> str:
    name = new_bucket(s3, "bucket")
    s3.put_object(Bucket=name, Key="k", Body=b"hello")
    return name


@pytest.fixture
def locked(s3: Any) -> str:
    return new_bucket(s3, "locked", ObjectLockEnabledForBucket=True)


# ---------------------------------------------------------------------------------------------------------------- names


@pytest.mark.parametrize(
    "name",
    [
        *(
            "ab",
            "a" * 64,
            "Upper",
            "under_score",
            "-first",
            "last-",
            ".first",
            "two..dots",
            "192.168.5.4",
            "xn--name",
        ),
        *("sthree-name", "amzn-s3-demo-name", "name-s3alias", "name--ol-s3"),
        *("name.mrap", "name--x-s3", "name--table-s3"),
    ],
)
def test_a_bucket_has_a_name_by_the_rules(s3: Any, name: str) -> None:
    """Amazon S3 User Guide, "General purpose bucket naming rules"."""
    location = {"LocationConstraint": s3.meta.region_name}
    refused = refusal(s3.create_bucket, Bucket=name, CreateBucketConfiguration=location)
    assert (refused["Code"], refused["Message"]) == (
        "InvalidBucketName",
        "The specified bucket is not valid.",
    )


def test_dots_and_digits_are_parts_of_names(s3: Any) -> None:
    for name in ("1.dots.and.digits.2", "1.2.3.4.5"):
        s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": s3.meta.region_name})
    assert {bucket["Name"] for bucket in s3.list_buckets()["Buckets"]} == {"1.2.3.4.5", "1.dots.and.digits.2"}


# -------------------------------------------------------------------------------------------------------------- numbers


def made_of_parts(s3: Any, bucket: str) -> None:
    upload = s3.create_multipart_upload(Bucket=bucket, Key="parts")["UploadId"]
    where = {"Bucket": bucket, "Key": "parts", "UploadId": upload}
    etag = s3.upload_part(**where, PartNumber=1, Body=b"hello")["ETag"]
    s3.complete_multipart_upload(**where, MultipartUpload={"Parts": [{"PartNumber": 1, "ETag": etag}]})


@pytest.mark.parametrize("number", ["x", "-1", DIGITS, "²"], ids=["letter", "negative", "large", "power"])
@pytest.mark.parametrize("header", ["x-amz-max-parts", "x-amz-part-number-marker"])
def test_attributes_are_listed_by_numbers(s3: Any, bucket: str, header: str, number: str) -> None:
    """Amazon S3 API reference, GetObjectAttributes."""
    made_of_parts(s3, bucket)
    wanted = {"x-amz-object-attributes": "ObjectParts"}
    latin = {header: number.encode("latin-1")}
    refused = signed(s3, "GET", f"{bucket}/parts?attributes", **wanted, **latin)  # type: ignore[arg-type]
    assert (refused.status_code, code_of(refused)) == (400, "InvalidArgument")
    assert signed(s3, "GET", f"{bucket}/parts?attributes", **wanted, **{header: "1"}).status_code == 200


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        (f"{{bucket}}/k?partNumber={DIGITS}", 400, "InvalidArgument"),
        (f"{{bucket}}?max-keys={DIGITS}", 400, "InvalidArgument"),
        (f"?max-buckets={DIGITS}", 400, "InvalidArgument"),
    ],
    ids=["part", "keys", "buckets"],
)
def test_a_number_has_a_limit(s3: Any, bucket: str, path: str, status: int, code: str) -> None:
    """Amazon S3 API reference, "Error responses": InvalidArgument."""
    refused = signed(s3, "GET", path.format(bucket=bucket))
    assert (refused.status_code, code_of(refused)) == (status, code)
    small = signed(s3, "GET", path.format(bucket=bucket).replace(DIGITS, "1"))
    assert small.ok


@pytest.mark.parametrize("text", [f"bytes={DIGITS}-", f"bytes=0-{DIGITS}", "bytes=²-"])
def test_invalid_range_returns_whole_object(s3: Any, bucket: str, text: str) -> None:
    """Amazon S3 API reference, GetObject: RFC 9110, section 14.2, lets a range that is not understood be ignored."""
    sent: Any = {"Range": text.encode("latin-1")}
    found = signed(s3, "GET", f"{bucket}/k", **sent)
    assert (found.status_code, found.content) == (200, b"hello")


@pytest.mark.parametrize("seconds", ["x", "-1", DIGITS, "604801"])
def test_a_presigned_url_expires_within_a_week(s3: Any, bucket: str, seconds: str) -> None:
    """Amazon S3 API reference, "Authenticating requests: using query parameters"."""
    url = presigned(s3, "get_object", bucket)
    refused = requests.get(url.replace("X-Amz-Expires=3600", f"X-Amz-Expires={seconds}"), timeout=30)
    assert (refused.status_code, code_of(refused)) == (400, "AuthorizationQueryParametersError")
    assert requests.get(url, timeout=30).content == b"hello"


@pytest.mark.parametrize("expires", ["x", "", DIGITS])
def test_a_url_of_version_2_expires_at_a_time(aws: Any, s3: Any, bucket: str, expires: str) -> None:
    """Amazon S3 User Guide, "Signing and authenticating REST requests (AWS signature version 2)"."""
    query = urlencode({"AWSAccessKeyId": aws.account_id, "Signature": "x", "Expires": expires})
    refused = unsigned(s3, "GET", f"{bucket}/k?{query}")
    assert (refused.status_code, code_of(refused)) == (403, "AccessDenied")


# ---------------------------------------------------------------------------------------------------------------- forms


@pytest.mark.parametrize(
    "policy",
    [
        {"expiration": "2999-01-01T00:00:00", "conditions": []},
        {"expiration": 1, "conditions": []},
        {"expiration": "2999-01-01T00:00:00Z", "conditions": 1},
        {"expiration": "2999-01-01T00:00:00Z", "conditions": [["content-length-range", 0, float("inf")]]},
        {"expiration": "2999-01-01T00:00:00Z", "conditions": [["eq"]]},
        {"expiration": "2999-01-01T00:00:00Z", "conditions": ["eq"]},
    ],
    ids=["no zone", "no text", "no list", "infinite", "short", "no condition"],
)
def test_a_policy_of_a_form_is_well_formed(s3: Any, bucket: str, policy: dict[str, Any]) -> None:
    """Amazon S3 API reference, "Creating a POST policy"."""
    refused = upload(s3, bucket, json.dumps(policy))
    assert (refused.status_code, code_of(refused)) == (400, "InvalidPolicyDocument")


def test_a_policy_of_a_form_is_not_nested_without_end(s3: Any, bucket: str) -> None:
    """Amazon S3 API reference, "Creating a POST policy"."""
    refused = upload(s3, bucket, "[" * 100_000)
    assert (refused.status_code, code_of(refused)) == (400, "InvalidPolicyDocument")


def upload(s3: Any, bucket: str, policy: str) -> requests.Response:
    form = s3.generate_presigned_post(bucket, "new")
    encoded = base64.b64encode(policy.encode()).decode()
    correct = signature("any", form["fields"]["x-amz-credential"], encoded)
    fields = {**form["fields"], "policy": encoded, "x-amz-signature": correct}
    return requests.post(form["url"], data=fields, files={"file": b"x"}, timeout=30)


# --------------------------------------------------------------------------------------------------------------- bodies


def rule_of(members: str) -> bytes:
    return f"<LifecycleConfiguration><Rule>{members}</Rule></LifecycleConfiguration>".encode()


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PUT", "/k?tagging", b"<Tagging/>"),
        ("PUT", "/k?tagging", b"<Tagging><TagSet><Tag><Key>a</Key></Tag></TagSet></Tagging>"),
        ("PUT", "/k?tagging", b"<Tagging><TagSet/><Colour/></Tagging>"),
        ("PUT", "/k?legal-hold", b"<LegalHold><Status>MAYBE</Status></LegalHold>"),
        ("PUT", "/k?legal-hold", b"<LegalHold/>"),
        ("PUT", "/k?retention", b"<Retention><Mode>GOVERNANCE</Mode></Retention>"),
        ("POST", "?delete", b"<Delete><Object><VersionId>null</VersionId></Object></Delete>"),
        ("POST", "?delete", b"<Delete><Object><Key>k</Key></Object><Colour/></Delete>"),
        ("PUT", "?notification", b"<NotificationConfiguration><Colour/></NotificationConfiguration>"),
        ("PUT", "?logging", b"<BucketLoggingStatus><Colour/></BucketLoggingStatus>"),
        ("PUT", "?lifecycle", rule_of("<Status>Enabled</Status><Expiration><Days>1_0</Days></Expiration>")),
        ("PUT", "?object-lock", b"<ObjectLockConfiguration><Rule><DefaultRetention/></Rule></ObjectLockConfiguration>"),
    ],
)  # fmt: skip
def test_a_body_is_what_the_model_says(s3: Any, locked: str, method: str, path: str, body: bytes) -> None:
    """Amazon S3 API reference, "Error responses": MalformedXML."""
    s3.put_object(Bucket=locked, Key="k")
    digest = base64.b64encode(hashlib.md5(body).digest()).decode()
    refused = signed(s3, method, locked + path, body, **{"Content-MD5": digest})
    assert (refused.status_code, code_of(refused)) == (400, "MalformedXML")
    missing = signed(s3, method, locked + path, b"", **{"Content-MD5": "1B2M2Y8AsgTpgAmY7PhCfg=="})
    assert (missing.status_code, code_of(missing)) == (400, "MissingRequestBodyError")


# ------------------------------------------------------------------------------------------------------------ retention


@pytest.mark.parametrize(
    ("until", "kept"),
    [
        ("2999-01-01T00:30:00+02:00", "2998-12-31T22:30:00Z"),
        ("2999-01-01T00:30:00-02:00", "2999-01-01T02:30:00Z"),
        ("2999-01-01T00:30:00Z", "2999-01-01T00:30:00Z"),
    ],
)
def test_the_end_of_a_retention_is_kept_in_utc(s3: Any, locked: str, until: str, kept: str) -> None:
    """Amazon S3 API reference, PutObjectRetention."""
    s3.put_object(Bucket=locked, Key="k")
    assert signed(s3, "PUT", f"{locked}/k?retention", retention(until)).status_code == 200
    lock = {"x-amz-object-lock-mode": "GOVERNANCE", "x-amz-object-lock-retain-until-date": until}
    assert signed(s3, "PUT", f"{locked}/other", **lock).status_code == 200
    for key in ("k", "other"):
        head = signed(s3, "HEAD", f"{locked}/{key}")
        assert head.headers["x-amz-object-lock-retain-until-date"] == kept


def test_a_retention_ends_in_a_year_that_there_is(s3: Any, locked: str) -> None:
    """Amazon S3 API reference, PutObjectRetention."""
    s3.put_object(Bucket=locked, Key="k")
    until = "9999-12-31T23:30:00-02:00"
    refused = signed(s3, "PUT", f"{locked}/k?retention", retention(until))
    assert (refused.status_code, code_of(refused)) == (400, "MalformedXML")
    lock = {"x-amz-object-lock-mode": "GOVERNANCE", "x-amz-object-lock-retain-until-date": until}
    refused = signed(s3, "PUT", f"{locked}/other", **lock)
    assert (refused.status_code, code_of(refused)) == (400, "InvalidArgument")


def retention(until: str) -> bytes:
    mode = "<Mode>GOVERNANCE</Mode>"
    return f"<Retention>{mode}<RetainUntilDate>{until}</RetainUntilDate></Retention>".encode()


@pytest.mark.parametrize(("period", "days"), [({"Days": 2}, 2), ({"Years": 1}, 365)])
def test_the_default_retention_begins_by_the_stand_ins_clock(
    s3: Any, locked: str, clock: Any, period: dict[str, int], days: int
) -> None:
    """Amazon S3 User Guide, "Locking objects with Object Lock": retention periods."""
    put_default_retention(s3, locked, **period)
    clock.advance(1000 * DAY)
    s3.put_object(Bucket=locked, Key="k")
    head = s3.head_object(Bucket=locked, Key="k")
    assert head["ObjectLockRetainUntilDate"] == head["LastModified"] + timedelta(days=days)


@pytest.mark.parametrize("period", [{"Days": 0}, {"Days": 36_501}, {"Years": 101}, {"Years": 2_000_000_000}])
def test_a_default_retention_has_limits(s3: Any, locked: str, period: dict[str, int]) -> None:
    """Amazon S3 User Guide, "Object Lock considerations"."""
    assert refusal(put_default_retention, s3=s3, bucket=locked, **period)["Code"] == "InvalidArgument"


def put_default_retention(s3: Any, bucket: str, **period: int) -> None:
    rule = {"DefaultRetention": {"Mode": "GOVERNANCE", **period}}
    s3.put_object_lock_configuration(
        Bucket=bucket, ObjectLockConfiguration={"ObjectLockEnabled": "Enabled", "Rule": rule}
    )

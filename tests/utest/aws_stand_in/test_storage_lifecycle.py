"""Lifecycle rules of buckets: what they do to objects, versions and uploads, and when.

Source: Amazon S3 User Guide, "Lifecycle configuration elements", "Transitioning objects using Amazon S3 Lifecycle" and
"Examples of S3 Lifecycle configurations".
"""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from s3_requests import new_bucket, refusal

DAY = 24 * 3600
KIBIBYTE = 1024


@pytest.fixture
def s3(aws: Any) -> Any:
    return aws.client("s3", signature_version="s3v4")


@pytest.fixture
def bucket(s3: Any) -> str:
    return new_bucket(s3, "bucket")


@pytest.fixture
def versions(s3: Any) -> str:
    name = new_bucket(s3, "versions")
    s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
    return name


def put_rule(s3: Any, bucket: str, **rule: Any) -> None:
    rules = [{"ID": "r", "Status": "Enabled", "Filter": {}, **rule}]
    s3.put_bucket_lifecycle_configuration(Bucket=bucket, LifecycleConfiguration={"Rules": rules})


def put(s3: Any, bucket: str, key: str, size: int = 1, tags: str = "") -> Any:
    return s3.put_object(Bucket=bucket, Key=key, Body=b"x" * size, Tagging=tags)


def classes(s3: Any, bucket: str) -> dict[str, str]:
    """Return the storage classes of the objects by their keys."""
    return {one["Key"]: one["StorageClass"] for one in s3.list_objects_v2(Bucket=bucket).get("Contents", [])}


def test_a_version_does_not_tell_when_it_expires(s3: Any, versions: str) -> None:
    """LocalStack 4.14.0, services/s3/provider.py, which is validated against AWS."""
    rules = [{"ID": "r", "Status": "Enabled", "Filter": {}, "Expiration": {"Days": 1}}]
    s3.put_bucket_lifecycle_configuration(Bucket=versions, LifecycleConfiguration={"Rules": rules})
    version = s3.put_object(Bucket=versions, Key="k")["VersionId"]
    assert 'rule-id="r"' in s3.head_object(Bucket=versions, Key="k")["Expiration"]
    assert "Expiration" not in s3.head_object(Bucket=versions, Key="k", VersionId=version)


def test_objects_expire_at_midnight_by_the_stand_ins_clock(s3: Any, bucket: str, clock: Any) -> None:
    """Amazon S3 User Guide, "Lifecycle configuration elements"."""
    rule = {"ID": "r", "Status": "Enabled", "Filter": {"Prefix": "old/"}, "Expiration": {"Days": 2}}
    s3.put_bucket_lifecycle_configuration(Bucket=bucket, LifecycleConfiguration={"Rules": [rule]})
    put = s3.put_object(Bucket=bucket, Key="old/k")
    s3.put_object(Bucket=bucket, Key="k")
    day = s3.head_object(Bucket=bucket, Key="old/k")["LastModified"].date() + timedelta(days=3)
    assert put["Expiration"] == f'expiry-date="{day:%a, %d %b %Y} 00:00:00 GMT", rule-id="r"'
    clock.advance(DAY)
    assert [one["Key"] for one in s3.list_objects_v2(Bucket=bucket)["Contents"]] == ["k", "old/k"]
    clock.advance(2 * DAY)
    assert [one["Key"] for one in s3.list_objects_v2(Bucket=bucket)["Contents"]] == ["k"]


def test_expired_objects_of_a_bucket_with_versions_are_hidden_and_then_removed(
    s3: Any, versions: str, clock: Any
) -> None:
    """Amazon S3 User Guide, "Lifecycle configuration elements"."""
    rule = {
        "ID": "r",
        "Status": "Enabled",
        "Filter": {},
        "Expiration": {"Days": 1},
        "NoncurrentVersionExpiration": {"NoncurrentDays": 1},
    }
    s3.put_bucket_lifecycle_configuration(Bucket=versions, LifecycleConfiguration={"Rules": [rule]})
    s3.put_object(Bucket=versions, Key="k")
    clock.advance(2 * DAY)
    listed = s3.list_object_versions(Bucket=versions)
    assert (len(listed["Versions"]), len(listed["DeleteMarkers"])) == (1, 1)
    clock.advance(2 * DAY)
    assert "Versions" not in s3.list_object_versions(Bucket=versions)


def test_uploads_that_are_not_completed_are_aborted(s3: Any, bucket: str, clock: Any) -> None:
    """Amazon S3 User Guide, "Configuring a bucket lifecycle configuration to delete incomplete multipart uploads"."""
    rule = {
        "ID": "r",
        "Status": "Enabled",
        "Filter": {},
        "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 1},
    }
    s3.put_bucket_lifecycle_configuration(Bucket=bucket, LifecycleConfiguration={"Rules": [rule]})
    assert s3.create_multipart_upload(Bucket=bucket, Key="up")["AbortRuleId"] == "r"
    assert len(s3.list_multipart_uploads(Bucket=bucket)["Uploads"]) == 1
    clock.advance(2 * DAY)
    assert "Uploads" not in s3.list_multipart_uploads(Bucket=bucket)


def test_new_rules_apply_on_the_same_day(s3: Any, bucket: str, clock: Any) -> None:
    """Amazon S3 User Guide, "Setting a lifecycle configuration on a bucket"."""
    put(s3, bucket, "k")
    put_rule(s3, bucket, Filter={"Prefix": "other"}, Expiration={"Days": 1})
    clock.advance(3 * DAY)
    for prefix in ("another", "one more", "the last", "k"):
        assert [one["Key"] for one in s3.list_objects_v2(Bucket=bucket)["Contents"]] == ["k"]
        put_rule(s3, bucket, Filter={"Prefix": prefix}, Expiration={"Days": 1})
    assert "Contents" not in s3.list_objects_v2(Bucket=bucket)


def test_a_rule_may_apply_after_the_end_of_time(s3: Any, bucket: str) -> None:
    """Amazon S3 API reference, LifecycleExpiration: days are a positive integer."""
    put_rule(s3, bucket, Expiration={"Days": 2**31 - 1})
    assert "31 Dec 9999" in put(s3, bucket, "k")["Expiration"]
    assert s3.get_object(Bucket=bucket, Key="k")["Body"].read() == b"x"


@pytest.mark.parametrize(
    "part",
    [
        {"Filter": {"Prefix": "a"}},
        {"Filter": {"Tag": {"Key": "a", "Value": "b"}}},
        {"Filter": {"ObjectSizeGreaterThan": 0}},
        {"Filter": {"ObjectSizeLessThan": 5}},
        {"Filter": {"And": {"Prefix": "a", "Tags": [{"Key": "a", "Value": "b"}], "ObjectSizeLessThan": 5}}},
        {"Expiration": {"Date": datetime(2030, 1, 1, tzinfo=UTC)}},
        {"Expiration": {"ExpiredObjectDeleteMarker": True}},
        {"Status": "Disabled"},
        {"Transitions": [{"Days": 30, "StorageClass": "STANDARD_IA"}, {"Days": 60, "StorageClass": "GLACIER"}]},
        {"Transitions": [{"Date": datetime(2030, 1, 1, tzinfo=UTC), "StorageClass": "GLACIER"}]},
        {"NoncurrentVersionTransitions": [{"NoncurrentDays": 1, "NewerNoncurrentVersions": 2, "StorageClass": "GLACIER"}]},
        {"NoncurrentVersionExpiration": {"NoncurrentDays": 1, "NewerNoncurrentVersions": 1}},
        {"AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 3}},
    ],
)  # fmt: skip
def test_a_rule_is_returned_as_it_was_put(s3: Any, bucket: str, part: dict[str, Any]) -> None:
    rule = {"ID": "r", "Status": "Enabled", "Filter": {}, "Expiration": {"Days": 90}, **part}
    put_rule(s3, bucket, **rule)
    assert s3.get_bucket_lifecycle_configuration(Bucket=bucket)["Rules"] == [rule]


def test_a_rule_without_an_id_gets_one(s3: Any, bucket: str) -> None:
    rules = [{"Status": "Enabled", "Prefix": name, "Expiration": {"Days": 1}} for name in ("a", "b")]
    s3.put_bucket_lifecycle_configuration(Bucket=bucket, LifecycleConfiguration={"Rules": rules})
    held = s3.get_bucket_lifecycle_configuration(Bucket=bucket)["Rules"]
    ids = {rule.pop("ID") for rule in held}
    assert held == rules
    assert len(ids) == 2
    assert all(ids)


def test_rules_that_are_deleted_are_not_applied(s3: Any, bucket: str, clock: Any) -> None:
    put_rule(s3, bucket, Expiration={"Days": 1})
    assert "Expiration" in put(s3, bucket, "k")
    s3.delete_bucket_lifecycle(Bucket=bucket)
    assert (
        refusal(s3.get_bucket_lifecycle_configuration, Bucket=bucket)["Code"]
        == "NoSuchLifecycleConfiguration"
    )
    clock.advance(3 * DAY)
    assert classes(s3, bucket) == {"k": "STANDARD"}


@pytest.mark.parametrize(
    ("wanted", "expired"),
    [
        ({"ObjectSizeGreaterThan": 1}, {"2", "3"}),
        ({"ObjectSizeLessThan": 3}, {"0", "1", "2"}),
        ({"And": {"ObjectSizeGreaterThan": 0, "ObjectSizeLessThan": 3}}, {"1", "2"}),
        ({"And": {"Prefix": "2", "ObjectSizeGreaterThan": 0}}, {"2"}),
        ({"ObjectSizeGreaterThan": 0}, {"1", "2", "3"}),
    ],
)
def test_a_rule_may_be_about_sizes(
    s3: Any, bucket: str, clock: Any, wanted: dict[str, Any], expired: set[str]
) -> None:
    put_rule(s3, bucket, Filter=wanted, Expiration={"Days": 1})
    answers = {str(size): put(s3, bucket, str(size), size) for size in range(4)}
    assert {key for key, answer in answers.items() if "Expiration" in answer} == expired
    clock.advance(3 * DAY)
    assert classes(s3, bucket).keys() == answers.keys() - expired


def test_tags_and_sizes_are_not_those_of_delete_markers(s3: Any, versions: str, clock: Any) -> None:
    """A marker that has become noncurrent has neither."""
    for key in ("tagged", "large"):
        put(s3, versions, key, 10, "old=yes")
        s3.delete_object(Bucket=versions, Key=key)
        put(s3, versions, key, 10, "old=yes")
    rules = [
        {
            "ID": name,
            "Status": "Enabled",
            "Filter": wanted,
            "NoncurrentVersionExpiration": {"NoncurrentDays": 1},
        }
        for name, wanted in (
            ("t", {"And": {"Prefix": "t", "Tags": [{"Key": "old", "Value": "yes"}]}}),
            ("l", {"And": {"Prefix": "l", "ObjectSizeGreaterThan": 5}}),
        )
    ]
    s3.put_bucket_lifecycle_configuration(Bucket=versions, LifecycleConfiguration={"Rules": rules})
    clock.advance(3 * DAY)
    listed = s3.list_object_versions(Bucket=versions)
    assert [(one["Key"], one["IsLatest"]) for one in listed["Versions"]] == [
        ("large", True),
        ("tagged", True),
    ]
    assert [one["Key"] for one in listed["DeleteMarkers"]] == ["large", "tagged"]


def test_newer_noncurrent_versions_are_kept(s3: Any, versions: str, clock: Any) -> None:
    put_rule(s3, versions, NoncurrentVersionExpiration={"NoncurrentDays": 2, "NewerNoncurrentVersions": 2})
    ids = [put(s3, versions, "k", size)["VersionId"] for size in range(5)]
    clock.advance(DAY)
    assert len(s3.list_object_versions(Bucket=versions)["Versions"]) == 5
    clock.advance(3 * DAY)
    held = [one["VersionId"] for one in s3.list_object_versions(Bucket=versions)["Versions"]]
    assert held == ids[:1:-1]


def test_noncurrent_versions_are_moved(s3: Any, versions: str, clock: Any) -> None:
    put_rule(
        s3,
        versions,
        Filter={"ObjectSizeGreaterThan": 0},
        NoncurrentVersionTransitions=[
            {"NoncurrentDays": 1, "StorageClass": "GLACIER"},
            {"NoncurrentDays": 3, "StorageClass": "DEEP_ARCHIVE", "NewerNoncurrentVersions": 1},
        ],
    )
    for size in (1, 2, 3):
        put(s3, versions, "k", size)

    def held() -> list[str]:
        return [one["StorageClass"] for one in s3.list_object_versions(Bucket=versions)["Versions"]]

    assert held() == ["STANDARD"] * 3
    clock.advance(2 * DAY)
    assert held() == ["STANDARD", "GLACIER", "GLACIER"]
    clock.advance(3 * DAY)
    assert held() == ["STANDARD", "GLACIER", "DEEP_ARCHIVE"]


def test_objects_are_moved_at_their_time(s3: Any, bucket: str, clock: Any) -> None:
    put_rule(
        s3,
        bucket,
        Filter={"Prefix": "old"},
        Transitions=[{"Days": 30, "StorageClass": "STANDARD_IA"}, {"Days": 60, "StorageClass": "GLACIER"}],
    )
    for key in ("old", "new"):
        put(s3, bucket, key, 128 * KIBIBYTE)
    clock.advance(29 * DAY)
    assert classes(s3, bucket) == {"old": "STANDARD", "new": "STANDARD"}
    clock.advance(2 * DAY)
    assert classes(s3, bucket) == {"old": "STANDARD_IA", "new": "STANDARD"}
    clock.advance(30 * DAY)
    assert classes(s3, bucket) == {"old": "GLACIER", "new": "STANDARD"}


@pytest.mark.parametrize(
    ("size", "minimum", "wanted", "storage_class", "is_moved"),
    [
        (128 * KIBIBYTE, "all_storage_classes_128K", {}, "GLACIER", True),
        (128 * KIBIBYTE - 1, "all_storage_classes_128K", {}, "GLACIER", False),
        (1, "varies_by_storage_class", {}, "GLACIER", True),
        (1, "varies_by_storage_class", {}, "DEEP_ARCHIVE", True),
        (1, "varies_by_storage_class", {}, "GLACIER_IR", False),
        (1, "all_storage_classes_128K", {"ObjectSizeGreaterThan": 0}, "GLACIER_IR", True),
        (1, "all_storage_classes_128K", {"ObjectSizeLessThan": 2}, "GLACIER", True),
    ],
)
def test_small_objects_are_moved_only_if_that_is_said(  # noqa: PLR0913, PLR0917 - what decides it
    s3: Any, bucket: str, clock: Any, size: int, minimum: str, wanted: Any, storage_class: str, is_moved: bool
) -> None:
    transitions = [{"Days": 1, "StorageClass": storage_class}]
    rule = {"ID": "r", "Status": "Enabled", "Filter": wanted, "Transitions": transitions}
    s3.put_bucket_lifecycle_configuration(
        Bucket=bucket,
        LifecycleConfiguration={"Rules": [rule]},
        TransitionDefaultMinimumObjectSize=minimum,
    )
    put(s3, bucket, "k", size)
    clock.advance(3 * DAY)
    assert classes(s3, bucket) == {"k": storage_class if is_moved else "STANDARD"}

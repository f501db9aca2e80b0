"""Buckets are as AWS documents them: single requests by `behaviours/bucket_cases.py`, then what takes several."""

import uuid
from typing import Any

import pytest
from behaviours import Case
from behaviours.bucket_cases import CASES, LOGS, OWNER_ID, STATUSES, inventory
from behaviours.comparing import MadeWhenNamed, filled, require, settled
from s3_requests import new_bucket, open_bucket, refusal


@pytest.fixture
def s3(aws: Any) -> Any:
    return aws.client("s3", signature_version="s3v4")


@pytest.fixture
def first_region(aws: Any) -> Any:
    return aws.client("s3", region="us-east-1", signature_version="s3v4")


@pytest.fixture
def names(s3: Any, first_region: Any) -> MadeWhenNamed:
    def create_bucket() -> str:
        name = new_bucket(s3, "bucket")
        s3.put_object(Bucket=name, Key="k")
        return name

    def create_versions() -> str:
        name = new_bucket(s3, "versions")
        s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
        s3.put_object(Bucket=name, Key="k")
        s3.delete_object(Bucket=name, Key="k")
        return name

    def create_other() -> str:
        name = f"other-{uuid.uuid4().hex[:12]}"
        first_region.create_bucket(Bucket=name)
        return name

    return MadeWhenNamed(
        bucket=create_bucket,
        versions=create_versions,
        dotted=lambda: new_bucket(s3, "dotted.name"),
        locked=lambda: new_bucket(s3, "locked", ObjectLockEnabledForBucket=True),
        other=create_other,
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_bucket_answers_as_on_aws(s3: Any, names: MadeWhenNamed, case: Case) -> None:
    require(case, s3, names, statuses=STATUSES)


@pytest.mark.parametrize(("key", "value"), [(" ", "v"), (" a ", " v "), ("a", "")])
def test_a_bucket_keeps_the_spaces_of_its_tags(s3: Any, key: str, value: str) -> None:
    """Source: Billing and Cost Management User Guide, "User-defined tag restrictions": spaces are allowed, and empty values."""
    name = new_bucket(s3, "tagged")
    tags = [{"Key": key, "Value": value}]
    answer = s3.put_bucket_tagging(Bucket=name, Tagging={"TagSet": tags})
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 204
    assert s3.get_bucket_tagging(Bucket=name)["TagSet"] == tags


def test_a_new_bucket_has_its_tags_and_says_where_it_is(s3: Any, first_region: Any) -> None:
    """LocalStack 4.14.0, services/s3/provider.py, which is validated against AWS."""
    name = f"tagged-{uuid.uuid4().hex[:12]}"
    tags = [{"Key": "a", "Value": "b"}]
    there = {"LocationConstraint": "eu-west-1", "Tags": tags}
    created = s3.create_bucket(Bucket=name, CreateBucketConfiguration=there, ObjectOwnership="ObjectWriter")
    assert settled(created) == {
        "Location": f"http://{name}.s3.amazonaws.com/",
        "BucketArn": f"arn:aws:s3:::{name}",
    }
    assert s3.get_bucket_tagging(Bucket=name)["TagSet"] == tags
    assert s3.get_bucket_location(Bucket=name)["LocationConstraint"] == "eu-west-1"
    rules = s3.get_bucket_ownership_controls(Bucket=name)["OwnershipControls"]["Rules"]
    assert rules == [{"ObjectOwnership": "ObjectWriter"}]
    first = first_region.create_bucket(Bucket=f"first-{name}")
    assert settled(first) == {"Location": f"/first-{name}", "BucketArn": f"arn:aws:s3:::first-{name}"}
    assert settled(first_region.create_bucket(Bucket=f"first-{name}")) == settled(first)
    assert first_region.get_bucket_location(Bucket=f"first-{name}")["LocationConstraint"] is None


def test_a_bucket_that_is_there_has_the_content_type_of_what_head_leaves_out(first_region: Any) -> None:
    """Verified on AWS by moto's tests/test_s3/test_s3_response_headers.py::test_header_content_type."""
    name = f"head-{uuid.uuid4().hex[:12]}"
    first_region.create_bucket(Bucket=name)
    headers = first_region.head_bucket(Bucket=name)["ResponseMetadata"]["HTTPHeaders"]
    assert headers["content-type"] == "application/xml"


def test_the_first_region_creates_buckets_of_others(first_region: Any) -> None:
    """LocalStack 4.14.0, services/s3/utils.py, which is validated against AWS."""
    name = f"far-{uuid.uuid4().hex[:12]}"
    for wrong in ("us-east-1", "nowhere"):
        constraint = {"LocationConstraint": wrong}
        error = refusal(first_region.create_bucket, Bucket=name, CreateBucketConfiguration=constraint)
        assert (error["Code"], error["LocationConstraint"]) == ("InvalidLocationConstraint", wrong)
    created = first_region.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": "EU"})
    assert created["Location"] == f"http://{name}.s3.amazonaws.com/"
    assert first_region.head_bucket(Bucket=name)["BucketRegion"] == "eu-west-1"
    assert first_region.get_bucket_location(Bucket=name)["LocationConstraint"] == "EU"


def test_buckets_are_listed_in_pages(s3: Any, first_region: Any) -> None:
    """Amazon S3 API reference, ListBuckets."""
    mine = sorted(new_bucket(s3, f"list-{number}") for number in range(3))
    first_region.create_bucket(Bucket=f"list-z-{uuid.uuid4().hex[:12]}")
    assert "BucketRegion" not in s3.list_buckets()["Buckets"][0]
    page = s3.list_buckets(Prefix="list-", MaxBuckets=2, BucketRegion="eu-west-1")
    token = page["ContinuationToken"]
    rest = s3.list_buckets(Prefix="list-", BucketRegion="eu-west-1", ContinuationToken=token)
    assert [one["Name"] for one in page["Buckets"] + rest["Buckets"]] == mine
    assert [one["BucketRegion"] for one in rest["Buckets"]] == ["eu-west-1"]
    assert rest["Buckets"][0]["BucketArn"] == f"arn:aws:s3:::{mine[-1]}"
    assert "ContinuationToken" not in rest


def test_access_is_given_by_header_and_document(s3: Any) -> None:
    """Amazon S3 API reference, PutBucketAcl and PutObjectAcl."""
    bucket = open_bucket(s3, "open")
    s3.put_object(Bucket=bucket, Key="k")
    logs = {"Grantee": {"Type": "Group", "URI": LOGS}, "Permission": "WRITE"}
    s3.put_bucket_acl(Bucket=bucket, GrantWrite=f'uri="{LOGS}"')
    assert s3.get_bucket_acl(Bucket=bucket)["Grants"] == [logs]
    policy = {"Owner": {"ID": OWNER_ID}, "Grants": [logs]}
    s3.put_object_acl(Bucket=bucket, Key="k", AccessControlPolicy=policy)
    assert s3.get_object_acl(Bucket=bucket, Key="k")["Grants"] == [logs]
    s3.put_object_acl(Bucket=bucket, Key="k", ACL="private")
    assert [one["Permission"] for one in s3.get_object_acl(Bucket=bucket, Key="k")["Grants"]] == [
        "FULL_CONTROL"
    ]


def test_configurations_with_ids_are_kept(s3: Any, names: MadeWhenNamed) -> None:
    """Amazon S3 API reference, PutBucketInventoryConfiguration and its neighbours."""
    wanted = filled(inventory(OptionalFields=["Size", "ETag"]), names)
    s3.put_bucket_inventory_configuration(**wanted)
    where = {"Bucket": wanted["Bucket"], "Id": "i"}
    held = s3.get_bucket_inventory_configuration(**where)["InventoryConfiguration"]
    assert held == wanted["InventoryConfiguration"]
    listed = s3.list_bucket_inventory_configurations(Bucket=wanted["Bucket"])
    assert settled(listed) == {"InventoryConfigurationList": [held], "IsTruncated": False}
    s3.delete_bucket_inventory_configuration(**where)
    assert refusal(s3.get_bucket_inventory_configuration, **where)["Code"] == "NoSuchConfiguration"


def test_metrics_are_listed_in_pages_of_a_hundred(s3: Any, names: MadeWhenNamed) -> None:
    """Amazon S3 API reference, ListBucketMetricsConfigurations."""
    bucket = names["bucket"]
    for number in range(101):
        name = f"{number:03}"
        s3.put_bucket_metrics_configuration(Bucket=bucket, Id=name, MetricsConfiguration={"Id": name})
    page = s3.list_bucket_metrics_configurations(Bucket=bucket)
    assert (len(page["MetricsConfigurationList"]), page["IsTruncated"]) == (100, True)
    rest = s3.list_bucket_metrics_configurations(
        Bucket=bucket, ContinuationToken=page["NextContinuationToken"]
    )
    assert rest["MetricsConfigurationList"] == [{"Id": "100"}]


def test_objects_may_be_replicated_to_another_account(s3: Any, names: MadeWhenNamed) -> None:
    """Amazon S3 API reference, "Destination": its buckets are not known here."""
    target = {"Bucket": "arn:aws:s3:::theirs", "Account": "999999999999"}
    rule = {"Status": "Enabled", "Prefix": "", "Destination": target}
    configuration = {"Role": "arn:aws:iam::1:role/r", "Rules": [rule]}
    s3.put_bucket_replication(Bucket=names["versions"], ReplicationConfiguration=configuration)
    held = s3.get_bucket_replication(Bucket=names["versions"])["ReplicationConfiguration"]
    assert held["Rules"][0]["Destination"] == target


@pytest.mark.parametrize("kind", ["locked", "versions"])
def test_a_lock_is_put_on_a_bucket_that_has_objects(s3: Any, names: MadeWhenNamed, kind: str) -> None:
    """Amazon S3 User Guide, "Configuring S3 Object Lock"."""
    where = {"Bucket": names[kind]}
    s3.put_object(**where, Key="before", Body=b"")
    for period in ({"Years": 1}, {"Days": 2}):
        rule = {"DefaultRetention": {"Mode": "GOVERNANCE", **period}}
        lock = {"ObjectLockEnabled": "Enabled", "Rule": rule}
        s3.put_object_lock_configuration(**where, ObjectLockConfiguration=lock)
        assert s3.get_object_lock_configuration(**where)["ObjectLockConfiguration"] == lock
    s3.put_object(**where, Key="after", Body=b"")
    modes = {key: s3.head_object(**where, Key=key).get("ObjectLockMode") for key in ("before", "after")}
    assert modes == {"before": None, "after": "GOVERNANCE"}
    s3.put_object_lock_configuration(**where, ObjectLockConfiguration={"ObjectLockEnabled": "Enabled"})
    held = s3.get_object_lock_configuration(**where)["ObjectLockConfiguration"]
    assert held == {"ObjectLockEnabled": "Enabled"}


def test_configurations_are_returned_as_they_were_put(s3: Any, names: MadeWhenNamed) -> None:
    """Amazon S3 API reference, of each operation."""
    where = {"Bucket": names["locked"]}
    rule = {"DefaultRetention": {"Mode": "GOVERNANCE", "Days": 1}}
    lock = {"ObjectLockEnabled": "Enabled", "Rule": rule}
    s3.put_object_lock_configuration(**where, ObjectLockConfiguration=lock)
    assert s3.get_object_lock_configuration(**where)["ObjectLockConfiguration"] == lock
    s3.put_bucket_request_payment(**where, RequestPaymentConfiguration={"Payer": "Requester"})
    assert s3.get_bucket_request_payment(**where)["Payer"] == "Requester"
    logging = {"TargetBucket": names["bucket"], "TargetPrefix": "logs/"}
    s3.put_bucket_logging(**where, BucketLoggingStatus={"LoggingEnabled": logging})
    assert s3.get_bucket_logging(**where)["LoggingEnabled"] == logging
    s3.put_bucket_logging(**where, BucketLoggingStatus={})
    assert "LoggingEnabled" not in s3.get_bucket_logging(**where)
    s3.delete_public_access_block(**where)
    error = refusal(s3.get_public_access_block, **where)
    assert (error["Code"], error["BucketName"]) == ("NoSuchPublicAccessBlockConfiguration", names["locked"])


def test_the_size_from_which_objects_are_moved_is_kept(s3: Any, names: MadeWhenNamed) -> None:
    """LocalStack 4.14.0, services/s3/provider.py, which is validated against AWS."""
    rules = [{"ID": "r", "Status": "Enabled", "Filter": {}, "Expiration": {"Days": 1}}]
    wanted = {"Bucket": names["bucket"], "LifecycleConfiguration": {"Rules": rules}}
    size = "varies_by_storage_class"
    put = s3.put_bucket_lifecycle_configuration(**wanted, TransitionDefaultMinimumObjectSize=size)
    held = s3.get_bucket_lifecycle_configuration(Bucket=names["bucket"])
    assert (put["TransitionDefaultMinimumObjectSize"], held["TransitionDefaultMinimumObjectSize"]) == (
        size,
        size,
    )
    assert held["Rules"] == rules


def test_tags_of_what_is_not_there(s3: Any, names: MadeWhenNamed) -> None:
    """LocalStack 4.14.0, services/s3/provider.py, which is validated against AWS."""
    error = refusal(s3.get_object_tagging, Bucket=names["bucket"], Key="nothing")
    assert (error["Code"], error["Key"]) == ("NoSuchKey", f"{names['bucket']}/nothing")
    where = {"Bucket": names["versions"], "Key": "k"}
    for method, call in (("GET", s3.get_object_tagging), ("DELETE", s3.delete_object_tagging)):
        hidden = refusal(call, **where)
        assert (hidden["Code"], hidden["Method"]) == ("MethodNotAllowed", method)
    older = s3.list_object_versions(Bucket=names["versions"])["Versions"][0]["VersionId"]
    assert s3.get_object_tagging(**where, VersionId=older)["TagSet"] == []

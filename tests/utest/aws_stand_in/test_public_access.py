"""What keeps the public out of buckets: single requests by `behaviours/s3_public_cases.py`, then what takes several."""

import json
from typing import Any

import pytest
import requests
from behaviours import Case
from behaviours.bucket_cases import STATUSES
from behaviours.comparing import MadeWhenNamed, filled, require
from behaviours.s3_public_cases import CASES, OWNERS, policy
from s3_requests import code_of, new_bucket, open_bucket, refusal, unsigned

OF_THIS = dict.fromkeys(
    (
        "AccessControlListNotSupported",
        "InvalidBucketAclWithBlockPublicAccessError",
        "InvalidBucketAclWithObjectOwnership",
    ),
    400,
)
SETTINGS = ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets")


@pytest.fixture
def s3(aws: Any) -> Any:
    return aws.client("s3", signature_version="s3v4")


@pytest.fixture
def names(aws: Any, s3: Any) -> MadeWhenNamed:
    def with_object(bucket: str) -> str:
        s3.put_object(Bucket=bucket, Key="k", Body=b"hello")
        return bucket

    def create_open() -> str:
        bucket = open_bucket(s3, "open")
        s3.put_bucket_acl(Bucket=bucket, ACL="public-read")
        s3.put_bucket_policy(**policy(bucket, "*"))
        return with_object(bucket)

    return MadeWhenNamed(
        account=lambda: str(aws.account_id),
        new=lambda: with_object(new_bucket(s3, "new")),
        open=create_open,
        blocked=lambda: with_object(new_bucket(s3, "blocked", ObjectOwnership="ObjectWriter")),
    )


def block(s3: Any, bucket: str, *settings: str) -> None:
    """Switch some settings on and the others off."""
    wanted = {name: name in settings for name in SETTINGS}
    s3.put_public_access_block(Bucket=bucket, PublicAccessBlockConfiguration=wanted)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_public_access_is_blocked_as_on_aws(s3: Any, names: MadeWhenNamed, case: Case) -> None:
    require(case, s3, names, statuses={**STATUSES, **OF_THIS})


@pytest.mark.parametrize(
    "owners",
    [
        {"ACL": "bucket-owner-full-control"},
        {"GrantFullControl": f'id="{OWNERS["Owner"]["ID"]}"'},
    ],
)
def test_an_object_may_be_its_owners_where_lists_are_disabled(
    s3: Any, names: MadeWhenNamed, owners: dict[str, str]
) -> None:
    """Amazon S3 User Guide, "Controlling ownership of objects and disabling ACLs for your bucket"."""
    s3.put_object(Bucket=names["new"], Key="new", Body=b"hello", **owners)
    assert s3.get_object_acl(Bucket=names["new"], Key="new")["Grants"] == OWNERS["Grants"]


def test_a_form_gives_no_access_where_lists_are_disabled(s3: Any, names: MadeWhenNamed) -> None:
    """Amazon S3 API reference, POST Object: the field `acl`."""
    statuses = {}
    for kind in ("new", "open"):
        fields = {"acl": "public-read"}
        form = s3.generate_presigned_post(names[kind], "new", Fields=fields, Conditions=[fields])
        answer = requests.post(form["url"], data=form["fields"], files={"file": b"hello"}, timeout=30)
        statuses[kind] = answer.status_code
    assert statuses == {"new": 400, "open": 204}


def test_public_lists_are_ignored(s3: Any, names: MadeWhenNamed) -> None:
    """Amazon S3 API reference, PublicAccessBlockConfiguration: IgnorePublicAcls."""
    bucket = names["open"]
    s3.delete_bucket_policy(Bucket=bucket)
    s3.put_object_acl(Bucket=bucket, Key="k", ACL="public-read")
    block(s3, bucket, "BlockPublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets")
    assert unsigned(s3, "GET", f"{bucket}/k").content == b"hello"
    assert unsigned(s3, "GET", bucket).status_code == 200
    block(s3, bucket, "IgnorePublicAcls")
    assert code_of(unsigned(s3, "GET", f"{bucket}/k")) == "AccessDenied"
    assert code_of(unsigned(s3, "GET", bucket)) == "AccessDenied"
    assert len(s3.get_object_acl(Bucket=bucket, Key="k")["Grants"]) == 2
    assert s3.get_object(Bucket=bucket, Key="k")["Body"].read() == b"hello"


def test_public_policies_are_for_the_account_alone(s3: Any, names: MadeWhenNamed) -> None:
    """Amazon S3 API reference, PublicAccessBlockConfiguration: RestrictPublicBuckets."""
    bucket = names["open"]
    block(s3, bucket, "BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls")
    assert unsigned(s3, "GET", f"{bucket}/k").content == b"hello"
    block(s3, bucket, "RestrictPublicBuckets")
    assert code_of(unsigned(s3, "GET", f"{bucket}/k")) == "AccessDenied"
    assert s3.get_object(Bucket=bucket, Key="k")["Body"].read() == b"hello"
    assert s3.get_bucket_policy_status(Bucket=bucket)["PolicyStatus"]["IsPublic"]


def test_lists_that_are_disabled_do_not_count(s3: Any, names: MadeWhenNamed) -> None:
    """Amazon S3 User Guide, "Controlling ownership of objects": lists that were disabled count again."""
    bucket = names["open"]
    s3.delete_bucket_policy(Bucket=bucket)
    s3.put_bucket_acl(Bucket=bucket, ACL="private")
    s3.put_object_acl(Bucket=bucket, Key="k", ACL="public-read")
    assert unsigned(s3, "GET", f"{bucket}/k").content == b"hello"
    for ownership, status in (("BucketOwnerEnforced", 403), ("BucketOwnerPreferred", 200)):
        rules = {"Rules": [{"ObjectOwnership": ownership}]}
        s3.put_bucket_ownership_controls(Bucket=bucket, OwnershipControls=rules)
        assert unsigned(s3, "GET", f"{bucket}/k").status_code == status


def test_a_policy_that_is_not_public(s3: Any, names: MadeWhenNamed) -> None:
    """Amazon S3 User Guide, "Blocking public access to your Amazon S3 storage", the meaning of "public"."""
    s3.put_bucket_policy(**filled(policy("{new}", {"AWS": "{account}"}), names))
    status = s3.get_bucket_policy_status(Bucket=names["new"])["PolicyStatus"]
    assert status == {"IsPublic": False}


@pytest.mark.parametrize(
    ("condition", "is_public"),
    [
        ({"StringEquals": {"aws:SourceVpc": "vpc-91237329"}}, False),
        ({"StringLike": {"aws:SourceVpc": "vpc-*"}}, True),
        ({"StringNotEquals": {"aws:SourceVpc": "vpc-91237329"}}, True),
        ({"ArnLike": {"aws:SourceArn": "arn:aws:sns:eu-west-1:000000000001:news"}}, False),
        ({"IpAddress": {"aws:SourceIp": ["203.0.113.0/24", "2001:db8::/32"]}}, False),
        ({"IpAddress": {"aws:SourceIp": ["203.0.113.0/24", "0.0.0.0/1"]}}, True),
        ({"IpAddress": {"aws:SourceIp": "2001::/16"}}, True),
        ({"StringEquals": {"aws:UserAgent": "ada"}}, True),
    ],
)
def test_a_condition_may_keep_the_public_out(
    s3: Any, names: dict[str, str], condition: dict[str, Any], is_public: bool
) -> None:
    """Amazon S3 User Guide, "Blocking public access to your Amazon S3 storage", the meaning of "public"."""
    s3.put_bucket_policy(**filled(policy("{open}", "*", Condition=condition), names))
    status = s3.get_bucket_policy_status(Bucket=names["open"])["PolicyStatus"]
    assert status == {"IsPublic": is_public}


def test_a_bucket_of_a_stack_says_who_may_see_it(aws: Any, s3: Any) -> None:
    """AWS CloudFormation User Guide, AWS::S3::Bucket: PublicAccessBlockConfiguration and OwnershipControls."""
    formation = aws.client("cloudformation")
    shut = {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": "shut"}}
    access = {
        "PublicAccessBlockConfiguration": dict.fromkeys(SETTINGS, False),
        "OwnershipControls": {"Rules": [{"ObjectOwnership": "ObjectWriter"}]},
    }
    opened = {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": "opened", **access}}
    create_stack(formation, Shut=shut, Opened=opened)
    blocks = {
        name: s3.get_public_access_block(Bucket=name)["PublicAccessBlockConfiguration"]
        for name in ("shut", "opened")
    }
    assert blocks == {"shut": dict.fromkeys(SETTINGS, True), "opened": dict.fromkeys(SETTINGS, False)}
    s3.put_object(Bucket="opened", Key="k", ACL="public-read")
    refused = refusal(s3.put_object, Bucket="shut", Key="k", ACL="public-read")
    assert refused["Code"] == "AccessControlListNotSupported"


def test_a_stack_gives_no_public_policy_to_a_bucket_that_blocks_it(aws: Any) -> None:
    """AWS CloudFormation User Guide, AWS::S3::BucketPolicy."""
    formation = aws.client("cloudformation")
    bucket = {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": "shut"}}
    statement = json.loads(policy("shut", "*")["Policy"])
    properties = {"Bucket": {"Ref": "Shut"}, "PolicyDocument": statement}
    public = {"Type": "AWS::S3::BucketPolicy", "Properties": properties}
    create_stack(formation, Shut=bucket, Public=public)
    stack = formation.describe_stacks(StackName="work")["Stacks"][0]
    assert stack["StackStatus"] == "ROLLBACK_COMPLETE"
    events = formation.describe_stack_events(StackName="work")["StackEvents"]
    assert any("BlockPublicPolicy" in one.get("ResourceStatusReason", "") for one in events)


def create_stack(formation: Any, **resources: Any) -> None:
    formation.create_stack(StackName="work", TemplateBody=json.dumps({"Resources": resources}))

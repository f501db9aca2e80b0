"""Conditions in policies of buckets: what a request has for each condition key.

Each condition is tried as a denial. Source: IAM User Guide, "AWS global condition context keys"; Service authorization reference,
"Condition keys for Amazon S3"; Amazon S3 User Guide, "Bucket policy examples using condition keys".
"""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests
from botocore.exceptions import ClientError
from s3_requests import client_of, code_of, new_bucket, open_bucket, presigned, refusal, signed, unsigned

from support.service_resources import TRUST

Condition = dict[str, dict[str, object]]


@pytest.fixture
def s3(aws: Any) -> Any:
    return aws.client("s3", signature_version="s3v4")


@pytest.fixture
def bucket(s3: Any) -> str:
    name = open_bucket(s3, "bucket")
    s3.put_object(Bucket=name, Key="k", Body=b"hello", Tagging="Team=blue")
    return name


def put_policy(s3: Any, bucket: str, condition: Condition, **statement: Any) -> None:
    whole = {
        "Effect": "Deny",
        "Principal": "*",
        "Action": ["s3:GetObject", "s3:GetObjectVersion", "s3:PutObject", "s3:ListBucket", "s3:PutObject*"],
        "Resource": [f"arn:aws:s3:::{bucket}", f"arn:aws:s3:::{bucket}/*"],
        "Condition": condition,
        **statement,
    }
    s3.put_bucket_policy(Bucket=bucket, Policy=json.dumps({"Version": "2012-10-17", "Statement": [whole]}))


def is_denied(call: Callable[..., Any], **parameters: Any) -> bool:
    try:
        call(**parameters)
    except ClientError as error:
        if error.response["Error"]["Code"] != "AccessDenied":
            raise
        return True
    return False


@pytest.mark.parametrize(
    ("met", "unmet"),
    [
        ({"IpAddress": {"aws:SourceIp": "127.0.0.0/8"}}, {"IpAddress": {"aws:SourceIp": "192.0.2.0/24"}}),
        ({"NotIpAddress": {"aws:SourceIp": "192.0.2.0/24"}}, {"NotIpAddress": {"aws:SourceIp": "127.0.0.1"}}),
        ({"StringNotLike": {"aws:UserAgent": "curl/*"}}, {"StringLike": {"aws:UserAgent": "curl/*"}}),
        ({"StringLike": {"AWS:USERAGENT": "*"}}, {"StringEquals": {"aws:Referer": "https://example.com/"}}),
        ({"DateGreaterThan": {"aws:CurrentTime": "2020-01-01"}}, {"DateLessThan": {"aws:CurrentTime": "2020-01-01"}}),
        ({"NumericGreaterThan": {"aws:EpochTime": 1}}, {"NumericLessThan": {"aws:EpochTime": 1}}),
        ({"StringEquals": {"aws:RequestedRegion": "eu-west-1"}}, {"StringEquals": {"aws:RequestedRegion": "eu-west-2"}}),
        ({"StringNotEquals": {"aws:SourceVpce": "vpce-1"}}, {"StringEquals": {"aws:SourceVpce": "vpce-1"}}),
        ({"StringNotEquals": {"aws:PrincipalOrgID": "o-1"}}, {"StringEqualsIfExists": {"aws:UserAgent": "x"}}),
        ({"Null": {"aws:SourceArn": "true"}}, {"Null": {"aws:SourceArn": "false"}}),
        ({"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}}, {"Bool": {"aws:MultiFactorAuthPresent": "false"}}),
        ({"Bool": {"aws:ViaAWSService": "false"}}, {"Bool": {"aws:PrincipalIsAWSService": "true"}}),
        ({"StringEquals": {"aws:PrincipalType": "Account"}}, {"StringEquals": {"aws:PrincipalType": "User"}}),
        ({"StringEquals": {"s3:authType": "REST-HEADER"}}, {"StringEquals": {"s3:authType": "POST"}}),
        ({"StringEquals": {"s3:signatureversion": "AWS4-HMAC-SHA256"}}, {"StringEquals": {"s3:signatureversion": "AWS"}}),
        ({"NumericLessThan": {"s3:signatureAge": 600000}}, {"NumericGreaterThan": {"s3:signatureAge": 600000}}),
        ({"NumericGreaterThanEquals": {"s3:TlsVersion": 1.2}}, {"NumericLessThan": {"s3:TlsVersion": 1.2}}),
        ({"StringEquals": {"s3:ExistingObjectTag/Team": "blue"}}, {"StringEquals": {"s3:ExistingObjectTag/team": "blue"}}),
        ({"Null": {"s3:VersionId": True}}, {"Null": {"s3:VersionId": False}}),
    ],
)  # fmt: skip
def test_what_a_request_for_an_object_has(s3: Any, bucket: str, met: Condition, unmet: Condition) -> None:
    put_policy(s3, bucket, met)
    assert is_denied(s3.get_object, Bucket=bucket, Key="k")
    put_policy(s3, bucket, unmet)
    assert s3.get_object(Bucket=bucket, Key="k")["Body"].read() == b"hello"


@pytest.mark.parametrize(
    ("condition", "denied", "allowed"),
    [
        (
            {"StringNotEquals": {"s3:x-amz-server-side-encryption": "aws:kms"}},
            {},
            {"ServerSideEncryption": "aws:kms"},
        ),
        ({"Null": {"s3:x-amz-server-side-encryption": "true"}}, {}, {"ServerSideEncryption": "AES256"}),
        ({"StringEquals": {"s3:x-amz-storage-class": "GLACIER"}}, {"StorageClass": "GLACIER"}, {}),
        ({"StringLike": {"s3:x-amz-acl": "public-*"}}, {"ACL": "public-read"}, {"ACL": "private"}),
        ({"Null": {"s3:RequestObjectTag/Team": "true"}}, {"Tagging": "team=a"}, {"Tagging": "Team=a"}),
        (
            {"ForAllValues:StringNotEquals": {"s3:RequestObjectTagKeys": ["Team"]}},
            {"Tagging": "a=b&c=d"},
            {"Tagging": "a=b&Team=d"},
        ),
        ({"Null": {"s3:if-none-match": "true"}}, {}, {"IfNoneMatch": "*"}),
    ],
)
def test_what_a_request_that_writes_has(
    s3: Any, bucket: str, condition: Condition, denied: dict[str, Any], allowed: dict[str, Any]
) -> None:
    put_policy(s3, bucket, condition, Action="s3:PutObject")
    assert is_denied(s3.put_object, Bucket=bucket, Key="new", Body=b"x", **denied)
    s3.put_object(Bucket=bucket, Key="new", Body=b"x", **allowed)
    assert s3.get_object(Bucket=bucket, Key="new")["Body"].read() == b"x"


def test_a_listing_has_its_prefix_and_its_size(s3: Any, bucket: str) -> None:
    put_policy(s3, bucket, {"StringNotLike": {"s3:prefix": "home/*"}})
    assert is_denied(s3.list_objects_v2, Bucket=bucket, Prefix="other/")
    assert s3.list_objects_v2(Bucket=bucket, Prefix="home/ada")["KeyCount"] == 0
    put_policy(s3, bucket, {"NumericGreaterThan": {"s3:max-keys": "10"}})
    assert is_denied(s3.list_objects, Bucket=bucket, MaxKeys=11)
    assert len(s3.list_objects(Bucket=bucket, MaxKeys=10)["Contents"]) == 1


def test_a_request_names_a_version(s3: Any, bucket: str) -> None:
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    version = s3.put_object(Bucket=bucket, Key="k", Body=b"new")["VersionId"]
    put_policy(s3, bucket, {"StringEquals": {"s3:VersionId": version}})
    assert is_denied(s3.get_object, Bucket=bucket, Key="k", VersionId=version)
    assert s3.get_object(Bucket=bucket, Key="k", VersionId="null")["Body"].read() == b"hello"


def test_tags_that_are_put_are_those_of_the_request(s3: Any, bucket: str) -> None:
    put_policy(s3, bucket, {"StringNotEquals": {"s3:RequestObjectTag/Team": "red"}})

    def tagging(team: str) -> dict[str, Any]:
        return {"Bucket": bucket, "Key": "k", "Tagging": {"TagSet": [{"Key": "Team", "Value": team}]}}

    assert is_denied(s3.put_object_tagging, **tagging("blue"))
    s3.put_object_tagging(**tagging("red"))
    assert s3.get_object_tagging(Bucket=bucket, Key="k")["TagSet"] == [{"Key": "Team", "Value": "red"}]


def test_a_lock_that_is_put_is_that_of_the_request(s3: Any) -> None:
    bucket = new_bucket(s3, "locked", ObjectLockEnabledForBucket=True)
    s3.put_object(Bucket=bucket, Key="k", Body=b"hello")
    until = datetime.now(UTC) + timedelta(hours=1)
    put_policy(
        s3,
        bucket,
        {"StringEquals": {"s3:object-lock-mode": "COMPLIANCE"}},
        Action="s3:PutObjectRetention",
    )

    def retention(mode: str) -> dict[str, Any]:
        return {"Bucket": bucket, "Key": "k", "Retention": {"Mode": mode, "RetainUntilDate": until}}

    assert is_denied(s3.put_object_retention, **retention("COMPLIANCE"))
    s3.put_object_retention(**retention("GOVERNANCE"))
    put_policy(
        s3,
        bucket,
        {"DateGreaterThan": {"s3:object-lock-retain-until-date": (until - timedelta(minutes=1)).isoformat()}},
        Action="s3:PutObjectRetention",
    )
    assert is_denied(s3.put_object_retention, **retention("GOVERNANCE"))
    put_policy(
        s3,
        bucket,
        {"StringEquals": {"s3:object-lock-legal-hold": "ON"}},
        Action="s3:PutObjectLegalHold",
    )
    assert is_denied(s3.put_object_legal_hold, Bucket=bucket, Key="k", LegalHold={"Status": "ON"})
    s3.put_object_legal_hold(Bucket=bucket, Key="k", LegalHold={"Status": "OFF"})
    assert s3.get_object_retention(Bucket=bucket, Key="k")["Retention"]["Mode"] == "GOVERNANCE"


def test_a_presigned_url_and_a_form_are_told_apart(s3: Any, bucket: str) -> None:
    """Amazon S3 API reference, "Bucket policy examples using Signature Version 4 condition keys"."""
    url = presigned(s3, "get_object", bucket)
    form = s3.generate_presigned_post(bucket, "new")

    def statuses() -> tuple[int, int]:
        posted = requests.post(form["url"], data=form["fields"], files={"file": b"new"}, timeout=30)
        return requests.get(url, timeout=30).status_code, posted.status_code

    assert statuses() == (200, 204)
    put_policy(s3, bucket, {"StringEquals": {"s3:authType": "REST-QUERY-STRING"}})
    assert statuses() == (403, 204)
    put_policy(s3, bucket, {"StringEquals": {"s3:authType": "POST"}})
    assert statuses() == (200, 403)


def test_a_field_of_a_form_counts_as_its_header_does(s3: Any, bucket: str) -> None:
    put_policy(s3, bucket, {"StringNotEquals": {"s3:x-amz-storage-class": "STANDARD_IA"}})

    def status(fields: dict[str, str]) -> int:
        form = s3.generate_presigned_post(
            bucket, "new", Fields=fields, Conditions=[{name: value} for name, value in fields.items()]
        )
        answer = requests.post(form["url"], data=form["fields"], files={"file": b"new"}, timeout=30)
        return answer.status_code

    assert status({}) == 403
    assert status({"x-amz-storage-class": "STANDARD_IA"}) == 204


def test_a_condition_may_allow(s3: Any, bucket: str) -> None:
    """Amazon S3 User Guide, "Restricting access to a specific HTTP referer"."""
    allowed = {"Effect": "Allow", "Action": "s3:GetObject"}
    put_policy(s3, bucket, {"StringLike": {"aws:Referer": "https://example.com/*"}}, **allowed)
    answer = unsigned(s3, "GET", f"{bucket}/k", Referer="https://example.com/a")
    assert (answer.status_code, answer.content) == (200, b"hello")
    assert code_of(unsigned(s3, "GET", f"{bucket}/k", Referer="https://example.org/a")) == "AccessDenied"
    assert code_of(unsigned(s3, "GET", f"{bucket}/k")) == "AccessDenied"


@pytest.mark.parametrize(
    ("version", "writable"), [("2012-10-17", {"ada/x"}), ("2008-10-17", {"${aws:username}/x"})]
)
def test_users_have_folders_of_their_own(
    aws: Any, s3: Any, bucket: str, version: str, writable: set[str]
) -> None:
    """IAM User Guide, "IAM policy elements: Variables and tags": only policies of the newer version have variables."""
    iam = aws.client("iam")
    iam.create_user(UserName="ada")
    ada = client_of(s3, iam.create_access_key(UserName="ada")["AccessKey"])
    elsewhere = {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:PutObject",
        "NotResource": f"arn:aws:s3:::{bucket}/${{aws:username}}/*",
    }
    s3.put_bucket_policy(Bucket=bucket, Policy=json.dumps({"Version": version, "Statement": elsewhere}))

    def written_by(client: Any) -> set[str]:
        keys = ("ada/x", "eve/x", "x", "${aws:username}/x")
        return {key for key in keys if not is_denied(client.put_object, Bucket=bucket, Key=key)}

    assert written_by(ada) == writable
    assert written_by(s3) == writable - {"ada/x"}


def test_only_two_versions_of_policies_are_valid(s3: Any, bucket: str) -> None:
    statement = {"Effect": "Deny", "Principal": "*", "Action": "s3:PutObject", "Resource": "*"}
    document = json.dumps({"Version": "2026-11-29", "Statement": statement})
    refused = refusal(s3.put_bucket_policy, Bucket=bucket, Policy=document)
    assert (refused["Code"], refused["Message"]) == (
        "MalformedPolicy",
        "The policy must contain a valid version string",
    )
    assert not is_denied(s3.put_object, Bucket=bucket, Key="k")


def test_a_condition_names_the_caller(aws: Any, s3: Any, bucket: str) -> None:
    iam = aws.client("iam")
    user = iam.create_user(UserName="ada")["User"]
    role = iam.create_role(RoleName="reader", AssumeRolePolicyDocument=TRUST)["Role"]
    session = aws.client("sts").assume_role(RoleArn=role["Arn"], RoleSessionName="today")
    clients = {
        "account": s3,
        "user": client_of(s3, iam.create_access_key(UserName="ada")["AccessKey"]),
        "session": client_of(s3, session["Credentials"]),
    }

    def denied(condition: Condition) -> set[str]:
        put_policy(s3, bucket, condition)
        return {
            name for name, client in clients.items() if is_denied(client.get_object, Bucket=bucket, Key="k")
        }

    assert denied({"StringEquals": {"aws:username": "ada"}}) == {"user"}
    assert denied({"StringEquals": {"aws:userid": user["UserId"]}}) == {"user"}
    assert denied({"ArnEquals": {"aws:PrincipalArn": role["Arn"]}}) == {"session"}
    assert denied({"StringLike": {"aws:userid": f"{role['RoleId']}:*"}}) == {"session"}
    assert denied({"StringNotEquals": {"aws:PrincipalType": ["User", "AssumedRole"]}}) == {"account"}
    assert denied({"StringEquals": {"aws:PrincipalAccount": aws.account_id}}) == set(clients)
    assert denied({"StringNotEquals": {"aws:ResourceAccount": aws.account_id}}) == set()
    assert denied({"StringEquals": {"s3:ResourceAccount": aws.account_id}}) == set(clients)


@pytest.mark.parametrize(
    ("condition", "code", "message"),
    [
        ({"StringEqual": {"aws:SourceIp": "x"}}, "MalformedPolicy", "Invalid Condition type : StringEqual"),
        ({"Bool": {"secure": "true"}}, "MalformedPolicy", "Policy has an invalid condition key"),
        (
            {"Bool": {"s3:Unheard": "true"}},
            "NotImplemented",
            "The AWS stand-in does not imitate s3:Unheard in policies of buckets.",
        ),
        (
            {"StringEquals": {"s3:prefix": "${s3:unheard}"}},
            "NotImplemented",
            "The AWS stand-in does not imitate s3:unheard in policies of buckets.",
        ),
    ],
)
def test_no_condition_is_ignored(s3: Any, bucket: str, condition: Condition, code: str, message: str) -> None:
    """A statement without its condition would allow or deny too much."""
    policy = {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:GetObject",
        "Resource": f"arn:aws:s3:::{bucket}/*",
        "Condition": condition,
    }
    document = json.dumps({"Version": "2012-10-17", "Statement": [policy]})
    refused = refusal(s3.put_bucket_policy, Bucket=bucket, Policy=document)
    assert (refused["Code"], refused["Message"]) == (code, message)
    assert s3.get_object(Bucket=bucket, Key="k")["Body"].read() == b"hello"


@pytest.mark.parametrize(
    ("key", "path", "body", "code"),
    [
        ("s3:RequestObjectTag/Team", "?tagging", b"", "MissingRequestBodyError"),
        ("s3:RequestObjectTag/Team", "?tagging", b"<Tagging/>", "MalformedXML"),
        ("s3:object-lock-mode", "?retention", b"", "MissingRequestBodyError"),
        ("s3:object-lock-mode", "?retention", b"<Retention><Mode>Q</Mode></Retention>", "MalformedXML"),
        ("s3:object-lock-legal-hold", "?legal-hold", b"<LegalHold/>", "MalformedXML"),
    ],
)
def test_a_body_that_is_wrong_is_refused_as_without_a_policy(
    s3: Any, key: str, path: str, body: bytes, code: str
) -> None:
    bucket = new_bucket(s3, "locked", ObjectLockEnabledForBucket=True)
    s3.put_object(Bucket=bucket, Key="k", Body=b"hello")
    refused = [code_of(signed(s3, "PUT", f"{bucket}/k{path}", body))]
    put_policy(s3, bucket, {"Null": {key: "false"}}, Action="s3:PutObject*")
    refused.append(code_of(signed(s3, "PUT", f"{bucket}/k{path}", body)))
    assert refused == [code, code]


def test_the_age_of_a_signature_without_a_time_is_not_known(s3: Any, bucket: str) -> None:
    """The words are those of Amazon S3's errors, "AccessDenied"."""
    put_policy(s3, bucket, {"NumericGreaterThan": {"s3:signatureAge": "600000"}})
    refused = signed(s3, "GET", f"{bucket}/k", **{"X-Amz-Date": "soon"})
    assert (refused.status_code, code_of(refused)) == (403, "AccessDenied")
    assert "AWS authentication requires a valid Date or x-amz-date header" in refused.text
    assert signed(s3, "GET", f"{bucket}/k").content == b"hello"
    old = {"X-Amz-Date": "20200101T000000Z"}
    assert code_of(signed(s3, "GET", f"{bucket}/k", **old)) == "AccessDenied"

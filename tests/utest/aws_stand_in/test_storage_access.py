"""Who may do what in S3: callers without a name by access lists and policies, an account what no policy denies."""

import json
import re
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import boto3
import pytest
import requests
from botocore.config import Config
from botocore.exceptions import ClientError
from s3_requests import client_of, code_of, new_bucket, open_bucket, presigned, refusal, signed, unsigned

from aws_stand_in.overlays.s3.signatures import SecretKeys
from support.service_resources import TRUST

EVERYBODY = "http://acs.amazonaws.com/groups/global/AllUsers"


@pytest.fixture
def s3(aws: Any) -> Any:
    return aws.client("s3", signature_version="s3v4")


@pytest.fixture
def bucket(s3: Any) -> str:
    name = open_bucket(s3, "bucket")
    for key in ("k", "kept"):
        s3.put_object(Bucket=name, Key=key, Body=b"hello")
    return name


@pytest.fixture
def versions(s3: Any) -> str:
    name = open_bucket(s3, "versions")
    s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
    return name


def put_policy(s3: Any, bucket: str, effect: str, action: str, resource: str, **more: Any) -> None:
    arn = f"arn:aws:s3:::{bucket}{resource}"
    put_statements(
        s3, bucket, {"Effect": effect, "Principal": "*", "Action": action, "Resource": arn, **more}
    )


def put_statements(s3: Any, bucket: str, *statements: Any) -> None:
    policy = {"Version": "2012-10-17", "Statement": statements}
    s3.put_bucket_policy(Bucket=bucket, Policy=json.dumps(policy))


# ------------------------------------------------------------------------------------------------------------ signatures


def test_anonymous_callers_cannot_create_or_list_buckets(s3: Any, bucket: str) -> None:
    assert code_of(unsigned(s3, "PUT", "of-nobody")) == "AccessDenied"
    assert code_of(unsigned(s3, "GET", "")) == "AccessDenied"
    assert [one["Name"] for one in s3.list_buckets()["Buckets"]] == [bucket]


def test_wildcards_of_a_policy_take_no_longer_than_the_name(s3: Any, bucket: str) -> None:
    put_policy(s3, bucket, "Allow", "s3:GetObject", "/" + "*a" * 30 + "b")
    assert code_of(unsigned(s3, "GET", f"{bucket}/{'a' * 200}")) == "AccessDenied"
    put_policy(s3, bucket, "Allow", "s3:GetObject", "/*e[p*d")
    s3.put_object(Bucket=bucket, Key="kee[pend", Body=b"")
    assert unsigned(s3, "GET", f"{bucket}/kee[pend").status_code == 200


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ("?Signature=x", 403, "AccessDenied"),
        ("?AWSAccessKeyId=000000000001", 403, "AccessDenied"),
        ("?X-Amz-Signature=x", 400, "AuthorizationQueryParametersError"),
        ("?X-Amz-Credential=000000000001%2F20260101%2Feu-west-1%2Fs3%2Faws4_request", 400,
         "AuthorizationQueryParametersError"),
    ],
)  # fmt: skip
def test_a_part_of_a_signature_is_none(s3: Any, bucket: str, query: str, status: int, code: str) -> None:
    """Amazon S3 API reference, "Authenticating requests: using query parameters"."""
    for method in ("GET", "DELETE"):
        refused = unsigned(s3, method, f"{bucket}/k{query}")
        assert (refused.status_code, code_of(refused)) == (status, code)
    assert requests.get(presigned(s3, "get_object", bucket), timeout=30).content == b"hello"


def test_only_secrets_of_accounts_are_found_out() -> None:
    """An access key of IAM has the secret that IAM issued, so that nothing has to be remembered of its requests."""
    secrets = SecretKeys()
    for access_key in ("AKIAIOSFODNN7EXAMPLE", "000000000001"):
        credential = f"{access_key}/20260101/eu-west-1/s3/aws4_request"
        authorization = f"AWS4-HMAC-SHA256 Credential={credential}, SignedHeaders=host, Signature=0"
        environ = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": "/",
            "RAW_URI": "/",
            "HTTP_AUTHORIZATION": authorization,
        }
        secrets.learn(environ)
    assert secrets._of_accounts == {"000000000001": None}


def test_a_presigned_url_names_the_bucket_in_its_host(aws: Any, s3: Any, bucket: str) -> None:
    """Amazon S3 User Guide, "Virtual hosting of general purpose buckets"."""
    client = aws.session.client(
        "s3", endpoint_url="http://s3.localhost:4566", region_name="eu-west-1", aws_access_key_id=aws.account_id,
        aws_secret_access_key="any", config=Config(signature_version="s3v4", s3={"addressing_style": "virtual"}),
    )  # fmt: skip
    s3.list_objects_v2(Bucket=bucket)  # by which the stand-in knows the secret
    url = urlsplit(presigned(client, "get_object", bucket))
    client.close()
    assert url.netloc == f"{bucket}.s3.localhost:4566"
    sent = urlunsplit(url._replace(netloc=urlsplit(s3.meta.endpoint_url).netloc))
    assert requests.get(sent, headers={"Host": url.netloc}, timeout=30).content == b"hello"
    refused = requests.get(sent.replace("/k?", "/kept?"), headers={"Host": url.netloc}, timeout=30)
    assert (refused.status_code, code_of(refused)) == (403, "SignatureDoesNotMatch")


@pytest.mark.parametrize("version", ["s3", "s3v4"])
def test_temporary_credentials_presign(aws: Any, s3: Any, bucket: str, version: str) -> None:
    """Their token is part of what is signed: Amazon S3 User Guide, "Signing and authenticating REST requests"."""
    client = boto3.client(
        "s3", endpoint_url=s3.meta.endpoint_url, region_name="eu-west-1", aws_access_key_id=aws.account_id,
        aws_secret_access_key="any", aws_session_token="token", config=Config(signature_version=version),
    )  # fmt: skip
    url = presigned(client, "get_object", bucket)
    client.close()
    assert requests.get(url, timeout=30).content == b"hello"
    refused = requests.get(re.sub(r"(?i)(security-token)=token", r"\1=other", url), timeout=30)
    assert (refused.status_code, code_of(refused)) == (403, "SignatureDoesNotMatch")


@pytest.mark.parametrize(
    ("parameters", "headers"),
    [
        ({"ContentType": "text/plain"}, {"Content-Type": "text/plain"}),
        ({"Metadata": {"a": "b"}}, {"x-amz-meta-a": "b"}),
        ({"ACL": "private", "ContentType": "text/plain"}, {"X-Amz-Acl": "private", "content-type": "text/plain"}),
    ],
)  # fmt: skip
def test_headers_that_an_older_signature_has_in_the_url_may_be_sent_as_well(
    aws: Any, s3: Any, bucket: str, parameters: dict[str, Any], headers: dict[str, str]
) -> None:
    """The header that is sent counts: Amazon S3 User Guide, "Signing and authenticating REST requests"."""
    url = presigned(aws.client("s3", signature_version="s3"), "put_object", bucket, **parameters)
    assert requests.put(url, data=b"hi", headers=headers, timeout=30).status_code == 200
    other = {name: "public-read" if name == "X-Amz-Acl" else "text/html" for name in headers}
    refused = requests.put(url, data=b"hi", headers=other, timeout=30)
    assert (refused.status_code, code_of(refused)) == (403, "SignatureDoesNotMatch")


# --------------------------------------------------------------------------------------------------------- access lists


def test_anonymous_callers_get_public_objects_only(s3: Any, bucket: str) -> None:
    """Amazon S3 User Guide, "Access control in Amazon S3"."""
    s3.put_object(Bucket=bucket, Key="public", Body=b"hello", ACL="public-read")
    assert unsigned(s3, "GET", f"{bucket}/public").content == b"hello"
    for method, path in (("GET", ""), ("PUT", "/new"), ("DELETE", "/public")):
        refused = unsigned(s3, method, bucket + path)
        assert (refused.status_code, code_of(refused)) == (403, "AccessDenied")


@pytest.mark.parametrize("grant", [{"ACL": "public-read-write"}, {"GrantFullControl": f"uri={EVERYBODY}"}])
def test_a_public_acl_allows_only_actions_that_acls_cover(s3: Any, grant: dict[str, str]) -> None:
    """Amazon S3 User Guide, "Access control list (ACL) overview": mapping of ACL permissions."""
    bucket = open_bucket(s3, "public")
    s3.put_bucket_acl(Bucket=bucket, **grant)
    versioning = b"<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>"
    assert unsigned(s3, "PUT", f"{bucket}/k", b"hello").status_code == 200
    for method, path, body in (
        ("PUT", "?versioning", versioning),
        ("GET", "?versioning", b""),
        ("DELETE", "?policy", b""),
        ("DELETE", "", b""),
        ("GET", "/k", b""),
    ):
        refused = unsigned(s3, method, bucket + path, body)
        assert (refused.status_code, code_of(refused)) == (403, "AccessDenied")


# ------------------------------------------------------------------------------------------------------------- policies


@pytest.mark.parametrize(
    ("action", "path", "status"),
    [
        ("s3:GetObject", "/k", 200),
        ("s3:GetObjectAcl", "/k?acl", 200),
        ("s3:GetObjectTagging", "/k?tagging", 200),
        ("s3:ListBucket", "", 200),
        ("s3:ListBucketVersions", "?versions", 200),
        ("s3:ListBucketMultipartUploads", "?uploads", 200),
        ("s3:GetBucketCORS", "?cors", 404),
        ("s3:GetBucketNotification", "?notification", 200),
        ("s3:GetBucketPublicAccessBlock", "?publicAccessBlock", 404),
        ("s3:GetEncryptionConfiguration", "?encryption", 200),
        ("s3:GetLifecycleConfiguration", "?lifecycle", 404),
        ("s3:GetMetricsConfiguration", "?metrics", 200),
    ],
)
def test_a_policy_names_actions_as_iam_does(
    s3: Any, bucket: str, action: str, path: str, status: int
) -> None:
    """Service authorization reference, "Actions, resources, and condition keys for Amazon S3"."""
    assert unsigned(s3, "GET", bucket + path).status_code == 403
    put_policy(s3, bucket, "Allow", action, "/*" if path.startswith("/") else "")
    assert unsigned(s3, "GET", bucket + path).status_code == status
    put_policy(s3, bucket, "Deny", action, "/*" if path.startswith("/") else "")
    assert signed(s3, "GET", bucket + path).status_code == 403


@pytest.mark.parametrize(
    ("method", "query", "action"),
    [
        ("GET", "", "s3:GetObject"),
        ("GET", "acl", "s3:GetObjectAcl"),
        ("GET", "tagging", "s3:GetObjectTagging"),
        ("DELETE", "tagging", "s3:DeleteObjectTagging"),
        ("DELETE", "", "s3:DeleteObject"),
    ],
)
def test_an_action_on_a_version_is_another_one(
    s3: Any, versions: str, method: str, query: str, action: str
) -> None:
    """Service authorization reference, "Actions, resources, and condition keys for Amazon S3"."""
    version = s3.put_object(Bucket=versions, Key="k", Body=b"hello")["VersionId"]
    path = f"{versions}/k?{query}&versionId={version}"
    put_policy(s3, versions, "Allow", action, "/k")
    assert unsigned(s3, method, path).status_code == 403
    put_policy(
        s3,
        versions,
        "Allow",
        action.replace("Object", "ObjectVersion", 1) if query else f"{action}Version",
        "/k",
    )
    assert unsigned(s3, method, path).status_code == (204 if method == "DELETE" else 200)


def test_a_policy_is_for_each_object_that_a_request_deletes(s3: Any, bucket: str) -> None:
    """Amazon S3 API reference, DeleteObjects."""
    put_policy(s3, bucket, "Deny", "s3:DeleteObject", "/kept")
    done = s3.delete_objects(Bucket=bucket, Delete={"Objects": [{"Key": "k"}, {"Key": "kept"}]})
    assert done["Deleted"] == [{"Key": "k"}]
    assert done["Errors"] == [{"Key": "kept", "Code": "AccessDenied", "Message": "Access Denied"}]
    assert [one["Key"] for one in s3.list_objects_v2(Bucket=bucket)["Contents"]] == ["kept"]


def test_a_policy_is_for_each_version_that_a_request_deletes(s3: Any, versions: str) -> None:
    """Amazon S3 API reference, DeleteObjects."""
    version = s3.put_object(Bucket=versions, Key="k")["VersionId"]
    put_policy(s3, versions, "Deny", "s3:DeleteObjectVersion", "/k")
    objects = [{"Key": "k"}, {"Key": "k", "VersionId": version}]
    done = s3.delete_objects(Bucket=versions, Delete={"Objects": objects})
    assert [one["DeleteMarker"] for one in done["Deleted"]] == [True]
    assert [(one["VersionId"], one["Code"]) for one in done["Errors"]] == [(version, "AccessDenied")]


def test_a_policy_is_for_uploads_by_forms(s3: Any, bucket: str) -> None:
    """Amazon S3 API reference, POST Object."""
    put_policy(s3, bucket, "Deny", "s3:PutObject", "/kept")
    status = {}
    for key in ("k", "kept"):
        form = s3.generate_presigned_post(bucket, key)
        answer = requests.post(form["url"], data=form["fields"], files={"file": b"new"}, timeout=30)
        status[key] = answer.status_code
    assert status == {"k": 204, "kept": 403}
    assert s3.get_object(Bucket=bucket, Key="kept")["Body"].read() == b"hello"


def test_a_form_needs_no_signature_in_a_publicly_writable_bucket(s3: Any, bucket: str) -> None:
    """Amazon S3 API reference, POST Object: a bucket that is writable for everybody needs no policy in the form."""
    url, file = f"{s3.meta.endpoint_url}/{bucket}", {"file": b"new"}
    refused = requests.post(url, data={"key": "new"}, files=file, timeout=30)
    assert (refused.status_code, code_of(refused)) == (403, "AccessDenied")
    put_policy(s3, bucket, "Allow", "s3:PutObject", "/new")
    assert requests.post(url, data={"key": "new"}, files=file, timeout=30).status_code == 204
    assert requests.post(url, data={"key": "other"}, files=file, timeout=30).status_code == 403


def test_a_policy_is_for_the_source_of_a_copy(s3: Any, bucket: str) -> None:
    """Amazon S3 API reference, CopyObject and UploadPartCopy: permissions."""
    upload = s3.create_multipart_upload(Bucket=bucket, Key="up")["UploadId"]
    part = {"Bucket": bucket, "Key": "up", "UploadId": upload, "PartNumber": 1}
    put_policy(s3, bucket, "Deny", "s3:GetObject", "/kept")
    source = f"{bucket}/kept"
    assert refusal(s3.copy_object, Bucket=bucket, Key="new", CopySource=source)["Code"] == "AccessDenied"
    assert refusal(s3.upload_part_copy, **part, CopySource=source)["Code"] == "AccessDenied"
    s3.copy_object(Bucket=bucket, Key="new", CopySource=f"{bucket}/k")
    s3.upload_part_copy(**part, CopySource=f"{bucket}/k")
    assert s3.get_object(Bucket=bucket, Key="new")["Body"].read() == b"hello"


@pytest.mark.parametrize(
    ("statement", "allowed"),
    [
        ({"Principal": {"AWS": "*"}}, True),
        ({"Principal": {"AWS": ["arn:aws:iam::000000000001:role/reader", "*"]}}, True),
        ({"Principal": {"AWS": "arn:aws:iam::000000000001:role/reader"}}, False),
        ({"Principal": {"Service": "cloudfront.amazonaws.com"}}, False),
        ({"Action": "S3:getobject"}, True),
        ({"Action": ["s3:PutObject", "s3:Get*"]}, True),
        ({"Action": "s3:GetObjec?"}, True),
        ({"Action": "s3:GetObject?"}, False),
        ({"Action": "s3:GetObject|s3:PutObject"}, False),
        ({"Resource": "arn:aws:s3:::{bucket}/?"}, True),
        ({"Resource": "arn:aws:s3:::{bucket}/K"}, False),
        ({"Resource": ["arn:aws:s3:::{bucket}/x", "arn:aws:s3:::*/k"]}, True),
    ],
)
def test_elements_of_a_policy(s3: Any, bucket: str, statement: dict[str, Any], allowed: bool) -> None:
    """IAM User Guide, "IAM JSON policy element reference"."""
    resource = f"arn:aws:s3:::{bucket}/k"
    whole = {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": resource, **statement}
    put_statements(s3, bucket, json.loads(json.dumps(whole).replace("{bucket}", bucket)))
    assert unsigned(s3, "GET", f"{bucket}/k").status_code == (200 if allowed else 403)


@pytest.mark.parametrize(("element", "value"), [("Action", "s3:GetObject"), ("Resource", "arn:aws:s3:::*/k")])
def test_a_negated_element_means_all_others(s3: Any, bucket: str, element: str, value: str) -> None:
    """IAM User Guide, "IAM JSON policy element reference": NotAction and NotResource."""
    statement = {
        "Effect": "Allow",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": f"arn:aws:s3:::{bucket}/*",
    }
    del statement[element]
    put_statements(s3, bucket, {**statement, f"Not{element}": value})
    assert unsigned(s3, "GET", f"{bucket}/k").status_code == 403
    other = "k?acl" if element == "Action" else "kept"
    assert unsigned(s3, "GET", f"{bucket}/{other}").status_code == 200


@pytest.mark.parametrize("principal", [{"AWS": "{account}"}, {"AWS": ["arn:aws:iam::{account}:root"]}])
def test_a_policy_names_an_account(aws: Any, s3: Any, bucket: str, principal: dict[str, Any]) -> None:
    """IAM User Guide, "AWS JSON policy elements: Principal"."""
    own = json.loads(json.dumps(principal).replace("{account}", aws.account_id))
    other = json.loads(json.dumps(principal).replace("{account}", "999999999999"))
    put_policy(s3, bucket, "Deny", "s3:GetObject", "/*", Principal=other)
    assert s3.get_object(Bucket=bucket, Key="k")["Body"].read() == b"hello"
    put_policy(s3, bucket, "Deny", "s3:GetObject", "/*", Principal=own)
    assert refusal(s3.get_object, Bucket=bucket, Key="k")["Code"] == "AccessDenied"
    assert s3.get_object_acl(Bucket=bucket, Key="k")["Grants"] != []


def test_a_denial_counts_more_than_what_allows_it(s3: Any, bucket: str) -> None:
    """IAM User Guide, "Policy evaluation logic"."""
    allow, deny = (
        {
            "Effect": effect,
            "Principal": "*",
            "Action": "s3:GetObject",
            "Resource": f"arn:aws:s3:::{bucket}/{key}",
        }
        for effect, key in (("Allow", "*"), ("Deny", "kept"))
    )
    for statements in ((allow, deny), (deny, allow)):
        put_statements(s3, bucket, *statements)
        assert unsigned(s3, "GET", f"{bucket}/k").content == b"hello"
        assert unsigned(s3, "GET", f"{bucket}/kept").status_code == 403
        assert signed(s3, "GET", f"{bucket}/kept").status_code == 403


def test_an_account_cannot_lock_itself_out(s3: Any, bucket: str) -> None:
    """Amazon S3 API reference, PutBucketPolicy."""
    put_policy(s3, bucket, "Deny", "s3:*", "")
    assert refusal(s3.list_objects_v2, Bucket=bucket)["Code"] == "AccessDenied"
    assert "Deny" in s3.get_bucket_policy(Bucket=bucket)["Policy"]
    s3.delete_bucket_policy(Bucket=bucket)
    assert len(s3.list_objects_v2(Bucket=bucket)["Contents"]) == 2


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"Resource": "arn:aws:s3:::home/${s3:unheard}"}, "NotImplemented"),
        ({"Condition": {"Bool": 5}}, "MalformedPolicy"),
        ({"Condition": ["Bool"]}, "MalformedPolicy"),
        ({"Action": 1}, "MalformedPolicy"),
        ({"Resource": [{}]}, "MalformedPolicy"),
        ({"Principal": {"AWS": [1]}}, "MalformedPolicy"),
        ({"Effect": "Perhaps"}, "MalformedPolicy"),
    ],
)
def test_no_part_of_a_policy_is_ignored(s3: Any, bucket: str, more: dict[str, Any], code: str) -> None:
    """A statement without its condition would allow or deny too much."""
    with pytest.raises(ClientError) as refused:
        put_policy(s3, bucket, "Deny", "s3:GetObject", "/*", **more)
    assert refused.value.response["Error"]["Code"] == code
    assert s3.get_object(Bucket=bucket, Key="k")["Body"].read() == b"hello"


@pytest.fixture
def user(aws: Any, s3: Any) -> tuple[str, Any]:
    """The ARN of a user of IAM, and a client of S3 with a key of it."""
    iam = aws.client("iam")
    arn = iam.create_user(UserName="ada", Path="/staff/")["User"]["Arn"]
    return arn, client_of(s3, iam.create_access_key(UserName="ada")["AccessKey"])


@pytest.fixture
def assumed(aws: Any, s3: Any) -> tuple[str, str, Any]:
    """The ARNs of a role and of a session of it, and a client of S3 with the session's key."""
    role = aws.client("iam").create_role(RoleName="reader", AssumeRolePolicyDocument=TRUST)["Role"]["Arn"]
    session = aws.client("sts").assume_role(RoleArn=role, RoleSessionName="today")
    return role, session["AssumedRoleUser"]["Arn"], client_of(s3, session["Credentials"])


def reads(client: Any, bucket: str) -> bool:
    """Tell whether a client may read an object."""
    try:
        return bool(client.get_object(Bucket=bucket, Key="k")["Body"].read() == b"hello")
    except ClientError as error:
        if error.response["Error"]["Code"] != "AccessDenied":
            raise
        return False


def test_a_user_is_denied_by_its_name(s3: Any, bucket: str, user: tuple[str, Any]) -> None:
    """IAM User Guide, "AWS JSON policy elements: Principal": IAM user principals."""
    arn, client = user
    assert reads(client, bucket)
    put_policy(s3, bucket, "Deny", "s3:GetObject", "/*", Principal={"AWS": arn})
    assert (reads(client, bucket), reads(s3, bucket)) == (False, True)
    put_policy(s3, bucket, "Deny", "s3:GetObject", "/*", Principal={"AWS": f"{arn}-and-others"})
    assert reads(client, bucket)


@pytest.mark.parametrize("named", [0, 1])
def test_a_session_is_denied_by_its_role_and_by_its_name(
    s3: Any, bucket: str, assumed: tuple[str, str, Any], user: tuple[str, Any], named: int
) -> None:
    """IAM User Guide, "AWS JSON policy elements: Principal": IAM role principals, and role session principals."""
    client = assumed[2]
    assert reads(client, bucket)
    put_policy(s3, bucket, "Deny", "s3:GetObject", "/*", Principal={"AWS": assumed[named]})
    assert (reads(client, bucket), reads(user[1], bucket), reads(s3, bucket)) == (False, True, True)


def test_a_denial_for_an_account_applies_to_its_users(s3: Any, bucket: str, user: tuple[str, Any]) -> None:
    """IAM User Guide, "AWS JSON policy elements: Principal": AWS account principals."""
    account_id = user[0].split(":")[4]
    put_policy(s3, bucket, "Deny", "s3:GetObject", "/*", Principal={"AWS": account_id})
    assert not reads(user[1], bucket)
    put_policy(s3, bucket, "Deny", "s3:GetObject", "/*", Principal={"AWS": "999999999999"})
    assert reads(user[1], bucket)


@pytest.mark.parametrize(("value", "status"), [("false", 200), ("true", 403), (["true"], 403), (True, 403)])
def test_each_request_counts_as_encrypted(s3: Any, bucket: str, value: object, status: int) -> None:
    """Amazon S3 User Guide, "Enforcing encryption of data in transit"."""
    condition = {"Bool": {"aws:SecureTransport": value}}
    put_policy(s3, bucket, "Deny", "s3:GetObject", "/*", Condition=condition)
    assert signed(s3, "GET", f"{bucket}/k").status_code == status


def test_a_policy_is_for_going_past_a_retention(s3: Any) -> None:
    """Amazon S3 User Guide, "Locking objects with Object Lock": bypassing governance mode."""
    locked = new_bucket(s3, "locked", ObjectLockEnabledForBucket=True)
    lock = {"ObjectLockMode": "GOVERNANCE", "ObjectLockRetainUntilDate": datetime(2999, 1, 1, tzinfo=UTC)}
    version = s3.put_object(Bucket=locked, Key="k", **lock)["VersionId"]
    removal = {"Bucket": locked, "Key": "k", "VersionId": version, "BypassGovernanceRetention": True}
    objects = {"Objects": [{"Key": "k", "VersionId": version}]}
    put_policy(s3, locked, "Deny", "s3:BypassGovernanceRetention", "/*")
    assert refusal(s3.delete_object, **removal)["Code"] == "AccessDenied"
    done = s3.delete_objects(Bucket=locked, Delete=objects, BypassGovernanceRetention=True)
    assert [one["Code"] for one in done["Errors"]] == ["AccessDenied"]
    error = refusal(
        s3.put_object_retention, Bucket=locked, Key="k", Retention={}, BypassGovernanceRetention=True
    )
    assert error["Code"] == "AccessDenied"
    s3.delete_bucket_policy(Bucket=locked)
    s3.delete_object(**removal)
    assert "Versions" not in s3.list_object_versions(Bucket=locked)

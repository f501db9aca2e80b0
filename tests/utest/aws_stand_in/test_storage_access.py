"""Who may do what in S3: callers without a name by access lists and policies, an account what no policy denies."""

import json
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pytest
import requests
from botocore.config import Config
from s3_requests import code_of, new_bucket, presigned, refusal, signed, unsigned

from aws_stand_in.overlays.s3.signatures import SecretKeys

EVERYBODY = "http://acs.amazonaws.com/groups/global/AllUsers"


@pytest.fixture
def s3(aws: Any) -> Any:
    return aws.client("s3", signature_version="s3v4")


@pytest.fixture
def bucket(s3: Any) -> str:
    name = new_bucket(s3, "bucket")
    for key in ("k", "kept"):
        s3.put_object(Bucket=name, Key=key, Body=b"hello")
    return name


@pytest.fixture
def versions(s3: Any) -> str:
    name = new_bucket(s3, "versions")
    s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
    return name


def put_policy(s3: Any, bucket: str, effect: str, action: str, resource: str) -> None:
    arn = f"arn:aws:s3:::{bucket}{resource}"
    statement = {"Effect": effect, "Principal": "*", "Action": action, "Resource": arn}
    policy = {"Version": "2012-10-17", "Statement": [statement]}
    s3.put_bucket_policy(Bucket=bucket, Policy=json.dumps(policy))


# ------------------------------------------------------------------------------------------------------------ signatures


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
    assert requests.get(presigned(s3, "get_object", bucket), timeout=5).content == b"hello"


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
    assert requests.get(sent, headers={"Host": url.netloc}, timeout=5).content == b"hello"
    refused = requests.get(sent.replace("/k?", "/kept?"), headers={"Host": url.netloc}, timeout=5)
    assert (refused.status_code, code_of(refused)) == (403, "SignatureDoesNotMatch")


# --------------------------------------------------------------------------------------------------------- access lists


def test_what_is_not_public_is_not_for_everybody(s3: Any, bucket: str) -> None:
    """Amazon S3 User Guide, "Access control in Amazon S3"."""
    s3.put_object(Bucket=bucket, Key="public", Body=b"hello", ACL="public-read")
    assert unsigned(s3, "GET", f"{bucket}/public").content == b"hello"
    for method, path in (("GET", ""), ("PUT", "/new"), ("DELETE", "/public")):
        refused = unsigned(s3, method, bucket + path)
        assert (refused.status_code, code_of(refused)) == (403, "AccessDenied")


@pytest.mark.parametrize("grant", [{"ACL": "public-read-write"}, {"GrantFullControl": f"uri={EVERYBODY}"}])
def test_a_list_for_everybody_gives_no_more_than_lists_can(s3: Any, grant: dict[str, str]) -> None:
    """Amazon S3 User Guide, "Access control list (ACL) overview": mapping of ACL permissions."""
    bucket = new_bucket(s3, "public")
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
        answer = requests.post(form["url"], data=form["fields"], files={"file": b"new"}, timeout=5)
        status[key] = answer.status_code
    assert status == {"k": 204, "kept": 403}
    assert s3.get_object(Bucket=bucket, Key="kept")["Body"].read() == b"hello"


def test_a_form_needs_no_signature_where_everybody_may_write(s3: Any, bucket: str) -> None:
    """Amazon S3 API reference, POST Object: a bucket that is writable for everybody needs no policy in the form."""
    url, file = f"{s3.meta.endpoint_url}/{bucket}", {"file": b"new"}
    refused = requests.post(url, data={"key": "new"}, files=file, timeout=5)
    assert (refused.status_code, code_of(refused)) == (403, "AccessDenied")
    put_policy(s3, bucket, "Allow", "s3:PutObject", "/new")
    assert requests.post(url, data={"key": "new"}, files=file, timeout=5).status_code == 204
    assert requests.post(url, data={"key": "other"}, files=file, timeout=5).status_code == 403


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

"""Buckets of S3 are in a region, to which requests for another one are redirected."""

from typing import Any
from xml.etree import ElementTree as ET

import pytest
import requests
from s3_requests import new_bucket, open_bucket, presigned, refusal, unsigned


@pytest.fixture
def s3(aws: Any) -> Any:
    return aws.client("s3", signature_version="s3v4")


@pytest.fixture
def elsewhere(aws: Any) -> Any:
    return aws.client("s3", region="us-west-2", signature_version="s3v4")


@pytest.fixture
def bucket(s3: Any) -> str:
    name = new_bucket(s3, "bucket")
    s3.put_object(Bucket=name, Key="k", Body=b"hello")
    return name


def test_a_request_for_another_region_is_redirected(s3: Any, elsewhere: Any, bucket: str) -> None:
    """Amazon S3 API reference, "Error responses": PermanentRedirect."""
    redirected = requests.get(presigned(elsewhere, "get_object", bucket), timeout=30)
    assert (redirected.status_code, redirected.headers["x-amz-bucket-region"]) == (301, "eu-west-1")
    error = {element.tag: element.text for element in ET.fromstring(redirected.content)}
    assert (error["Code"], error["Bucket"]) == ("PermanentRedirect", bucket)
    assert error["Endpoint"] == f"{bucket}.s3.eu-west-1.amazonaws.com"
    assert requests.get(presigned(s3, "get_object", bucket), timeout=30).content == b"hello"


def test_a_head_says_which_region_a_bucket_is_in(s3: Any, elsewhere: Any, bucket: str) -> None:
    """Amazon S3 API reference, HeadBucket."""
    for client, status in ((s3, 200), (elsewhere, 301)):
        url = client.generate_presigned_url("head_bucket", Params={"Bucket": bucket})
        head = requests.head(url, timeout=30)
        assert (head.status_code, head.headers["x-amz-bucket-region"]) == (status, "eu-west-1")
    nothing = elsewhere.generate_presigned_url("head_bucket", Params={"Bucket": f"{bucket}-2"})
    assert requests.head(nothing, timeout=30).status_code == 404


def test_a_client_follows_to_the_region(elsewhere: Any, bucket: str) -> None:
    """Amazon S3 User Guide, "Making requests using the REST API": request redirection."""
    found = elsewhere.get_object(Bucket=bucket, Key="k")
    assert found["Body"].read() == b"hello"
    assert elsewhere.head_bucket(Bucket=bucket)["BucketRegion"] == "eu-west-1"


def test_a_request_without_a_signature_is_for_no_region(s3: Any) -> None:
    """Amazon S3 User Guide, "Virtual hosting of general purpose buckets"."""
    bucket = open_bucket(s3, "open")
    s3.put_object(Bucket=bucket, Key="public", Body=b"hello", ACL="public-read")
    assert unsigned(s3, "GET", f"{bucket}/public").content == b"hello"


def test_the_location_of_a_bucket_is_known_everywhere(aws: Any, s3: Any, elsewhere: Any, bucket: str) -> None:
    """Amazon S3 API reference, GetBucketLocation: buckets in us-east-1 have a location of null."""
    aws.client("s3", region="us-east-1").create_bucket(Bucket=f"{bucket}-us")
    for client in (s3, elsewhere):
        assert client.get_bucket_location(Bucket=bucket)["LocationConstraint"] == "eu-west-1"
        assert client.get_bucket_location(Bucket=f"{bucket}-us")["LocationConstraint"] is None


def test_a_copy_may_be_from_another_region(elsewhere: Any, bucket: str) -> None:
    """Amazon S3 API reference, CopyObject."""
    target = new_bucket(elsewhere, "target")
    elsewhere.copy_object(Bucket=target, Key="copy", CopySource=f"{bucket}/k")
    assert elsewhere.get_object(Bucket=target, Key="copy")["Body"].read() == b"hello"


def test_a_bucket_is_created_in_the_region_of_the_request(elsewhere: Any, bucket: str) -> None:
    """Amazon S3 API reference, CreateBucket."""
    location = {"LocationConstraint": "eu-west-1"}
    error = refusal(elsewhere.create_bucket, Bucket=f"{bucket}-2", CreateBucketConfiguration=location)
    assert error["Code"] == "IllegalLocationConstraintException"

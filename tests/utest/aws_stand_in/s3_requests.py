"""What tests of S3 have in common: buckets, requests that boto3 would not send, and what is refused."""

import uuid
from typing import Any
from xml.etree import ElementTree as ET

import boto3
import pytest
import requests
from botocore.exceptions import ClientError


def new_bucket(s3: Any, kind: str, **more: Any) -> str:
    """Create a bucket whose name no other account of a server has."""
    name = f"{kind}-{uuid.uuid4().hex[:12]}"
    location = {"LocationConstraint": s3.meta.region_name}
    s3.create_bucket(Bucket=name, CreateBucketConfiguration=location, **more)
    return name


def open_bucket(s3: Any, kind: str) -> str:
    """Create a bucket that anybody may be given access to, by lists or a policy."""
    name = new_bucket(s3, kind, ObjectOwnership="ObjectWriter")
    s3.delete_public_access_block(Bucket=name)
    return name


def refusal(call: Any, **parameters: Any) -> dict[str, Any]:
    """Return the error of a request that is refused."""
    with pytest.raises(ClientError) as refused:
        call(**parameters)
    error: dict[str, Any] = refused.value.response["Error"]
    return error


def presigned(s3: Any, operation: str, bucket: str, **parameters: Any) -> str:
    return str(s3.generate_presigned_url(operation, Params={"Bucket": bucket, "Key": "k", **parameters}))


def unsigned(s3: Any, method: str, path: str, body: bytes = b"", **headers: str) -> requests.Response:
    """Send a request that says nothing of who sends it."""
    return requests.request(method, f"{s3.meta.endpoint_url}/{path}", data=body, headers=headers, timeout=30)


def signed(s3: Any, method: str, path: str, body: bytes = b"", **headers: str) -> requests.Response:
    """Send a request in the name of the client's account, as it is written here."""
    scope = f"{s3._request_signer._credentials.access_key}/20260101/eu-west-1/s3/aws4_request"
    authorization = f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=0"
    return unsigned(s3, method, path, body, **{"Authorization": authorization, **headers})


def code_of(response: requests.Response) -> str | None:
    return ET.fromstring(response.content).findtext("Code")


def client_of(s3: Any, key: dict[str, str]) -> Any:
    """Return a client of S3 that signs with a key."""
    return boto3.client(
        "s3",
        endpoint_url=s3.meta.endpoint_url,
        region_name=s3.meta.region_name,
        aws_access_key_id=key["AccessKeyId"],
        aws_secret_access_key=key["SecretAccessKey"],
        aws_session_token=key.get("SessionToken"),
    )

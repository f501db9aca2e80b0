"""DynamoDB, S3, SNS and CloudWatch where the stand-in goes beyond moto."""

import base64
import hashlib
import hmac
import json
import time
from typing import Any
from urllib.parse import quote

import pytest
import requests
from s3_requests import open_bucket

# ---------------------------------------------------------------------------------------------- DynamoDB


@pytest.fixture
def dynamodb(aws: Any) -> Any:
    client = aws.client("dynamodb")
    client.create_table(
        TableName="table",
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
        AttributeDefinitions=[
            {"AttributeName": "pk", "AttributeType": "S"},
            {"AttributeName": "sk", "AttributeType": "S"},
        ],
        BillingMode="PAY_PER_REQUEST",
    )
    return client


def keys(client: Any) -> list[str]:
    return sorted(item["sk"]["S"] for item in client.scan(TableName="table")["Items"])


def put(client: Any, sk: str, **attributes: Any) -> None:
    client.put_item(TableName="table", Item={"pk": {"S": "p"}, "sk": {"S": sk}, **attributes})


def test_items_expire_by_the_stand_ins_clock(dynamodb: Any, clock: Any) -> None:
    now = int(time.time())
    put(dynamodb, "soon", ttl={"N": str(now + 60)})
    put(dynamodb, "later", ttl={"N": str(now + 7200)})
    put(dynamodb, "text", ttl={"S": str(now - 60)})
    put(dynamodb, "ancient", ttl={"N": str(now - 6 * 365 * 86400)})
    put(dynamodb, "none")
    clock.advance(3600)
    assert keys(dynamodb) == ["ancient", "later", "none", "soon", "text"]
    setting = {"Enabled": True, "AttributeName": "ttl"}
    dynamodb.update_time_to_live(TableName="table", TimeToLiveSpecification=setting)
    clock.advance(1)
    assert keys(dynamodb) == ["ancient", "later", "none", "text"]
    clock.advance(7200)
    assert keys(dynamodb) == ["ancient", "none", "text"]


def test_transaction_token_is_forgotten_after_ten_minutes(dynamodb: Any, clock: Any) -> None:
    def add_one() -> None:
        dynamodb.transact_write_items(
            ClientRequestToken="token",
            TransactItems=[
                {
                    "Update": {
                        "TableName": "table",
                        "Key": {"pk": {"S": "p"}, "sk": {"S": "s"}},
                        "UpdateExpression": "ADD n :one",
                        "ExpressionAttributeValues": {":one": {"N": "1"}},
                    }
                }
            ],
        )

    def count() -> int:
        key = {"pk": {"S": "p"}, "sk": {"S": "s"}}
        return int(dynamodb.get_item(TableName="table", Key=key)["Item"]["n"]["N"])

    add_one()
    add_one()
    assert count() == 1
    clock.advance(601)
    add_one()
    assert count() == 2


def test_failed_transaction_does_not_use_up_its_token(dynamodb: Any) -> None:
    def put_after(condition: str) -> None:
        item = {"pk": {"S": "p"}, "sk": {"S": "s"}}
        dynamodb.transact_write_items(
            ClientRequestToken="token",
            TransactItems=[{"Put": {"TableName": "table", "Item": item, "ConditionExpression": condition}}],
        )

    with pytest.raises(dynamodb.exceptions.TransactionCanceledException):
        put_after("attribute_exists(pk)")
    put_after("attribute_not_exists(pk)")
    assert keys(dynamodb) == ["s"]


# ---------------------------------------------------------------------------------------------- S3


@pytest.fixture
def s3(aws: Any) -> Any:
    client = aws.client("s3", signature_version="s3v4")
    client.create_bucket(Bucket="bucket", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    client.put_object(Bucket="bucket", Key="key", Body=b"hello")
    return client


def test_presigned_url_expires_by_the_stand_ins_clock(s3: Any, clock: Any) -> None:
    url = s3.generate_presigned_url("get_object", Params={"Bucket": "bucket", "Key": "key"}, ExpiresIn=3600)
    clock.advance(3590)
    assert requests.get(url, timeout=30).content == b"hello"
    clock.advance(20)
    refused = requests.get(url, timeout=30)
    assert refused.status_code == 403
    assert "<Code>AccessDenied</Code>" in refused.text
    assert requests.head(url, timeout=30).status_code == 403


def test_url_presigned_with_signature_version_2_expires_too(aws: Any, s3: Any, clock: Any) -> None:
    expires = int(time.time()) + 60
    text = f"GET\n\n\n{expires}\n/bucket/key"
    signature = base64.b64encode(hmac.new(b"any", text.encode(), hashlib.sha1).digest()).decode()
    url = (
        f"{aws.endpoint_url}/bucket/key?AWSAccessKeyId={aws.account_id}"
        f"&Signature={quote(signature, safe='')}&Expires={expires}"
    )
    assert requests.get(url, timeout=30).content == b"hello"
    clock.advance(120)
    assert requests.get(url, timeout=30).status_code == 403


def test_object_without_signature_is_private(aws: Any, s3: Any) -> None:
    """The bucket has a name that no other account of this process has: an unsigned request names no account."""
    bucket = open_bucket(s3, "of-one-account")
    s3.put_object(Bucket=bucket, Key="public", Body=b"for all", ACL="public-read")
    s3.put_object(Bucket=bucket, Key="private", Body=b"for one")
    assert requests.get(f"{aws.endpoint_url}/{bucket}/public", timeout=30).content == b"for all"
    assert requests.get(f"{aws.endpoint_url}/{bucket}/private", timeout=30).status_code == 403


def upload(form: dict[str, Any], **fields: str) -> requests.Response:
    return requests.post(
        form["url"], data={**form["fields"], **fields}, files={"file": ("name.txt", b"hello")}, timeout=5
    )


def test_upload_form_must_meet_its_conditions(s3: Any) -> None:
    form = s3.generate_presigned_post(
        "bucket",
        "uploads/${filename}",
        Fields={"Content-Type": "text/plain"},
        Conditions=[
            {"Content-Type": "text/plain"},
            ["content-length-range", 5, 10],
            ["starts-with", "$key", "uploads/"],
        ],
    )
    assert upload(form).status_code == 204
    assert s3.get_object(Bucket="bucket", Key="uploads/name.txt")["Body"].read() == b"hello"
    for wrong in ({"key": "elsewhere/x"}, {"Content-Type": "text/html"}):
        refused = upload(form, **wrong)
        assert (refused.status_code, "Invalid according to Policy" in refused.text) == (403, True)
    small = s3.generate_presigned_post("bucket", "k", Conditions=[["content-length-range", 6, 10]])
    assert (upload(small).status_code, "EntityTooSmall" in upload(small).text) == (400, True)


def test_upload_form_expires(s3: Any, clock: Any) -> None:
    form = s3.generate_presigned_post("bucket", "k", ExpiresIn=60)
    assert upload(form).status_code == 204
    clock.advance(61)
    refused = upload(form)
    assert (refused.status_code, "Policy expired" in refused.text) == (403, True)


def test_upload_form_with_a_broken_policy_is_refused(s3: Any) -> None:
    form = s3.generate_presigned_post("bucket", "k")
    for policy in (
        "!!",
        base64.b64encode(b"[]").decode(),
        base64.b64encode(json.dumps({}).encode()).decode(),
    ):
        refused = upload(form, policy=policy)
        assert (refused.status_code, "InvalidPolicyDocument" in refused.text) == (400, True)


def test_a_slash_after_the_bucket_changes_nothing(aws: Any) -> None:
    scope = f"{aws.account_id}/20260101/eu-west-1/s3/aws4_request"
    headers = {"Authorization": f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=0"}
    place = b"<CreateBucketConfiguration><LocationConstraint>eu-west-1</LocationConstraint></CreateBucketConfiguration>"
    created = requests.put(f"{aws.endpoint_url}/slashed/", data=place, headers=headers, timeout=30)
    assert created.status_code == 200
    assert [bucket["Name"] for bucket in aws.client("s3").list_buckets()["Buckets"]] == ["slashed"]

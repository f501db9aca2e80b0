"""What pages of another origin are told: preflights, and headers of answers."""

from typing import Any
from urllib.parse import urlencode

import pytest
import requests

from aws_stand_in import MockAwsServer

PAGE = "https://app.example.com"
RULES = [
    {"AllowedOrigins": ["https://*.example.com"], "AllowedMethods": ["GET", "PUT"], "AllowedHeaders": ["content-type", "x-amz-*"],
     "ExposeHeaders": ["ETag", "x-amz-version-id"], "MaxAgeSeconds": 300},
    {"AllowedOrigins": ["*"], "AllowedMethods": ["GET"]},
]  # fmt: skip
VARY = "Origin, Access-Control-Request-Headers, Access-Control-Request-Method"


@pytest.fixture
def bucket(aws: Any) -> str:
    """Return the URL of a bucket with rules; its name is the account's own, since preflights name no account."""
    name = f"pages-{aws.account_id}"
    client = aws.client("s3")
    client.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    client.put_bucket_cors(Bucket=name, CORSConfiguration={"CORSRules": RULES})
    client.put_object(Bucket=name, Key="key", Body=b"hello")
    return f"{aws.endpoint_url}/{name}"


def preflight(url: str, method: str, *headers: str, origin: str | None = PAGE) -> requests.Response:
    asked = {
        "Origin": origin,
        "Access-Control-Request-Method": method,
        "Access-Control-Request-Headers": ",".join(headers) or None,
    }
    return requests.options(url, headers={name: value for name, value in asked.items() if value}, timeout=30)


def shared(answer: requests.Response) -> dict[str, str]:
    """Return the headers about other origins, without the beginning that they share."""
    start = "access-control-"
    return {
        name.lower().removeprefix(start): value
        for name, value in answer.headers.items()
        if name.lower().startswith(start)
    }


def test_preflight_by_the_first_rule_that_allows_it(bucket: str) -> None:
    answer = preflight(f"{bucket}/key", "PUT", "Content-Type", "x-amz-meta-a")
    assert (answer.status_code, answer.content, answer.headers["Vary"]) == (200, b"", VARY)
    assert shared(answer) == {
        "allow-origin": PAGE,
        "allow-methods": "GET, PUT",
        "allow-headers": "content-type, x-amz-meta-a",
        "expose-headers": "ETag, x-amz-version-id",
        "max-age": "300",
        "allow-credentials": "true",
    }


def test_preflight_of_a_public_rule_names_no_origin(bucket: str) -> None:
    answer = preflight(bucket, "GET", origin="http://elsewhere.org")
    assert (answer.status_code, shared(answer)) == (200, {"allow-origin": "*", "allow-methods": "GET"})


@pytest.mark.parametrize(
    ("method", "headers", "origin"),
    [
        ("DELETE", (), PAGE),
        ("PUT", (), "http://elsewhere.org"),
        ("PUT", ("authorization",), PAGE),
        ("PUT", (), "https://example.com"),
    ],
)
def test_preflight_that_no_rule_allows(
    bucket: str, method: str, headers: tuple[str, ...], origin: str
) -> None:
    answer = preflight(f"{bucket}/key", method, *headers, origin=origin)
    assert (answer.status_code, shared(answer)) == (403, {})
    assert (
        "<Code>AccessForbidden</Code><Message>CORSResponse: This CORS request is not allowed." in answer.text
    )
    assert f"<Method>{method}</Method><ResourceType>OBJECT</ResourceType>" in answer.text


def test_preflight_of_a_bucket_without_rules(aws: Any, bucket: str) -> None:
    aws.client("s3").delete_bucket_cors(Bucket=bucket.rpartition("/")[2])
    answer = preflight(bucket, "GET")
    assert answer.status_code == 403
    assert "CORSResponse: CORS is not enabled for this bucket." in answer.text
    assert "<ResourceType>BUCKET</ResourceType>" in answer.text


def test_preflight_of_a_bucket_in_the_host(bucket: str) -> None:
    endpoint, _, name = bucket.rpartition("/")
    headers = {
        "Host": f"{name}.s3.eu-west-1.amazonaws.com",
        "Origin": PAGE,
        "Access-Control-Request-Method": "PUT",
    }
    answer = requests.options(f"{endpoint}/key", headers=headers, timeout=30)
    assert (answer.status_code, shared(answer)["allow-origin"]) == (200, PAGE)


def test_preflights_that_ask_for_nothing(bucket: str) -> None:
    answer = preflight(bucket, "GET", origin=None)
    assert (answer.status_code, "Origin request header needed" in answer.text) == (400, True)
    answer = preflight(bucket, "PATCH")
    assert (answer.status_code, "Invalid Access-Control-Request-Method: PATCH" in answer.text) == (400, True)


def test_preflight_of_an_unknown_bucket(server: MockAwsServer) -> None:
    answer = preflight(f"{server.url}/no-such-bucket/key", "PUT")
    assert (answer.status_code, "CORSResponse: Bucket not found" in answer.text) == (403, True)


def test_answers_of_a_bucket_can_be_read_by_its_rules(aws: Any, bucket: str) -> None:
    client = aws.client("s3")
    signed = client.generate_presigned_url("get_object", {"Bucket": bucket.rpartition("/")[2], "Key": "key"})
    answer = requests.get(signed, headers={"Origin": PAGE}, timeout=30)
    assert (answer.content, answer.headers["Vary"]) == (b"hello", VARY)
    assert shared(answer)["allow-origin"] == PAGE
    assert shared(answer)["expose-headers"] == "ETag, x-amz-version-id"
    assert shared(requests.get(signed, timeout=30)) == {}


def test_an_error_can_be_read_as_well_but_not_by_other_pages(bucket: str) -> None:
    refused = requests.put(f"{bucket}/key", data=b"x", headers={"Origin": PAGE}, timeout=30)
    assert (refused.status_code, shared(refused)["allow-origin"]) == (403, PAGE)
    elsewhere = requests.put(
        f"{bucket}/key", data=b"x", headers={"Origin": "http://elsewhere.org"}, timeout=5
    )
    assert shared(elsewhere) == {}


def test_every_page_may_sign_in(server: MockAwsServer) -> None:
    answer = preflight(f"{server.url}/", "POST", "content-type", "x-amz-target", "x-amz-user-agent")
    assert answer.status_code == 200
    assert shared(answer) == {
        "allow-origin": "*",
        "allow-methods": "POST",
        "allow-headers": "content-type,x-amz-target,x-amz-user-agent",
        "expose-headers": "x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,Date",
        "max-age": "172800",
    }


@pytest.mark.parametrize(
    ("target", "origin"),
    [
        ("AWSCognitoIdentityProviderService.InitiateAuth", "*"),
        ("AWSCognitoIdentityService.GetId", "*"),
        ("DynamoDB_20120810.ListTables", "*"),
        ("Transcribe.ListVocabularies", None),
    ],
)
def test_whether_an_answer_can_be_read_is_up_to_the_service(
    server: MockAwsServer, target: str, origin: str | None
) -> None:
    headers = {"X-Amz-Target": target, "Content-Type": "application/x-amz-json-1.1", "Origin": PAGE}
    answer = requests.post(server.url, data=b"{}", headers=headers, timeout=30)
    assert shared(answer).get("allow-origin") == origin


def test_services_with_paths_of_their_own(server: MockAwsServer) -> None:
    assert preflight(f"{server.url}/2015-03-31/functions/f/invocations", "POST").status_code == 200
    refused = preflight(f"{server.url}/model/m/invoke", "POST")
    assert (refused.status_code, shared(refused)) == (403, {})


def test_query_protocol_of_a_page(server: MockAwsServer) -> None:
    answer = requests.post(
        server.url,
        data=urlencode({"Action": "GetCallerIdentity", "Version": "2011-06-15"}),
        headers={"Content-Type": "application/x-www-form-urlencoded", "Origin": PAGE},
        timeout=5,
    )
    assert (answer.status_code, shared(answer)["allow-origin"]) == (200, "*")


def test_the_control_api_is_for_no_page(server: MockAwsServer) -> None:
    answer = requests.get(f"{server.url}/_mockaws/health", headers={"Origin": PAGE}, timeout=30)
    assert (answer.status_code, shared(answer)) == (200, {})

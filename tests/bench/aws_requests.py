"""Raw AWS requests, signed for an account, so that a benchmark measures the server and not an SDK."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

ACCOUNT = "000000000001"
REGION = "us-east-1"

_JSON_SERVICES = {
    "cloudwatch": ("monitoring", "GraniteServiceVersion20100801", "1.0"),
    "cognito-idp": ("cognito-idp", "AWSCognitoIdentityProviderService", "1.1"),
    "dynamodb": ("dynamodb", "DynamoDB_20120810", "1.0"),
    "events": ("events", "AWSEvents", "1.1"),
    "sqs": ("sqs", "AmazonSQS", "1.0"),
    "transcribe": ("transcribe", "Transcribe", "1.1"),
}
"""Of each service its name in signatures, the prefix of its targets, and its version of the JSON protocol."""


@dataclass(frozen=True)
class Request:
    """A request that can be sent repeatedly."""

    name: str
    method: str
    path: str
    body: bytes
    headers: Mapping[str, str]


Send = Callable[[Request], bytes]
"""Sends a request and returns the body of a successful response."""


def json_request(service: str, operation: str, account: str = ACCOUNT, **parameters: Any) -> Request:
    """Return a request in a service's JSON protocol."""
    signing_name, target, version = _JSON_SERVICES[service]
    headers = {
        **_signed(signing_name, account),
        "X-Amz-Target": f"{target}.{operation}",
        "Content-Type": f"application/x-amz-json-{version}",
    }
    return Request(operation, "POST", "/", json.dumps(parameters).encode(), headers)


def unsigned(request: Request) -> Request:
    """Return a request without its signature."""
    headers = {name: value for name, value in request.headers.items() if name != "Authorization"}
    return Request(request.name, request.method, request.path, request.body, headers)


def query_request(service: str, operation: str, account: str = ACCOUNT, **parameters: str) -> Request:
    """Return a request in the query protocol."""
    body = urlencode({"Action": operation, "Version": "2010-03-31", **parameters}).encode()
    headers = {**_signed(service, account), "Content-Type": "application/x-www-form-urlencoded"}
    return Request(operation, "POST", "/", body, headers)


def s3_request(
    operation: str, method: str, path: str, body: bytes = b"", account: str = ACCOUNT, **query: str
) -> Request:
    """Return a request to a path of S3."""
    target = f"{path}?{urlencode(query)}" if query else path
    return Request(operation, method, target, body, _signed("s3", account))


def rest_json_request(
    service: str, operation: str, method: str, path: str, account: str = ACCOUNT, **parameters: Any
) -> Request:
    """Return a request in the REST protocol with a JSON body."""
    headers = {**_signed(service, account), "Content-Type": "application/json"}
    return Request(operation, method, path, json.dumps(parameters).encode(), headers)


def _signed(signing_name: str, account: str) -> dict[str, str]:
    """Return the header that names account and service; nobody checks the signature."""
    scope = f"{account}/20260101/{REGION}/{signing_name}/aws4_request"
    return {"Authorization": f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=0"}

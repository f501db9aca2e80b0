"""A page of another origin signs in and uploads at the AWS stand-in, in a real browser with its rules for other origins."""

import json
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from botocore.config import Config

from aws_stand_in import MockAwsServer
from browser.requirements import CHROMIUM, missing
from loopback_server.response import Response, plain_error
from loopback_server.server import LoopbackServer

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

HERE = Path(__file__).parent
COGNITO = HERE / "node_modules" / "amazon-cognito-identity-js" / "dist" / "amazon-cognito-identity.min.js"
USER, PASSWORD = "ann@example.com", "Correct-Horse-1"
FLOWS = ["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]
ACCOUNT_ID = "000000000042"
REGION = "eu-west-1"

pytestmark = pytest.mark.skipif(missing(COGNITO) is not None, reason=str(missing(COGNITO)))


@pytest.fixture
def aws() -> Iterator[MockAwsServer]:
    with MockAwsServer() as server:
        yield server


def client(aws: MockAwsServer, service: str) -> Any:
    return boto3.client(
        service,  # type: ignore[call-overload]
        endpoint_url=aws.url,
        region_name=REGION,
        aws_access_key_id=ACCOUNT_ID,
        aws_secret_access_key="any",
        config=Config(s3={"addressing_style": "path"}, signature_version="s3v4" if service == "s3" else None),
    )


def user_pool(aws: MockAwsServer) -> dict[str, str]:
    """Make a pool with a user, and return what a page needs to sign in."""
    idp = client(aws, "cognito-idp")
    pool = idp.create_user_pool(PoolName="pool", UsernameAttributes=["email"])["UserPool"]["Id"]
    app = idp.create_user_pool_client(UserPoolId=pool, ClientName="page", ExplicitAuthFlows=FLOWS)
    attributes = [{"Name": "email", "Value": USER}, {"Name": "email_verified", "Value": "true"}]
    idp.admin_create_user(UserPoolId=pool, Username=USER, UserAttributes=attributes, MessageAction="SUPPRESS")
    idp.admin_set_user_password(UserPoolId=pool, Username=USER, Password=PASSWORD, Permanent=True)
    client_id = app["UserPoolClient"]["ClientId"]
    return {
        "pool": pool,
        "client": client_id,
        "endpoint": f"{aws.url}/",
        "user": USER,
        "password": PASSWORD,
    }


def uploads(aws: MockAwsServer, page: str) -> dict[str, Any]:
    """Make a bucket that lets the page read and write, and return presigned requests to it."""
    s3 = client(aws, "s3")
    s3.create_bucket(Bucket="uploads", CreateBucketConfiguration={"LocationConstraint": REGION})
    rule = {
        "AllowedOrigins": [page],
        "AllowedMethods": ["GET", "PUT", "POST"],
        "AllowedHeaders": ["*"],
        "ExposeHeaders": ["ETag"],
    }
    s3.put_bucket_cors(Bucket="uploads", CORSConfiguration={"CORSRules": [rule]})
    put = {"Bucket": "uploads", "Key": "by-url.txt", "ContentType": "text/plain"}
    return {
        "put": {
            "url": s3.generate_presigned_url("put_object", put),
            "headers": {"Content-Type": "text/plain"},
        },
        "post": s3.generate_presigned_post("uploads", "by-form.txt"),
        "get": [
            s3.generate_presigned_url("get_object", {"Bucket": "uploads", "Key": key})
            for key in ("by-url.txt", "by-form.txt")
        ],
        "forbidden": s3.generate_presigned_url("delete_object", {"Bucket": "uploads", "Key": "by-url.txt"}),
    }


class PageServer:
    """The origin of the page."""

    def __init__(self) -> None:
        self.settings: Mapping[str, Any] = {}

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        return self._response(environ["PATH_INFO"]).send(environ["REQUEST_METHOD"], start_response)

    def _response(self, path: str) -> Response:
        if path == "/settings.json":
            return Response(200, (("Content-Type", "application/json"),), json.dumps(self.settings).encode())
        page = HERE / "upload_page" / "index.html"
        files = {"/": (page, "text/html"), f"/{COGNITO.name}": (COGNITO, "text/javascript")}
        if path not in files:
            return plain_error(HTTPStatus.NOT_FOUND)
        file, media_type = files[path]
        return Response(200, (("Content-Type", media_type),), file.read_bytes())


def outcome(url: str) -> Any:
    """Return what the page at a URL has seen."""
    command = ["node", str(HERE / "outcome_of_page.mjs"), str(CHROMIUM), url]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=100)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_page_signs_in_uploads_and_reads_back(aws: MockAwsServer) -> None:
    pages = PageServer()
    with LoopbackServer(pages) as origin:
        pages.settings = user_pool(aws) | uploads(aws, origin.url)
        seen = outcome(origin.url)
    etag = client(aws, "s3").head_object(Bucket="uploads", Key="by-url.txt")["ETag"]
    assert seen == {
        "email": USER,
        "put": 200,
        "etag": etag,
        "post": 204,
        "texts": ["by URL", "by form"],
        "refused": "TypeError",
    }

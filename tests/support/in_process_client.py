"""boto3 clients of a WSGI application, without a socket."""

from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import boto3
from botocore.awsrequest import AWSResponse
from botocore.config import Config
from werkzeug.test import create_environ

from support.aws_requests import answer_of

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

CONFIG = Config(retries={"total_max_attempts": 1}, inject_host_prefix=False, s3={"addressing_style": "path"})


class _Body(BytesIO):
    """A body as urllib3 has it."""

    def stream(self, _size: int = 0, **_options: Any) -> Any:
        yield self.read()


def in_process_client(application: "WSGIApplication", service: str, account_id: str, region: str) -> Any:
    """Return a client whose requests are answered by an application of this process.

    Args:
        application: What answers.
        service: boto3's name of the service.
        account_id: The access key id, which is the account.
        region: The region.
    """
    client: Any = _session().client(
        service,  # type: ignore[call-overload]
        region_name=region,
        endpoint_url="http://127.0.0.1",
        aws_access_key_id=account_id,
        aws_secret_access_key="any",
        config=CONFIG,
    )

    def respond(request: Any, **_: Any) -> AWSResponse:
        parts = urlsplit(request.url)
        headers = {
            name: value.decode() if isinstance(value, bytes) else value
            for name, value in request.headers.items()
        }
        body = request.body.read() if hasattr(request.body, "read") else request.body
        environ = create_environ(
            parts.path,
            "http://127.0.0.1",
            query_string=parts.query,
            method=request.method,
            headers=headers,
            data=body,
        )
        environ["REQUEST_URI"] = environ["RAW_URI"] = (
            f"{parts.path}{f'?{parts.query}' if parts.query else ''}"
        )
        answer = answer_of(application, environ)
        return AWSResponse(request.url, answer.status, answer.headers, _Body(answer.body))  # type: ignore[no-untyped-call]

    client.meta.events.register("before-send", respond)
    return client


@cache
def _session() -> boto3.Session:
    return boto3.Session()
